"""Where the boxes and lines of a link map stand, in the units of its own picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LINE = 17
_PADDING = 9
_GAP = 12
_HEADING = 30
_LETTERS = 27
_LINES = 3
_BOX = 250
_BETWEEN = 96


@dataclass(frozen=True, slots=True)
class Node:
    """An entry to draw: its title and what stands below it, in which language, and where it
    leads."""

    title: str
    language: str
    below: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that are linked by one relation."""

    label: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn node: its corner, size and the lines of its text."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    width: int = _BOX

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside the boxes of one relation."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture: ``paths`` are SVG path data from box to box."""

    width: int
    height: int
    centre: Box
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    paths: tuple[str, ...]


def draw_wide(centre: Node, incoming: Sequence[Group], outgoing: Sequence[Group]) -> Drawing:
    """What leads here on the left, this entry in the middle, where it leads on the right."""
    left, left_labels, left_height = _column(incoming, 0)
    far = 2 * (_BOX + _BETWEEN)
    right, right_labels, right_height = _column(outgoing, far)
    middle = _box(centre, _BOX + _BETWEEN, 0)
    height = max(left_height, right_height, middle.height + _HEADING) + _GAP
    middle = _box(centre, _BOX + _BETWEEN, (height - middle.height) // 2)
    paths = [_curve(box.x + _BOX, box.middle, middle.x, middle.middle) for box in left]
    paths += [_curve(middle.x + _BOX, middle.middle, box.x, box.middle) for box in right]
    return Drawing(
        far + _BOX, height, middle, (*left, *right), (*left_labels, *right_labels), tuple(paths)
    )


def draw_narrow(centre: Node, incoming: Sequence[Group], outgoing: Sequence[Group]) -> Drawing:
    """The same in one column below this entry, for a phone."""
    indent = 34
    middle = _box(centre, 0, 0)
    boxes, labels, height = _column((*incoming, *outgoing), indent, middle.height + _GAP)
    stem = 14
    paths = [
        f"M{stem} {middle.height}V{box.middle - 8}Q{stem} {box.middle} {stem + 8} {box.middle}"
        f"H{box.x}"
        for box in boxes
    ]
    return Drawing(indent + _BOX, height, middle, tuple(boxes), tuple(labels), tuple(paths))


def _column(groups: Sequence[Group], x: int, y: int = 0) -> tuple[list[Box], list[Label], int]:
    boxes, labels = [], []
    for group in groups:
        labels.append(Label(group.label, x, y + 20))
        y += _HEADING
        for node in group.nodes:
            box = _box(node, x, y)
            boxes.append(box)
            y += box.height + _GAP
    return boxes, labels, y


def _box(node: Node, x: int, y: int) -> Box:
    lines = tuple(_wrapped(node.title))
    return Box(node, x, y, (len(lines) + 1) * _LINE + 2 * _PADDING, lines)


def _wrapped(text: str) -> Iterator[str]:
    """The text in at most three lines; what does not fit is cut with an ellipsis."""
    line, number = "", 1
    for word in text.split():
        if line and len(line) + 1 + len(word) > _LETTERS:
            if number == _LINES:
                yield f"{line[: _LETTERS - 1]}…"
                return
            yield line
            line, number = "", number + 1
        line = f"{line} {word}".strip()
    yield line if len(line) <= _LETTERS else f"{line[: _LETTERS - 1]}…"


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}"
