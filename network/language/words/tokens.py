"""Words of a text, with where they stand, in one spelling each.

Everything that reads words (index, query, excerpts, guess) reads them here, so that what is
written differently and means the same is the same word everywhere: NFC and NFD, upper and lower
case, soft hyphens, *§ 5* and *§5*, *Dnr KS 2016/278* and *KS 2016:278*, *27.5.2016* and
*2016-05-27*, *70 000* and *70.000*.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORDS = 60_000
MAX_LETTERS = 64

_HYPHENS = "-\u2010\u2011\u00ad"
_WORD = r"[^\W_]+"
# A word of letters alone comes first: it is what nearly every token is.
_TOKEN = re.compile(
    rf"""
    (?P<letters>  (?!paragraf\b) [^\W\d_]++ (?![{_HYPHENS}\w]) )
  | (?P<register> (?<!\w) (?P<register_letters>[^\W\d_]{{1,8}}) [{_HYPHENS}]?
                  (?= \d{{2,4}}[/:]\d | (?:19|20)\d\d-\d{{2,7}}(?!\w) ) )
  | (?P<paragraph> (?:§§?|\bparagraf\b) [ \u00a0]?
                   (?P<paragraph_number> \d{{1,4}} (?:-\d{{1,3}})? ))
  | (?P<date>     (?<!\d) (?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}) (?!\d) )
  | (?P<dotted>   (?<!\d) (?P<day2>\d{{1,2}})\.[ ]?(?P<month2>\d{{1,2}})\.[ ]?(?P<year2>\d{{4}})
                  (?!\d) )
  | (?P<case>     (?<!\d) (?P<before>\d{{1,4}}) [/:] (?P<after>\d{{1,7}}) (?!\d) )
  | (?P<serial>   (?<!\d) (?P<serial_year>(?:19|20)\d\d) - (?!(?:19|20)\d\d(?!\d))
                  (?P<serial_number>\d{{1,7}}) (?:(?<=\d{{3}})-\d{{1,3}})? (?![-\w]) )
  | (?P<grouped>  (?<!\d) \d{{1,3}} (?:[ .\u00a0\u202f]\d{{3}})+ (?!\d) )
  | (?P<decimal>  (?<!\d) \d{{1,9}}[.,]\d{{1,6}} (?!\d) )
  | (?P<word>     {_WORD} (?:[{_HYPHENS}]{_WORD})* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPLIT = re.compile("[-\u2010\u2011]")
_DIGITS = re.compile(r"\d+")


class Token(NamedTuple):
    """One word: its folded form, where it stands in the NFC text, and the parts at its hyphens.

    `SLT-koordinator` is one token `sltkoordinator` with the parts `slt` and `koordinator`: it is
    found joined, with a hyphen, and as two words. `parts` is empty for a word without hyphens.
    """

    form: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


def normal(text: str) -> str:
    """The text in NFC, the spelling that token offsets refer to."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(word: str) -> str:
    """One word as it is compared: NFC, case folded, without soft hyphens, at most 64 letters."""
    folded = normal(word.replace("\u00ad", "").casefold())
    return folded[:MAX_LETTERS]


def tokens(text: str, limit: int = MAX_WORDS) -> Iterator[Token]:
    """The words of a text in order, with offsets into `normal(text)`.

    Stops after `limit` words. Linear in the length of the text; raises nothing.
    """
    for number, match in enumerate(_TOKEN.finditer(normal(text))):
        if number >= limit:
            return
        start, end = match.span()
        if match.lastgroup == "letters":
            yield Token(match.group().casefold()[:MAX_LETTERS], start, end)
        elif match["word"] is not None:
            yield _word(match["word"], start, end)
        elif match["paragraph"] is not None:
            yield Token("§" + match["paragraph_number"], start, end)
        elif match["register"] is not None:
            letters = match["register_letters"]
            yield Token(letters.casefold(), start, start + len(letters))
        elif match["case"] is not None:
            yield Token(_case_number(match["before"], match["after"]), start, end)
        elif match["serial"] is not None:
            form = _case_number(match["serial_year"], match["serial_number"])
            yield Token(form, start, end)
        elif match["date"] is not None:
            yield Token(f"{match['year']}-{match['month']}-{match['day']}", start, end)
        elif match["dotted"] is not None:
            day, month = match["day2"].zfill(2), match["month2"].zfill(2)
            yield Token(f"{match['year2']}-{month}-{day}", start, end)
        elif match["grouped"] is not None:
            yield Token("".join(_DIGITS.findall(match["grouped"])), start, end)
        else:
            yield Token(match["decimal"].replace(",", "."), start, end)


def _word(written: str, start: int, end: int) -> Token:
    if written.isalnum():
        return Token(written.casefold()[:MAX_LETTERS], start, end)
    parts = tuple(fold(part) for part in _SPLIT.split(written) if part.strip("\u00ad"))
    if len(parts) < 2:
        return Token(fold(written), start, end)
    return Token("".join(parts)[:MAX_LETTERS], start, end, parts)


def case_number_spellings(number: str) -> tuple[str, ...]:
    """How else a case number may be asked for: with its year in two digits and in four.

    A text that holds no number of the shape year/serial gives nothing; one without a century is
    taken to be of this one.
    """
    spellings = []
    for token in tokens(number, 20):
        before, slash, after = token.form.partition("/")
        if not slash or not after.isdigit():
            continue
        spellings.append(token.form)
        if len(before) == 4 and before[:2] in ("19", "20"):
            spellings.append(_case_number(before[2:], after))
        elif len(before) == 2:
            spellings.append(f"20{before}/{after}")
    return tuple(dict.fromkeys(spellings))


def _case_number(before: str, after: str) -> str:
    """One spelling of a case number: `024/2016` is `24/16`, `2016:0278` is `2016/278`.

    Norwegian committees number case/year (sak 24/16), registers year/serial (2016/278).
    """
    if len(before) < 4 and len(after) == 4 and after[:2] in ("19", "20"):
        after = after[2:]
    return f"{before.lstrip('0') or '0'}/{after.lstrip('0') or '0'}"
