"""The package of a Word file: which part is which, unpacked within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from urllib.parse import unquote

from network.files_in.faults import NotReadable
from network.files_in.word.elements import Element, ElementReader

MAX_UNPACKED = 50_000_000
MAX_RATIO = 400
MAX_MEMBERS = 2_000

_SMALL = 1_000_000
_CHUNK = 65_536
_ENDINGS = (".xml", ".rels")


class Package:
    """The parts of a Word file, each read when it is asked for. Raises NotReadable."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        # NotImplementedError is what zipfile raises for a way of packing that it does not know.
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError):
            raise NotReadable("damaged") from None
        packed = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or packed > MAX_UNPACKED:
            raise NotReadable("too_large")
        if any(member.flag_bits & 0x1 for member in members):
            raise NotReadable("encrypted")
        self._members = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members
        }
        self._unpacked = 0
        self._reader = ElementReader()
        self.main = self._find_main()

    def read(self, name: str, counted: bool = True) -> Element | None:
        """The root of a part, None where the package has no such part; ``counted`` says whether
        its text is part of what is to be read."""
        member = self._members.get(name.lower())
        if member is None or not name.lower().endswith(_ENDINGS):
            return None
        return self._reader.read(self._unpack(member), counted)

    def list_related(self, name: str) -> Mapping[str, tuple[str, str]]:
        """What a part points at: by id the last word of the sort, and a part or an address."""
        folder, file = posixpath.split(name)
        root = self.read(posixpath.join(folder, "_rels", f"{file}.rels"))
        related = {}
        for relation in root.find_all("pr:Relationship") if root else ():
            target = relation.attributes.get("Target", "")
            if relation.attributes.get("TargetMode") != "External":
                target = _resolve(folder, target)
            sort = relation.attributes.get("Type", "").rpartition("/")[2]
            related[relation.attributes.get("Id", "")] = (sort, target)
        return related

    def _find_main(self) -> str:
        """The part with the text."""
        targets = [
            target for sort, target in self.list_related("").values() if sort == "officeDocument"
        ]
        for name in (*targets, "word/document.xml"):
            is_word = not name.startswith(("xl/", "ppt/")) and name.lower().endswith(".xml")
            if is_word and name.lower() in self._members:
                return name
        raise NotReadable("not_word")

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        part = io.BytesIO()
        try:
            with self._zip.open(member) as packed:
                while chunk := packed.read(_CHUNK):
                    self._unpacked += len(chunk)
                    part.write(chunk)
                    if self._unpacked > MAX_UNPACKED or (
                        part.tell() > _SMALL
                        and part.tell() > MAX_RATIO * max(member.compress_size, 1)
                    ):
                        raise NotReadable("too_large")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise NotReadable("damaged") from None
        return part.getvalue()


def _resolve(folder: str, target: str) -> str:
    """The name of a part that is pointed at; what leads out of the package leads nowhere."""
    target = unquote(target)
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")
