"""What a wheel holds beside the code: catalogues, lexicon, migrations, pages, example content.

In the checkout the interface's words and the content lie beside the package; in a wheel they lie
in it, compiled. Everything else that setuptools needs stands in ``pyproject.toml``.
"""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "kept")


class BuildWithContent(build_py):
    """Builds the package as ever, then puts into it what pages are made of."""

    def run(self) -> None:
        """Copy the package whole (pages, lexicon, migrations), the catalogues and the content."""
        if not self.editable_mode:
            # What an earlier build left behind would come along.
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if self.editable_mode:
            return
        package = Path(self.build_lib, "network")
        shutil.copytree(ROOT / "network", package, ignore=_LEFT_OUT, dirs_exist_ok=True)
        shutil.copytree(ROOT / "content", package / "content", dirs_exist_ok=True)
        catalogues = runpy.run_path(str(ROOT / "translations" / "catalogues.py"))
        catalogues["compile_into"](package / "translations")
        # What is worked out of the lexicon is worked out once, here, and not at every start.
        subprocess.run(
            [sys.executable, "-m", "network.language"],
            cwd=self.build_lib,
            check=True,
        )


setup(cmdclass={"build_py": BuildWithContent})
