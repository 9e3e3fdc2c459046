"""The text that somebody begins with: of a Word file or a paste, as Markdown."""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from network.files_in.faults import NotReadable
from network.files_in.pasted import convert_plain_text
from network.files_in.word_files import convert_docx
from network.web.authentication import get_actor
from network.web.desk.writing.file_turns import TURNS, NoTurn
from network.web.plain_page import RETRY_AFTER
from network.web.translation import gettext as _

# A Word file is taken in whole before it is looked at; nothing larger is.
_LARGEST_FILE = 10_000_000
LARGEST_PASTE = 1_000_000


class ImportedText(NamedTuple):
    """What was imported; ``left_out`` are codes for ``describe_left_out``."""

    title: str = ""
    markdown: str = ""
    left_out: tuple[str, ...] = ()


class NotImported(Exception):
    """Why nothing was imported: a sentence, a status, and after how many seconds to try again."""

    def __init__(self, sentence: str, status: int, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.retry_after = retry_after


def read_imported_text() -> ImportedText:
    """The text of the request's ``file`` and ``pasted``; empty where none came.

    Raises ``NotImported``: 422 for what cannot be read, 429 or 503 where no file is read now.
    """
    try:
        return _read()
    except NotReadable as problem:
        raise NotImported(_unreadable(str(problem)), 422) from None
    except NoTurn as refusal:
        status = 503 if refusal.why == "busy" else 429
        retry_after = RETRY_AFTER if refusal.why != "often" else 3600
        raise NotImported(_no_turn(refusal.why), status, retry_after) from None


def _read() -> ImportedText:
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.stream.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise NotReadable("too_large")
        with TURNS.turn(get_actor().account_id):
            imported = convert_docx(data)
        # What was pasted beside the file is kept below its text.
        text = "\n\n".join(filter(None, (imported.markdown, _read_pasted())))
        return ImportedText(imported.title, text, tuple(imported.left_out))
    return ImportedText(markdown=_read_pasted())


def _read_pasted() -> str:
    text = request.form.get("pasted", "")
    if len(text) > LARGEST_PASTE:
        raise NotReadable("too_large")
    # The page's script has made Markdown of it already; what was typed beside it is meant as such.
    if request.form.get("pasted_is_markdown"):
        return text.replace("\r\n", "\n").strip()
    return convert_plain_text(text)


def _unreadable(code: str) -> str:
    sentences = {
        "too_large": _("That is too large: at most 10 MB as a file, 1 MB as pasted text."),
        "not_word": _("That is no Word file. Save it as .docx and try again."),
        "old_word": _("That is a Word file of the old kind (.doc). Save it as .docx."),
        "encrypted": _("That file is locked by a password. Save it without one and try again."),
        "damaged": _("That Word file is damaged. Open it in Word, save it anew and try again."),
        "took_too_long": _("That file took too long to read. Divide it, or paste the text."),
        "empty": _("There is no text in that file."),
    }
    return sentences.get(code, sentences["damaged"])


def _no_turn(why: str) -> str:
    sentences = {
        "busy": _(
            "Several files are being read just now. What you typed stands here still; wait a few "
            "seconds, choose the file again and press the button."
        ),
        "own": _(
            "Another file of yours is being read. Wait until it is done, choose this one again and "
            "press the button."
        ),
        "often": _(
            "You have given many files to read within an hour. Try again later, or paste the text."
        ),
    }
    return sentences[why]


def describe_left_out(code: str) -> str:
    """What a Word file had that was not imported, by its code, in the page's language."""
    words = {
        "images": _("images"),
        "comments": _("comments"),
        "tracked_changes": _("tracked changes (all are read as accepted)"),
        "equations": _("equations"),
        "objects": _("objects"),
    }
    return words.get(code, "")
