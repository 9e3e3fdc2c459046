"""YAML as the content files use it: strings, lists and mappings, and nothing else.

Every scalar is read as the text that stands there, so that ``no`` is a language and ``0104`` a
code; the models decide what a text means. Anchors and doubled keys are faults. What is written
is deterministic: the same value gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

# A place in a value: keys and positions from the outside in.
Place = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class BrokenYaml(Exception):
    """The text is no YAML, or none that content files allow; ``line`` counts from 1."""

    def __init__(self, line: int, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


def read_yaml(text: str, *, first_line: int = 1) -> tuple[Any, dict[Place, int]]:
    """Read ``text``: its value, made of str, list and dict, and the line of every place in it.

    ``first_line`` is the line of the file on which ``text`` begins. Raises ``BrokenYaml``.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = (mark.line if mark else 0) + first_line
        raise BrokenYaml(
            line,
            f"is no YAML: {problem.problem or problem.context}.",
            'Put texts that hold ": " or begin with a sign in "double quotes".',
        ) from problem
    except yaml.YAMLError as problem:
        raise BrokenYaml(first_line, f"is no YAML: {problem}.", "Take the character out.") from None
    lines: dict[Place, int] = {}
    return ("" if root is None else _plain(root, (), lines, first_line, set())), lines


def _plain(
    node: Any, place: Place, lines: dict[Place, int], first_line: int, seen: set[int]
) -> Any:
    line = node.start_mark.line + first_line
    lines[place] = line
    if id(node) in seen:
        raise BrokenYaml(line, "refers to another place by an alias.", "Write it out.")
    if len(place) > 20:
        raise BrokenYaml(line, "is nested too deeply.", "No content file needs 20 levels.")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(item, (*place, position), lines, first_line, seen)
            for position, item in enumerate(node.value)
        ]
    value: dict[str, Any] = {}
    for key, item in node.value:
        key_line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise BrokenYaml(key_line, "has a key that is no word.", "Write key: value.")
        if key.value in value:
            raise BrokenYaml(key_line, f"has {key.value} twice.", "Keep one of them.")
        value[key.value] = _plain(item, (*place, key.value), lines, first_line, seen)
        lines[*place, key.value] = key_line
    return value


class _Dumper(yaml.Dumper):
    """Writes block style, two spaces deeper for lists inside mappings, and no tags."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own class attribute)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


def _write_mapping(dumper: _Dumper, value: Mapping[str, Any]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items())


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(dict, _write_mapping)


def write_yaml(value: Any) -> str:
    """Write a value made of str, int, list and dict, keys in the order they have."""
    return yaml.dump(
        _texts(value),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=1_000_000,
    )


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return value if isinstance(value, str) else str(value)
