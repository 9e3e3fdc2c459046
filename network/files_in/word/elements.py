"""The elements of a part, built while its bounds are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.parsers import expat

from network.files_in.faults import NotReadable

MAX_CHARACTERS = 300_000
# A file of 200 pages has some 80,000 to 200,000 elements, most of them of runs.
MAX_ELEMENTS = 1_000_000
MAX_PARAGRAPHS = 45_000
MAX_DEPTH = 200

# The prefix by which an element is known here, by how its namespace ends or what it holds: Word
# writes two families of namespaces, and names new ones by year.
_PREFIXES = (
    ("/wordprocessingml/main", "w"),
    ("/wordprocessingml/2006/main", "w"),
    ("/markup-compatibility/2006", "mc"),
    ("/officeDocument/2006/relationships", "r"),
    ("/officeDocument/relationships", "r"),
    ("/word/2010/wordml", "w14"),
    ("/word/2012/wordml", "w15"),
    ("/word/2010/wordprocessingShape", "wps"),
    ("/word/2010/wordprocessingDrawing", "wp14"),
    ("/wordprocessingDrawing", "wp"),
    ("/drawingml/main", "a"),
    ("/drawingml/2006/main", "a"),
    ("/drawingml/2006/picture", "pic"),
    ("/drawingml/picture", "pic"),
    ("/drawing/2017/decorative", "adec"),
    ("/math", "m"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    ("/package/2006/relationships", "pr"),
)
# What tells nothing that is read, and of which a file may hold hundreds of thousands.
_SKIPPED = frozenset(
    "w:lang w:szCs w:bCs w:iCs w:color w:spacing w:kern w:shd w:proofErr w:lastRenderedPageBreak "
    "w:noProof w:u w:bdr w:tcBorders w:tblBorders w:tcW w:tblCellMar w:tcMar w:tblLook w:tblW "
    "w:tblGrid w:cnfStyle w:rsids w:latentStyles w:bookmarkEnd w:pBdr w:contextualSpacing "
    "w:keepNext w:keepLines w:widowControl w:tabs w:autoSpaceDE w:autoSpaceDN w:adjustRightInd "
    "w:effect w:em w:position w:w w:fitText w:eastAsianLayout w:snapToGrid w:suppressAutoHyphens "
    "w:sectPrChange w:tblPrChange w:tcPrChange w:trPrChange w:rPrChange w:tblPrExChange".split()
)
_NONE: Mapping[str, str] = MappingProxyType({})


class Element:
    """An element: its name with the prefix it is known by, attributes likewise, and children.

    ``text`` is the text directly in it, and is kept of those alone that hold words.
    """

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str] = _NONE) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []
        self.text = ""

    def find(self, *path: str) -> Element | None:
        """The first child of this name, of that the first of the next."""
        element: Element = self
        for name in path:
            for child in element.children:
                if child.name == name:
                    element = child
                    break
            else:
                return None
        return element

    def find_all(self, name: str) -> Iterator[Element]:
        """The children of this name."""
        return (child for child in self.children if child.name == name)

    def find_within(self, *names: str) -> Iterator[Element]:
        """All elements of these names below this one, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.find_within(*names)

    def get(self, *path: str, attribute: str = "w:val") -> str:
        """An attribute of the element at ``path``, "" where there is none."""
        element = self.find(*path)
        return element.attributes.get(attribute, "") if element is not None else ""

    def get_switch(self, name: str) -> bool | None:
        """Whether a property is switched on; None where nothing is said of it."""
        element = self.find(name)
        if element is None:
            return None
        return element.attributes.get("w:val", "true").lower() not in ("false", "0", "off", "none")


class ElementReader:
    """Reads the parts of one file: well-formed, without DOCTYPE, neither too deep nor too many.

    Text is counted over all parts that are read with ``counted``. Raises NotReadable.
    """

    def __init__(self) -> None:
        self._elements = self._paragraphs = self._characters = 0
        self._names: dict[str, str] = {}
        self._open: list[Element] = []
        self._skipping = 0
        self._depth = 0
        self._counted = True

    def read(self, part: bytes, counted: bool = True) -> Element:
        """The root of a part."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        root = Element("")
        self._open = [root]
        self._skipping = self._depth = 0
        self._counted = counted
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise NotReadable("damaged") from None
        return root.children[0]

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS:
            raise NotReadable("too_many_parts")
        if self._depth > MAX_DEPTH:
            raise NotReadable("damaged")
        name = self._names.get(written) or self._name(written)
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            return
        if name == "w:p":
            self._paragraphs += 1
            if self._paragraphs > MAX_PARAGRAPHS:
                raise NotReadable("too_many_parts")
        named: Mapping[str, str] = _NONE
        if attributes:
            kept = {
                self._names.get(key) or self._name(key): value
                for key, value in attributes.items()
                if "rsid" not in key
            }
            named = kept or _NONE
        element = Element(name, named)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        element = self._open[-1]
        if self._skipping or element.name not in ("w:t", "w:instrText", "m:t", "a:t"):
            return
        element.text += text
        if self._counted and element.name != "w:instrText":
            self._characters += len(text)
            if self._characters > MAX_CHARACTERS:
                raise NotReadable("too_long")

    def _name(self, written: str) -> str:
        """The name with its prefix; of a namespace that is not known, with a question mark."""
        space, _, local = written.rpartition(" ")
        prefix = next((known for ending, known in _PREFIXES if space.endswith(ending)), "")
        name = f"{prefix or '?'}:{local}" if space else local
        if len(self._names) < 10_000:
            self._names[written] = name
        return name


def _refuse_doctype(*_: object) -> None:
    raise NotReadable("damaged")
