"""Content folders for tests: two made-up municipalities that write about one thing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MUNICIPALITIES = """country,code,name,county_code,group,slug,parallel
NO,9901,Eksempelvik,99,Bokmål,eksempelvik,se:Eksempelvuotna
NO,9902,Lilleby,99,Nynorsk,lilleby-ost,
NO,9903,Lilleby,98,Nynorsk,lilleby-vest,
SE,9801,Exempelstad,97,C6,exempelstad,
"""
COUNTIES = """country,code,area,name,slug,parallel
NO,98,Vestfylket,Vestfylket fylkeskommune,vestfylket-fylkeskommune,
NO,99,Østfylket,Østfylket fylkeskommune,ostfylket-fylkeskommune,
SE,97,Exempellän,Region Exempel,region-exempel,
"""
BODIES = """- slug: grannar
  type: editors
  names:
    - name: Grannars redaksjon
      short: Grannar
      language: nb
"""
TOPICS = """- id: schools
  labels:
    nb: Skole
    sv: Skola
- id: truancy
  broader: schools
  labels:
    nb: Skolefravær
    sv: Skolfrånvaro
  synonyms:
    sv:
      - skolk
"""
GLOSSARY = """- id: yttrande
  relation: same
  sv:
    - yttrande
  nb:
    - uttalelse
  explanation:
    nb: Det en svensk nemnd svarer.
    sv: Det ett norskt utvalg svarar.
"""
EXPERIENCE_NB = """---
kind: experience
title: Frokost på skolen
summary: Gratis frokost ga mindre fravær.
topics:
  - truancy
sources:
  - id: rapport
    title: Rapport om frokost
links:
  - relation: relates
    to: exempelstad/frukost
period:
  start: 2019
  end: 2021
outcome: goes_on
done: Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]].
---

# Slik gikk det

Rektorene tok ansvar, og [[eksempelvik]] betalte.
"""
EXPERIENCE_NB_IN_SV = """---
translates: nb
title: Frukost i skolan
summary: Gratis frukost gav mindre frånvaro.
---
"""
EXPERIENCE_SV = """---
kind: experience
title: Skolfrukost i Exempelstad
summary: Frukosten lades ned.
topics:
  - schools
outcome: stopped
outcome_why: Pengarna tog slut.
---

Barnen saknade den. Se [[exempelstad/finns-inte]].
"""
MEETING = """---
kind: meeting
title: Möte om frukost
topics:
  - schools
sources:
  - id: protokoll
    title: Minnesanteckningar
    language: sv
    text: |-
      Vid mötet sade borgmästaren i Eksempelvik att frukosten
      betalar sig. Därefter dracks kaffe.
attachments:
  - id: karta
    title: Skolvägskarta för vintern
    url: https://exempelstad.example/karta.pdf
    language: sv
    format: PDF
series: frukostmoten
series_name: Frukostmöten
organiser:
  organisation: region-exempel
statements:
  - id: vik
    role: borgmästare
    organisation: eksempelvik
    wording: paraphrase
    text: Frukosten betalar sig.
    account: protokoll
    links:
      - eksempelvik/frokost
passages:
  - id: betalar
    part: vik
    source: protokoll
    words: frukosten betalar sig
---
"""
FILES = {
    "organisations/municipalities.csv": MUNICIPALITIES,
    "organisations/counties.csv": COUNTIES,
    "organisations/bodies.yaml": BODIES,
    "topics.yaml": TOPICS,
    "glossary.yaml": GLOSSARY,
    "entries/eksempelvik/frokost.nb.md": EXPERIENCE_NB,
    "entries/eksempelvik/frokost.sv.md": EXPERIENCE_NB_IN_SV,
    "entries/exempelstad/frukost.sv.md": EXPERIENCE_SV,
    "entries/exempelstad/mote.sv.md": MEETING,
}


def write_folder(folder: Path, changed: Mapping[str, str | None] | None = None) -> Path:
    """The made-up site below ``folder``, with some files changed, added or left out (None)."""
    for path, text in {**FILES, **(changed or {})}.items():
        file = folder / path
        if text is None:
            file.unlink(missing_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder
