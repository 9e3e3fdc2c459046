"""A Word file (.docx) becomes a title and Markdown.

The file comes from outside, so it is read in the cage. What it says is read by ``word``.
"""

from __future__ import annotations

from dataclasses import dataclass

from network.files_in.faults import NotReadable
from network.files_in.markdown_writing import convert_to_markdown, strip_unseen
from network.files_in.word.reading import read_word


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What was read: title, Markdown, and codes of what the file had that is not in it.

    Codes: images (their alternative texts stand in their places), comments, tracked_changes (read
    as if all were accepted), equations, objects, hidden_text, placeholders (of what nobody filled
    in), contents (tables of them), page_heads (heads and feet of pages), page_numbers, letterhead,
    and struck_text, which is in the text as struck out.
    """

    title: str
    markdown: str
    left_out: tuple[str, ...]


def read_docx(data: bytes) -> WordDocument:
    """Title and Markdown of a Word file, read in this process: for the cage.

    The title is the paragraph in the style Title, else the only heading 1, else a line at the top
    that stands out, else the first of several headings 1, which stays; headings of the body start
    at level 2. Notes follow the text. At most 300,000 characters; about a second per 100,000.
    Raises NotReadable.
    """
    read = read_word(data)
    text = convert_to_markdown(read.html)
    if not text and not read.title:
        raise NotReadable("empty")
    return WordDocument(strip_unseen(read.title), text, tuple(sorted(read.left_out)))
