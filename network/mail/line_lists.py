"""Mail that lists things under headings: the same lines as plain text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class MailLine:
    """One thing to tell: what it is called and in which language ("" for the mail's own), what it
    is, its address ("" for none), and what is said of it, in which language."""

    title: str
    language: str
    about: str
    address: str
    note: str
    note_language: str = ""


Sections = Sequence[tuple[str, Sequence[MailLine]]]


def write_text_lines(sections: Sections) -> Iterator[str]:
    """The sections as lines of plain text, an empty one before each heading and each thing."""
    for heading, lines in sections:
        yield ""
        yield heading.upper()
        for line in lines:
            yield ""
            yield line.title
            for beside in (line.about, line.address, line.note):
                if beside:
                    yield f"  {beside}"


def write_html_mail(
    language: str,
    above: Sequence[Markup],
    sections: Sections,
    foot: Markup,
    below: Sequence[Markup] = (),
) -> str:
    """A whole mail: what stands above, the sections as lists, what stands below them, and the foot
    in small type.

    The styles stand in the elements, since mail programs read no others.
    """
    parts = [
        Markup(
            '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>Grannar</title>'
            '</head><body style="margin:0;padding:1rem;font-family:Georgia,serif;'
            'font-size:16px;line-height:1.5;color:#1c2a2e;background:#ffffff">'
            '<div style="max-width:36rem">'
        ).format(language),
        *above,
    ]
    for heading, lines in sections:
        parts.append(Markup("<h2>{}</h2>").format(heading))
        parts.append(Markup('<ul style="padding-left:1.2rem">'))
        parts.extend(_write_item(line) for line in lines)
        parts.append(Markup("</ul>"))
    parts += [*below, Markup("<hr>")]
    parts.append(Markup('<p style="font-size:14px;color:#4a5a5e">{}</p>').format(foot))
    parts.append(Markup("</div></body></html>"))
    return str(Markup("\n").join(parts))


def write_paragraphs(text: str, language: str = "") -> Iterator[Markup]:
    """A text as paragraphs, which empty lines divide; ``language`` where it is not the mail's."""
    in_language = Markup(' lang="{}"').format(language) if language else Markup()
    for paragraph in filter(None, (part.strip() for part in text.split("\n\n"))):
        lines = Markup("<br>").join(paragraph.splitlines())
        yield Markup("<p{}>{}</p>").format(in_language, lines)


def _write_item(line: MailLine) -> Markup:
    named: Markup = escape(line.title)
    if line.language:
        named = Markup('<span lang="{}">{}</span>').format(line.language, named)
    if line.address:
        named = Markup('<a href="{}">{}</a>').format(line.address, named)
    rest = Markup("").join(
        Markup('<br><span style="font-size:14px;color:#4a5a5e"{}>{}</span>').format(
            Markup(' lang="{}"').format(language) if language else Markup(), text
        )
        for text, language in ((line.about, ""), (line.note, line.note_language))
        if text
    )
    return Markup('<li style="margin-bottom:.6rem">{}{}</li>').format(named, rest)
