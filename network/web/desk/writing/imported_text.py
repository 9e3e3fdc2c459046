"""The text that somebody begins with: of files or a paste, as Markdown."""

from __future__ import annotations

from typing import Final, NamedTuple

from flask import request
from werkzeug.datastructures import FileStorage

from network.files_in.faults import NotReadable
from network.files_in.pasted import convert_plain_text
from network.files_in.reading import MAX_FILE, read_file
from network.web.authentication import get_actor
from network.web.desk.writing.file_turns import TURNS, NoTurn
from network.web.problems import RETRY_AFTER
from network.web.translation import gettext as _

LARGEST_PASTE: Final = 1_000_000
#: So many files are begun with at once.
MOST_FILES: Final = 10
#: What a file dialog offers first. What a file is, its bytes tell.
ACCEPTED: Final = (
    ".docx,.docm,.dotx,.pdf,.odt,.rtf,.doc,.pptx,.ppt,.odp,.html,.htm,.txt,.md,.eml,.msg"
)


class ImportedText(NamedTuple):
    """What was imported; ``left_out`` are codes for ``describe_left_out``, and for
    ``describe_brought_in``."""

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


def list_given_files() -> list[FileStorage]:
    """The files of the request's field ``file``, in the order they were given."""
    return [file for file in request.files.getlist("file") if file.filename]


def read_imported_text(file: FileStorage | None) -> ImportedText:
    """The text of a file and of the request's ``pasted``; empty where neither came.

    Raises ``NotImported``: 422 for what cannot be read, 429 or 503 where no file is read now.
    """
    try:
        if file is None:
            return ImportedText(markdown=_read_pasted())
        data = file.stream.read(MAX_FILE + 1)
        with TURNS.turn(get_actor().account_id):
            imported = read_file(data)
        # What was pasted beside the file is kept below its text.
        text = "\n\n".join(filter(None, (imported.markdown, _read_pasted())))
        return ImportedText(imported.title, text, imported.left_out)
    except NotReadable as problem:
        raise NotImported(describe_unreadable(problem.code), 422) from None
    except NoTurn as refusal:
        status = 503 if refusal.why == "busy" else 429
        retry_after = RETRY_AFTER if refusal.why != "often" else 3600
        raise NotImported(describe_no_turn(refusal.why), status, retry_after) from None


def _read_pasted() -> str:
    text = request.form.get("pasted", "")
    if len(text) > LARGEST_PASTE:
        raise NotReadable("too_large")
    # The page's script has made Markdown of it already; what was typed beside it is meant as such.
    if request.form.get("pasted_is_markdown"):
        return text.replace("\r\n", "\n").strip()
    return convert_plain_text(text)


def describe_unreadable(code: str) -> str:
    """Why a file or a paste cannot be read and what to do, by the code of ``NotReadable``."""
    sentences = {
        "too_large": _(
            "That is too large: at most 25 MB as a file, and a million signs as pasted text with "
            "its formatting. Divide it, and begin with a part."
        ),
        "unknown_type": _(
            "That is no file that can be read here. Word, PDF, OpenDocument, RTF, PowerPoint, web "
            "pages, plain text and saved mail can."
        ),
        "not_word": _("There is no document in that Word file. Open it, save it anew, try again."),
        "no_converter": _(
            "Files of that type are read only where LibreOffice is installed, and here it is not. "
            "Save it as .docx or PDF and try again."
        ),
        "too_long": _(
            "That text is too long: at most 300,000 characters are read, some 100 pages. Divide "
            "it, and begin a text with each part."
        ),
        "too_many_parts": _(
            "That file has too many paragraphs and table cells to be read at once. Divide it, or "
            "paste the text that you need."
        ),
        "encrypted": _("That file is locked by a password. Save it without one and try again."),
        "damaged": _(
            "That file is damaged. Open it in the program that made it, save it anew and try again."
        ),
        "took_too_long": _("That file took too long to read. Divide it, or paste the text."),
        "took_too_much": _("That file needs too much memory. Divide it, or paste the text."),
        "empty": _("There is no text in that file."),
        "scanned": _(
            "That file holds pictures of pages, and no text. Let a program recognise the text, or "
            "write it yourself."
        ),
    }
    return sentences.get(code, sentences["damaged"])


def describe_no_turn(why: str) -> str:
    """Why no file is read just now, by the code of ``NoTurn``, and what to do."""
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
    """What a file had that was not imported, by its code, in the page's language."""
    words = {
        "images": _("images (what describes one stands in brackets in its place)"),
        "comments": _("comments"),
        "tracked_changes": _("tracked changes (all are read as accepted)"),
        "equations": _("equations"),
        "objects": _("objects"),
        "covered_text": _("text that something was laid over"),
        "scanned_pages": _("pages that are pictures without text"),
        "attachments": _("attachments that cannot be read"),
        "speaker_notes": _("notes of the speaker"),
        "hidden_slides": _("hidden slides"),
        "hidden_text": _("hidden text"),
        "placeholders": _("fields that nobody filled in"),
        "contents": _("the table of contents"),
        "page_heads": _("what stands at the head and foot of the pages"),
        "page_numbers": _("page numbers"),
        "letterhead": _("the letterhead, with addresses and telephone numbers"),
    }
    return words.get(code, "")


def describe_brought_in(code: str) -> str:
    """What is in an imported text and wants a look, by its code, as a sentence."""
    sentences = {
        "struck_text": _(
            "Words are struck out in the file. They stand here between ~~ and ~~ and are shown as "
            "struck out: take them out if they no longer hold."
        ),
        "longer_than_kept": _(
            "The text is longer than one text may be, 100,000 characters. All of it stands here: "
            "move what is too much into a text of its own before you save."
        ),
    }
    return sentences.get(code, "")
