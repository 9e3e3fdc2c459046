"""Word files as offices write them: what is read is what a reader sees printed."""

from __future__ import annotations

import pytest

from tests.files_in.test_word_files import IMAGE, SPACES, p, run, table
from tests.files_in.word_parts import (
    MC,
    VML,
    WPS,
    box,
    control,
    field,
    head,
    level,
    numbering,
    read_body,
    relations,
    style,
    styles,
)

Case = tuple[str, dict[str, str], str, tuple[str, ...]]


def item(text: str, number: int = 1, depth: int = 0, style_id: str = "") -> str:
    return p(text, style_id, item=(number, depth))


def props(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if '<' in text else run(text)}</w:p>"


def look(text: str, properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbers(levels: str, **more: str) -> dict[str, str]:
    return {"word__numbering.xml": numbering({1: levels}, {1: 1}), **more}


LEGAL = (
    level(0, "decimal", "Kapittel %1")
    + level(1, "decimal", "§ %1-%2")
    + level(2, "lowerLetter", "%3)")
)
OUTLINE = "".join(
    level(depth, "decimal", ".".join(f"%{place + 1}" for place in range(depth + 1)))
    for depth in range(3)
)
NUMBERS: dict[str, tuple[str, dict[str, str], str]] = {
    "sections of a law": (
        item("Formål") + item("Tilskudd", depth=1) + item("til lag", depth=2)
        + item("til skoler", depth=2) + item("Frist", depth=1) + item("Sluttord"),
        numbers(LEGAL),
        "Kapittel 1 Formål\n\n§ 1-1 Tilskudd\n\n- a) til lag\n- b) til skoler\n\n§ 1-2 Frist\n\n"
        "Kapittel 2 Sluttord",
    ),
    "headings keep their sign": (
        item("Formål", style_id="Overskrift1") + item("Omfang", depth=1, style_id="Overskrift2")
        + p("x") + item("Mer", style_id="Overskrift1"),
        numbers(level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")),
        "## 1 Formål\n\n### 1.1 Omfang\n\nx\n\n## 2 Mer",
    ),
    "an outline": (
        item("a") + item("b", depth=1) + item("c", depth=2) + item("d", depth=1) + item("e"),
        numbers(OUTLINE),
        "- 1 a\n    - 1.1 b\n        - 1.1.1 c\n    - 1.2 d\n- 2 e",
    ),
    "cases of a year": (
        item("Budsjett") + p("Enstemmig vedtatt.") + item("Skole"),
        numbers(level(0, "decimal", "Sak %1/26", 12)),
        "Sak 12/26 Budsjett\n\nEnstemmig vedtatt.\n\nSak 13/26 Skole",
    ),
    "going on after a paragraph": (
        item("a") + p("x") + item("b") + item("c") + table("y;z") + item("d"),
        numbers(level(0, "decimal", "%1.")),
        "1. a\n\nx\n\n2. b\n3. c\n\n| y | z |\n| --- | --- |\n\n4. d",
    ),
    "starting at four": (
        item("a") + item("b"), numbers(level(0, "decimal", "%1.", 4)), "4. a\n5. b",
    ),
    "an override of the start": (
        item("a") + item("b") + item("c", 2),
        {"word__numbering.xml": numbering({1: level(0, "decimal", "%1.")}, {1: 1, 2: (1,
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')})},
        "1. a\n2. b\n\n<!-- -->\n\n7. c",
    ),
    "two numberings of one count together": (
        item("a") + item("b", 2) + item("c"),
        {"word__numbering.xml": numbering({1: level(0, "decimal", "%1.")}, {1: 1, 2: 1})},
        "1. a\n2. b\n3. c",
    ),
    "a level of one's own": (
        item("a", 2),
        {"word__numbering.xml": numbering({1: level(0, "decimal", "%1.")}, {2: (1,
            f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.")}</w:lvlOverride>')})},
        "- I. a",
    ),
    "letters and Roman numbers": (
        item("a") + item("b", depth=1) + item("c", depth=2) + item("d", depth=3)
        + item("e", depth=4),
        numbers(level(0, "upperRoman", "%1.") + level(1, "upperLetter", "%2.")
            + level(2, "lowerRoman", "(%3)", 4) + level(3, "lowerLetter", "%4)", 27)
            + level(4, "decimalZero", "%5.")),
        "- I. a\n    - A. b\n        - (iv) c\n            - aa) d\n                - 01\\. e",
    ),
    "ordinals": (item("a") + item("b"), numbers(level(0, "ordinal", "%1")), "1. a\n2. b"),
    "a bracket": (item("a") + item("b"), numbers(level(0, "decimal", "%1)")), "- 1) a\n- 2) b"),
    "legal numbers": (
        item("a") + item("b", depth=1),
        numbers(level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", inner="<w:isLgl/>")),
        "- I. a\n    - 1.1 b",
    ),
    "what starts anew and what does not": (
        item("a") + item("b", depth=1) + item("c") + item("d", depth=1),
        numbers(level(0, "decimal", "Del %1") + level(1, "decimal", "§ %2",
            inner='<w:lvlRestart w:val="0"/>')),
        "Del 1 a\n\n§ 1 b\n\nDel 2 c\n\n§ 2 d",
    ),
    "no sign": (item("a") + item("b"), numbers(level(0, "none", "")), "a\n\nb"),
    "the numbers of a style": (
        p("a", "Punkt1") + p("b", "Under"),
        {
            "word__styles.xml": styles(
                style("Punkt1", "Vedtakspunkt", inner="<w:pPr><w:numPr><w:numId w:val='1'/>"
                    "</w:numPr></w:pPr>"),
                style("Under", "Underpunkt", based_on="Punkt1", inner="<w:pPr><w:numPr>"
                    "<w:ilvl w:val='1'/></w:numPr></w:pPr>"),
            ),
            **numbers(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")),
        },
        "1. a\n    - a) b",
    ),
    "a level that belongs to a style": (
        p("a", "Overskrift1") + p("b", "Overskrift2") + p("c", "Overskrift1"),
        numbers(level(0, "decimal", "§ %1", after="") .replace("<w:numFmt",
            '<w:pStyle w:val="Overskrift1"/><w:numFmt') + level(1, "decimal", "%1.%2").replace(
            "<w:numFmt", '<w:pStyle w:val="Overskrift2"/><w:numFmt')),
        "## § 1 a\n\n### 1.1 b\n\n## § 2 c",
    ),
    "a style of lists": (
        item("a", 1) + item("b", 1),
        {
            "word__styles.xml": styles(style("Liste", sort="numbering",
                inner='<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')),
            "word__numbering.xml": numbering({1: '<w:numStyleLink w:val="Liste"/>',
                2: '<w:styleLink w:val="Liste"/>' + level(0, "decimal", "Art. %1")}, {1: 1, 2: 2}),
        },
        "Art. 1 a\n\nArt. 2 b",
    ),
    "taken out of the list": (
        item("a") + props("b", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
        + item("c"),
        numbers(level(0, "decimal", "%1.")),
        "1. a\n\nb\n\n2. c",
    ),
    "boxes as bullets": (
        item("a") + item("b"),
        numbers(level(0, "bullet", "\uf0a8",
            after='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')),
        "- ☐ a\n- ☐ b",
    ),
    "signs in a cell": (
        f"<w:tbl><w:tr><w:tc>{item('a')}{item('b')}</w:tc><w:tc>{p('c')}</w:tc></w:tr></w:tbl>",
        numbers(level(0, "lowerLetter", "%1)")),
        "| a) a<br>b) b | c |\n| --- | --- |",
    ),
    "a format that is not known": (item("a"), numbers(level(0, "cardinalText", "Punkt %1")),
        "Punkt 1 a"),
    "an empty item counts": (
        item("a") + item("<w:r/>") + item("c"), numbers(level(0, "decimal", "%1.")),
        "1. a\n\n<!-- -->\n\n3. c",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "parts", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_read_as_word_prints_them(
    body: str, parts: dict[str, str], expected: str
) -> None:
    read = read_body(p("T", "Tittel") + body, **parts)
    assert (read.markdown, read.left_out) == (expected, ())


VANISH = "<w:rPr><w:vanish/></w:rPr>"
LISTS = styles(
    *(style(f"P{n}", f"List Bullet {n}".removesuffix(" 1")) for n in (1, 2, 3)),
    *(style(f"N{n}", f"List Number {n}".removesuffix(" 1")) for n in (1, 2)),
    style("F1", "List Continue"), style("LP", "List Paragraph"),
)  # fmt: skip
MADE = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
TICK = '<w:ffData><w:checkBox>{}<w:default w:val="{}"/></w:checkBox></w:ffData>'
CHOICE = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Ja"/>'
    '<w:listEntry w:val="Nei"/></w:ddList></w:ffData>'
)
BOXED = (
    f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic>"
    f"<a:graphicData><wps:wsp {WPS}><wps:txbx><w:txbxContent>{p('i boks')}</w:txbxContent>"
    "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape {VML}><v:textbox><w:txbxContent>{p('i boks')}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
LETTERHEAD = table(
    "Eksempelvik kommune;Dato: 12.03.2026", "Postboks 12;Saksnr: 26/1187",
    "1234 Eksempelvik;Saksbehandler: Kari Nordmann",
    "post@eksempelvik.example;Telefon: 22 33 44 55",
)  # fmt: skip
HEAD_OF_PAGES = "<w:sectPr><w:headerReference r:id='h1'/></w:sectPr>"

TEXTS: dict[str, Case] = {
    "a hidden run": (p(look("skjult", "<w:vanish/>") + run("synlig")), {}, "synlig",
        ("hidden_text",)),
    "hidden switched off": (p(look("synlig", '<w:vanish w:val="0"/>')), {}, "synlig", ()),
    "a hidden style of runs": (
        p(look("navn på eleven", '<w:rStyle w:val="Skjult"/>') + run("a")),
        {"word__styles.xml": styles(style("Skjult", sort="character", inner=VANISH))},
        "a", ("hidden_text",),
    ),
    "a hidden style of paragraphs": (
        p("intern", "Notat") + p("a"),
        {"word__styles.xml": styles(style("Skjult", inner=VANISH),
            style("Notat", based_on="Skjult"))},
        "a", ("hidden_text",),
    ),
    "a hidden row": (
        "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + p("b") + "</w:tc></w:tr></w:tbl>"
        + p("a"), {}, "a", ("hidden_text",)),
    "struck out": (
        p(look("200 000", "<w:strike/>") + run(" ") + look("350 000", "<w:b/>")), {},
        "~~200 000~~ **350 000**", ("struck_text",)),
    "struck out twice": (p(look("a", "<w:dstrike/>")), {}, "~~a~~", ("struck_text",)),
    "deleted and inserted": (
        p('<w:del w:id="1"><w:r><w:delText>ut</w:delText></w:r></w:del>'
          f'<w:ins w:id="2">{run("inn")}</w:ins>'), {}, "inn", ("tracked_changes",)),
    "moved": (
        p(f'<w:moveFrom w:id="1">{run("ord")}</w:moveFrom>')
        + p(f'<w:moveTo>{run("ord")}</w:moveTo>'),
        {}, "ord", ("tracked_changes",)),
    "a deleted end of paragraph": (
        props("en ", "<w:rPr><w:del w:id='1'/></w:rPr>") + p("to"), {}, "en to",
        ("tracked_changes",)),
    "a deleted end before a table": (
        props("en", "<w:rPr><w:del w:id='1'/></w:rPr>") + table("a;b"), {},
        "en\n\n| a | b |\n| --- | --- |", ("tracked_changes",)),
    "a deleted row": (
        "<w:tbl><w:tr>" + f"<w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr><w:tr><w:trPr>"
        f"<w:del w:id='1'/></w:trPr><w:tc>{p('c')}</w:tc><w:tc>{p('d')}</w:tc></w:tr></w:tbl>", {},
        "| a | b |\n| --- | --- |", ("tracked_changes",)),
    "boxes to tick": (
        p(run("Unntatt: ") + box(False, "☐") + run(" Ja ") + box(True, "\uf0fe") + run(" Nei")), {},
        "Unntatt: ☐ Ja ☒ Nei", ()),
    "boxes of a form": (
        p(field("FORMCHECKBOX", "", TICK.format("<w:checked/>", "0")) + run(" Ja ")
          + field("FORMCHECKBOX", "", TICK.format("", "0")) + run(" Nei")), {}, "☒ Ja ☐ Nei", ()),
    "a choice of a form": (p(run("Svar: ") + field("FORMDROPDOWN", "", CHOICE)), {}, "Svar: Nei",
        ()),
    "a simple field": (
        p(run("Saksnr ") + f'<w:fldSimple w:instr=" DOCPROPERTY Saksnr ">{run("2026/1187")}'
          "</w:fldSimple>" + run(" er vedtatt.")), {}, "Saksnr 2026/1187 er vedtatt.", ()),
    "a merge field": (p(field("MERGEFIELD Navn", run("«Navn»")) + run(".")), {}, "«Navn».", ()),
    "a field in a field": (
        p(field(f'IF </w:instrText></w:r>{field("MERGEFIELD x", run("1"))}'
                '<w:r><w:instrText> = 1 "a"', run("valgt"))), {}, "valgt", ()),
    "a field that never ends": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("Hele teksten") + ""), {},
        "Hele teksten", ()),
    "a button that says what to write": (
        p(run("Frist: ") + field("MACROBUTTON NoMacro [Klikk her]", "")), {}, "Frist:",
        ("placeholders",)),
    "numbers of paragraphs as fields": (
        p(field("AUTONUM", "") + run("a")) + p(field("AUTONUM", "") + run("b")), {},
        "1\\. a\n\n2\\. b", ()),
    "a link as a field": (p(field('HYPERLINK "https://example.org/a"', run("her"))), {},
        "[her](https://example.org/a)", ()),
    "an unfilled control": (
        p(run("Frist: ") + control(run("Klikk her for å skrive"), "<w:showingPlcHdr/>")), {},
        "Frist:", ("placeholders",)),
    "a filled control": (p(run("Frist: ") + control(run("1. mai"))), {}, "Frist: 1. mai", ()),
    "a control around paragraphs and cells": (
        control(p("a")) + "<w:tbl>" + control("<w:tr>" + control(f"<w:tc>{p('b')}</w:tc>")
            + f"<w:tc>{p('c')}</w:tc></w:tr>") + "</w:tbl>", {},
        "a\n\n| b | c |\n| --- | --- |", ()),
    "text of another direction": (
        p(f'<w:bdo w:val="rtl">{run("en")}</w:bdo><w:dir w:val="rtl">{run(" to")}</w:dir>'), {},
        "en to", ()),
    "letters with a reading": (
        p("<w:r><w:ruby><w:rt>" + run("kan") + "</w:rt><w:rubyBase>" + run("漢") + "</w:rubyBase>"
          "</w:ruby></w:r>"), {}, "漢 (kan)", ()),
    "custom markup": (
        p(f"<w:smartTag>{run('a')}</w:smartTag><w:customXml>{run('b')}</w:customXml>"), {}, "ab",
        ()),
    "an unknown element": (p(f"<w:nytt>{run('a')}</w:nytt>"), {}, "a", ()),
    "symbols": (
        p('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>' + run(" ")
          + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
          + look(" \uf0fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')), {}, "→ ≥ ✓",
        ()),
    "a hard hyphen and tabs": (
        p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>post</w:t><w:tab/><w:t>b</w:t></w:r>"), {},
        "e-post b", ()),
    "a large first letter": (
        props("D", "<w:framePr w:dropCap='drop'/>") + p("et var en gang."), {}, "Det var en gang.",
        ()),
    "a box of text": (p(run("a") + BOXED) + p("b"), {}, "a\n\ni boks\n\nb", ()),
    "a picture": (
        p(IMAGE.replace("Et kart", "Kart over bydelene. Automatisk generert beskrivelse")), {},
        "\\[Bilde: Kart over bydelene.\\]", ("images",)),
    "a picture in Swedish": (p("Det är bra och så.") + p(IMAGE.replace("Et kart", "En karta")), {},
        "Det är bra och så.\n\n\\[Bild: En karta\\]", ("images",)),
    "a picture called by its file": (p(run("a") + IMAGE.replace("Et kart", "image1.png")), {}, "a",
        ("images",)),
    "a table of contents": (
        control(p("Innhold", "TOC") + p("1 Bakgrunn 2"), MADE) + p("a"), {}, "a", ("contents",)),
    "a table of contents by styles": (
        p("Innhold", "IO") + p("1 Bakgrunn 2", "I1") + p("a"),
        {"word__styles.xml": styles(style("IO", "TOC Heading"), style("I1", "toc 1"))}, "a",
        ("contents",)),
    "a heading over the table of contents": (
        p("Innhold", "Overskrift1") + control(p("1 Bakgrunn 2"), MADE) + p("a"), {}, "a",
        ("contents",)),
    "a new page": (
        p('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>'), {}, "a  \nb", ()),
    "a table of contents as a field": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
          '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("1 Bakgrunn 2"))
        + p(run("2 Mer 3")) + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("a"), {}, "a",
        ("contents",)),
    "numbers of pages": (
        p(run("Side ") + field("PAGE", run("7")) + run(" av ") + field("NUMPAGES", run("9")))
        + p("a"), {}, "a", ("page_numbers",)),
    "heads of pages": (
        p("a") + HEAD_OF_PAGES,
        {"word___rels__document.xml.rels": relations(("h1", "header", "header1.xml")),
         "word__header1.xml": head("Unntatt offentlighet")}, "a", ("page_heads",)),
    "a head with a number alone": (
        p("a") + HEAD_OF_PAGES,
        {"word___rels__document.xml.rels": relations(("h1", "header", "header1.xml")),
         "word__header1.xml": head("Side 1 av 4")}, "a", ()),
    "a letterhead": (LETTERHEAD + p("Til Exempelstad") + p("a"), {},
        "Eksempelvik kommune\n\nDato: 12.03.2026\n\nSaksnr: 26/1187\n\nTil Exempelstad\n\na",
        ("letterhead",)),
    "people with their mail are no letterhead": (
        table("Navn;E-post", "Kari;kari@eksempelvik.example", "Ola;ola@eksempelvik.example"), {},
        "| Navn | E-post |\n| --- | --- |\n| Kari | kari@eksempelvik.example |\n"
        "| Ola | ola@eksempelvik.example |", ()),
    "a style without a type": (
        p("a", "Egen"), {"word__styles.xml": styles(style("Egen", "Egen", sort=""))}, "a", ()),
    "a style that is not there": (
        p("a", "Borte") + p("b", "Sitat9"), {"word__styles.xml": styles()}, "a\n\nb", ()),
    "styles in a circle": (
        p("a", "A"),
        {"word__styles.xml": styles(style("A", based_on="B"), style("B", based_on="A"))}, "a", ()),
    "levels by style": (
        p("a", "P1") + p("b", "P2") + p("c", "P3") + p("d", "P1") + p("e", "N1") + p("f", "N2")
        + p("g", "N1"), {"word__styles.xml": LISTS},
        "- a\n    - b\n        - c\n- d\n\n1. e\n    1. f\n2. g", ()),
    "a list that goes on": (
        p("a", "P1") + p("mer", "F1") + p("b", "P1") + p("også", "LP") + p("x"),
        {"word__styles.xml": LISTS}, "- a\n\n    mer\n\n- b\n\n    også\n\nx", ()),
    "bullets typed by hand": (p("• a") + p("•\tb") + p("x"), {}, "- a\n- b\n\nx", ()),
    "dashes typed by hand": (p("- a") + p("– b") + p("x") + p("- alene"), {},
        "- a\n- b\n\nx\n\n\\- alene", ()),
    "speech after a dash": (
        p("– Vi må ha hjelp, sa ordføreren.") + p("– Det får dere, svarte statsråden."), {},
        "– Vi må ha hjelp, sa ordføreren.\n\n– Det får dere, svarte statsråden.", ()),
    "a line over the whole table": (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Deltakere")
        + "</w:tc></w:tr>" + "".join(f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>"
            for a, b in (("Navn", "Rolle"), ("Kari", "Rektor"))) + "</w:tbl>", {},
        "**Deltakere**\n\n| Navn | Rolle |\n| --- | --- |\n| Kari | Rektor |", ()),
    "an endnote in a footnote's company": (
        p(run("a") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" b")
          + '<w:r><w:endnoteReference w:id="5"/></w:r>'),
        {"word__endnotes.xml": f'<w:endnotes {SPACES}><w:endnote w:id="5">{p("Slutt.")}'
            f'{p("Mer.")}</w:endnote></w:endnotes>'},
        "a[^1] b[^2]\n\n[^1]: Se \\*her\\*.\n\n[^2]: Slutt.\n\n    Mer.", ()),
    "comments": (p(run("a") + '<w:r><w:commentReference w:id="0"/></w:r>'), {}, "a", ("comments",)),
}  # fmt: skip


@pytest.mark.parametrize(("body", "parts", "expected", "left_out"), TEXTS.values(), ids=TEXTS)
def test_what_is_printed_is_read_and_what_is_not_is_told(
    body: str, parts: dict[str, str], expected: str, left_out: tuple[str, ...]
) -> None:
    read = read_body(body, **parts)
    assert (read.title, read.markdown, read.left_out) == ("", expected, left_out)


OWN = styles(
    style("H1", "heading 1"), style("EK1", "EK Overskrift 1", based_on="H1"),
    style("EKT", "EK Tittel", based_on="T"), style("T", "Title"),
    style("R2", "Rubrik 2"),
    style("Nivå", "Avsnitt", inner='<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    style("C", "Citat"), style("S", "EK Sitat", based_on="C"), style("EKP", "EK Punkt"),
    style("TC", "Table Contents"), style("Q", "Quotations"), style("TH", "Table Heading"),
)  # fmt: skip
STYLED = {
    "based on a heading": (p("a", "EK1") + p("b", "EK1"), "a", "## a\n\n## b"),
    "a title of one's own": (p("a", "EKT") + p("b"), "a", "b"),
    "named in Swedish": (p("a", "R2") + p("b"), "", "## a\n\nb"),
    "by outline level": (p("a", "Nivå") + p("b"), "", "## a\n\nb"),
    "by an outline level of one's own": (
        props("a", '<w:outlineLvl w:val="2"/>') + p("b"), "", "## a\n\nb"),
    "quotations": (p("a", "C") + p("b", "S") + p("c", "Q"), "", "> a\n>\n> b\n>\n> c"),
    "a bullet of one's own": (p("a", "EKP") + p("b", "EKP"), "", "- a\n- b"),
    "what a cell's style is called": (p("a", "TC"), "", "a"),
    "a heading of a table": (p("a", "TH"), "", "a"),
    "a number before the title": (
        item("Innledning", style_id="H1") + p("x"), "Innledning", "x"),
    "a chapter as title": (item("Formål", 3, style_id="H1") + p("x"), "Kapittel 1 Formål", "x"),
    "a title in a cell": (table("x;y").replace(p("y"), p("y", "T")) + p("z"), "y",
        "| x |  |\n| --- | --- |\n\nz"),
    "a large line": (
        p("Eksempelvik kommune")
        + p(look("Tiltak mot ungdomskriminalitet", '<w:sz w:val="36"/>')) + p("Tekst."),
        "Tiltak mot ungdomskriminalitet", "Eksempelvik kommune\n\nTekst."),
    "a section is no title": (
        p(look("Yttrande rörande motionen om lekplatser", "<w:b/><w:sz w:val='32'/>"))
        + p("Bakgrund", "H1") + p("x") + p("Förslag till beslut", "H1") + p("y"),
        "Yttrande rörande motionen om lekplatser",
        "## Bakgrund\n\nx\n\n## Förslag till beslut\n\ny"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "title", "markdown"), STYLED.values(), ids=STYLED)
def test_styles_are_read_by_what_they_are_based_on_and_called(
    body: str, title: str, markdown: str
) -> None:
    of_titles = {1: level(0, "decimal", "%1"), 3: level(0, "decimal", "Kapittel %1")}
    numbered = numbering(of_titles, {1: 1, 3: 3})
    read = read_body(body, **{"word__styles.xml": OWN, "word__numbering.xml": numbered})
    assert (read.title, read.markdown) == (title, markdown)


def test_there_are_enough_of_them() -> None:
    assert len(NUMBERS) + len(TEXTS) + len(STYLED) >= 80
