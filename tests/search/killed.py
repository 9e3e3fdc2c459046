"""A process that catches up, or rebuilds, and dies at a named point.

The point is a step of `catch_up`, or `inside FUNCTION` for the moment in which Whoosh's own commit
calls it. Exit 9: died there. Exit 0: never came there.
"""

import os
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh import writing

from network.search import index_updates
from network.search.index_folder import IndexFolder
from tests.search.file_source import FileSource


def _die(*_: object, **__: object) -> None:
    os._exit(9)


def main(folder: Path, source: Path, action: str, point: str) -> None:
    """Begin ``catch_up``, ``rebuild`` or ``purge``, and die at the point."""
    if point == "inside TOC.write":
        whoosh_index.TOC.write = _die
    elif point == "inside clean_files":
        whoosh_index.clean_files = _die
    elif point == "inside _flush_segment":
        writing.SegmentWriter._flush_segment = _die

    def step(name: str) -> None:
        if name == point:
            _die()

    run = getattr(index_updates, action)
    run(IndexFolder(folder), FileSource(source), step=step)
