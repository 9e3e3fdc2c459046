"""A process that catches up, or rebuilds, and dies at a named point.

    python -m tests.search.killed INDEX SOURCE (catch_up | rebuild | purge) POINT

POINT is a step of `catch_up`, or `inside FUNCTION` for the moment in which Whoosh's own commit
calls it. Exit 9: died there. Exit 0: never came there.
"""

import os
import sys
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh import writing

from network.search import catch_up
from network.search.folder import IndexFolder
from tests.search.file_source import FileSource


def _die(*_: object, **__: object) -> None:
    os._exit(9)


def main(folder: str, source: str, action: str, point: str) -> None:
    if point == "inside TOC.write":
        whoosh_index.TOC.write = _die
    elif point == "inside clean_files":
        whoosh_index.clean_files = _die
    elif point == "inside _flush_segment":
        writing.SegmentWriter._flush_segment = _die

    def step(name: str) -> None:
        if name == point:
            _die()

    run = getattr(catch_up, action)
    run(IndexFolder(Path(folder)), FileSource(Path(source)), step=step)


if __name__ == "__main__":
    main(*sys.argv[1:])
