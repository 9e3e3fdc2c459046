"""How long a file of thirty pages takes to be read, and how much memory, beside an empty call.

    python -m benchmarks.files_in

Each is read three times in the cage; seconds are the shortest, megabytes the most that any process
in the cage held. The yardstick is a call that reads nothing.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import time
from collections.abc import Callable

import docx
import pptx

from network.files_in.cage import call_in_cage
from network.files_in.reading import extract_text, read_file
from tests.files_in.made_pdfs import make_pdf, untag

PAGES = 30
SENTENCE = (
    "Kommunen har prøvd å ha flere voksne ute i friminuttene, og har spurt elevene om det hjalp. "
)


def make_word_file() -> bytes:
    """Some thirty pages: headings, paragraphs, lists and tables."""
    document = docx.Document()
    for number in range(PAGES):
        document.add_heading(f"Kapittel {number}", 1)
        for _ in range(4):
            document.add_paragraph(SENTENCE * 6)
        for _ in range(4):
            document.add_paragraph(SENTENCE, style="List Bullet")
        table = document.add_table(4, 3)
        for row in table.rows:
            for cell in row.cells:
                cell.text = "350 000"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_pdf_file() -> bytes:
    """Thirty pages of the same."""
    page = (
        "= Kapittel\n"
        + f"{SENTENCE * 6}\n\n" * 3
        + f"- {SENTENCE}\n" * 4
        + "#table(columns: 3, "
        + ", ".join(["[350 000]"] * 12)
        + ")\n"
    )
    return make_pdf("\n#pagebreak()\n".join([page] * PAGES))


def make_slides() -> bytes:
    """Thirty slides."""
    presentation = pptx.Presentation()
    for number in range(PAGES):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Lysbilde {number}"
        slide.placeholders[1].text_frame.text = "\n".join([SENTENCE] * 6)
    made = io.BytesIO()
    presentation.save(made)
    return made.getvalue()


def _measure(name: str, read: Callable[[], object]) -> tuple[float, float]:
    """Seconds and megabytes, in a process of its own: its children are those of one sort alone."""

    def run(queue: multiprocessing.Queue[tuple[float, float]]) -> None:
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            read()
            seconds.append(time.perf_counter() - began)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
        queue.put((min(seconds), most))

    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[tuple[float, float]] = context.Queue()
    process = context.Process(target=run, args=(queue,))
    process.start()
    measured = queue.get()
    process.join()
    print(f"{name:32} {measured[0]:6.2f} s {measured[1]:7.0f} MB")
    return measured


def main() -> None:
    """Measure and print."""
    word, pdf, slides = make_word_file(), make_pdf_file(), make_slides()
    bare = untag(pdf)
    _measure("nothing read", lambda: call_in_cage("tests.files_in.caged_readers:give_back", b""))
    _measure("Word, 30 pages", lambda: read_file(word))
    _measure("PDF, tagged, 30 pages", lambda: read_file(pdf))
    _measure("PDF, without tags, 30 pages", lambda: read_file(bare))
    _measure("PDF, text to be searched", lambda: extract_text(bare))
    _measure("PowerPoint, 30 slides", lambda: read_file(slides))


if __name__ == "__main__":
    main()
