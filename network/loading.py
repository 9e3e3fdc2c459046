"""The site of the environment, loaded quickly: for the command and for servers."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from network.errors import Misconfigured

if TYPE_CHECKING:
    from flask import Flask


def load_app() -> Flask:
    """The application of the site that the environment describes.

    Ends the process with a sentence for each fault of the settings. Some 1 s, nearly all imports.
    Importing makes a great many objects and next to no garbage: looking for garbage meanwhile took
    a quarter of the time. What is loaded is left out of every later look, which would otherwise
    stop a process that answers pages for a tenth of a second.
    """
    gc.disable()
    try:
        from network.app import create_app

        return create_app()
    except Misconfigured as problem:
        from network.cli.refusals import WRONG_SETTINGS

        print(problem, file=sys.stderr)
        sys.exit(WRONG_SETTINGS)
    finally:
        gc.freeze()
        gc.enable()
