#!/usr/bin/env bash
# textstat (textstat 0.7.13, PyPI): the shorter the sentences, the harder a text is said to read.
#
# Guessed: LIX, the Swedish measure of how hard a text is (words a sentence, and the share of words of more
# than six letters), falls when sentences become shorter, as plain language advises.
#
# Seen: sentences of one or two words are not counted as sentences, though their words are. "Vi hjelper.
# Ring oss. Det er gratis." is one sentence of seven words. The same advice in longer sentences gets a lower
# LIX, and RIX likewise. Nothing in the description of lix or sentence_count says so.
#
# Fails when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check textstat==0.7.13
"$folder/env/bin/python" - <<'PY'
import textstat

SHORT = "Vi hjelper. Ring oss. Det er gratis."
LONGER = "Vi hjelper deg gjerne. Ring oss på telefon. Det er helt gratis."
for text in (SHORT, LONGER):
    found = textstat.sentence_count(text), round(textstat.lix(text), 1), round(textstat.rix(text), 2)
    print("sentences, LIX, RIX:", *found, "|", text)
assert textstat.sentence_count(SHORT) == 1
assert textstat.sentence_count(LONGER) == 3
assert textstat.lix(SHORT) > textstat.lix(LONGER)
assert textstat.rix(SHORT) > textstat.rix(LONGER)
# By the measure's own definition, with three sentences of seven words, one of more than six letters.
print("LIX by its definition:", round(7 / 3 + 100 / 7, 1))
assert textstat.lix(SHORT) > 7 / 3 + 100 / 7
PY
