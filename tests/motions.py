"""The same matter on both sides of the border: motions that are pasted, and what is published."""

from __future__ import annotations

MOTION_NB = """Forslag om elbiler i hjemmetjenesten

Hjemmetjenestens biler kjører mange korte turer hver dag, bl.a. om natten. Utslippene er høye.

Vi foreslår at
1. alle kjøretøyer i hjemmetjenesten skal være utslippsfrie innen 2028
2. det bygges ladeplasser ved hvert omsorgssenter
"""
MOTION_SV = """Motion om elbilar i hemtjänsten

Hemtjänstens bilar kör många korta turer varje dag, bl.a. på natten. Utsläppen är höga.

Vi yrkar
att alla fordon i hemtjänsten ska vara utsläppsfria senast 2028
att laddplatser byggs vid varje äldreboende
"""
_CASE_SV = """---
kind: case
title: Elbilar i hemtjänsten
summary: Fullmäktige beslutade att byta hemtjänstens dieselbilar mot elbilar.
topics:
  - schools
sources:
  - id: protokoll
    title: Protokoll
case_number: KS 2022-77
demands:
  - id: krav-1
    text: Att hemtjänstens fordon ska vara utsläppsfria.
  - id: krav-2
    text: Att laddplatser byggs vid äldreboenden.
steps:
  - id: steg-1
    type: motion
    whose: member
    date: 2022-05-16
    text: Två ledamöter vill ha tystare bilar.
    document: protokoll
  - id: steg-2
    type: opinion
    whose: another_body
    body: bostadsbolaget
    date: 2022-09-30
    text: Avstyrker. Elnätet räcker inte.
    document: protokoll
  - id: steg-3
    type: opinion
    whose: board
    body: socialnämnden
    text: Tillstyrker delvis.
    document: protokoll
  - id: steg-4
    type: decision
    whose: council
    body: kommunfullmäktige
    date: 2023-01-30
    text: Motionen bifalls.
    vote:
      in_favour: 31
      against: 18
    document: protokoll
---

Utsläppen från bilarna var stora: hemtjänsten kör många korta turer.
"""
_CASE_NB = """---
kind: case
title: Elbiler i hjemmetjenesten
summary: Kommunestyret vedtok å bytte dieselbilene i hjemmetjenesten med elbiler.
topics:
  - schools
sources:
  - id: saksmappe
    title: Saksmappe
case_number: 23/4471
demands:
  - id: krav-1
    text: Hjemmetjenestens kjøretøyer skal være utslippsfrie.
  - id: krav-2
    text: Det skal bygges ladeplasser ved omsorgssentrene.
steps:
  - id: forslag
    type: motion
    whose: member
    date: 2023-09-21
    text: Et forslag fra to representanter.
    document: saksmappe
  - id: vedtak
    type: decision
    whose: council
    state: ahead
---

Utslippene fra bilene var store: hjemmetjenesten kjører mange korte turer.
"""
_EXPERIENCE_NB = """---
kind: experience
title: Elbiler i vinterkulda
summary: Hjemmetjenesten byttet dieselbilene med elbiler.
topics:
  - schools
sources:
  - id: rapport
    title: Rapport
links:
  - relation: follows
    to: exempelstad/elbilar
period:
  start: 2024
outcome: ended
results: Kjøretøyene ble utslippsfrie, og ladeplassene holdt.
done: Vi byttet kjøretøyer etter samme oppskrift som naboen.
---
"""
# What else is published, of which a motion about cars has nothing.
_OTHERS = {
    "nb": (
        ("vann", "Overvann i regnbed", "Bekken ble åpnet, og kjellerne holdt seg tørre."),
        ("badet", "Svømmehallen om kvelden", "Ungdommen låser opp døren med kort."),
        ("mat", "Mindre matsvinn på sykehjemmet", "Kokken veier det som kastes."),
        ("norsk", "Norsk mellom epletrærne", "Flyktninger lærte språket i frukthagen."),
    ),
    "sv": (
        ("musik", "Musikskolan ut till öarna", "En buss med gitarrer besökte byskolorna."),
        ("torget", "Liv på torget", "Tomma lokaler fylldes med konst och kaffe."),
        ("skolk", "Ring före nio", "Frånvaron sjönk när någon ringde hem varje morgon."),
        ("odling", "Kolonilotter vid höghusen", "Grannarna odlade potatis tillsammans."),
    ),
}
_OTHER = """---
kind: experience
title: {}
summary: {}
topics:
  - schools
---
"""
# Content files beside those of `folders.FILES`.
FILES: dict[str, str | None] = {
    "entries/exempelstad/elbilar.sv.md": _CASE_SV,
    "entries/eksempelvik/elbiler.nb.md": _CASE_NB,
    "entries/eksempelvik/vinterkulda.nb.md": _EXPERIENCE_NB,
    **{
        f"entries/{'exempelstad' if language == 'sv' else 'eksempelvik'}/{slug}.{language}.md": (
            _OTHER.format(title, summary)
        )
        for language, others in _OTHERS.items()
        for slug, title, summary in others
    },
}
