"""Outlook's saved messages (.msg), made by hand: [MS-CFB] and [MS-OXMSG]."""

from __future__ import annotations

import struct

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT_SECTOR, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Node = bytes | dict[str, "Node"]


def make_storage(tree: dict[str, Node]) -> bytes:
    """A compound file of streams (bytes) and storages (dicts) by name."""
    entries: list[dict[str, object]] = []

    def add(name: str, node: Node, kind: int) -> int:
        place = len(entries)
        entries.append({"name": name, "kind": kind, "node": node, "child": _NONE, "next": _NONE})
        if isinstance(node, dict):
            # In the order of their names' lengths and letters, as a chain to the right.
            names = sorted(node, key=lambda name: (len(name), name.upper()))
            before = None
            for inner in names:
                child = node[inner]
                at = add(inner, child, _STORAGE if isinstance(child, dict) else _STREAM)
                if before is None:
                    entries[place]["child"] = at
                else:
                    entries[before]["next"] = at
                before = at
        return place

    add("Root Entry", tree, _ROOT)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini = b""
    mini_fat: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return _END
        first = len(sectors)
        pieces = [
            data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)
        ]
        for at, piece in enumerate(pieces):
            sectors.append(piece)
            fat.append(first + at + 1 if at + 1 < len(pieces) else _END)
        return first

    for entry in entries:
        node = entry["node"]
        entry["start"], entry["size"] = _END, 0
        if isinstance(node, bytes):
            entry["size"] = len(node)
            if len(node) >= _CUTOFF:
                entry["start"] = put(node)
            elif node:
                entry["start"] = len(mini_fat)
                count = -(-len(node) // _MINI)
                mini += node.ljust(count * _MINI, b"\0")
                first = len(mini_fat)
                mini_fat += [first + at + 1 for at in range(count - 1)] + [_END]
    entries[0]["start"], entries[0]["size"] = put(mini), len(mini)
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff"))
    mini_sectors = -(-max(len(mini_fat) * 4, 1) // _SECTOR)
    directory = b"".join(_pack_entry(entry) for entry in entries)
    directory_start = put(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    fat_sectors = 1
    while fat_sectors * (_SECTOR // 4) < len(fat) + fat_sectors:
        fat_sectors += 1
    fat_places = list(range(len(sectors), len(sectors) + fat_sectors))
    fat += [_FAT_SECTOR] * fat_sectors
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        bytes(6),
        0,
        fat_sectors,
        directory_start,
        0,
        _CUTOFF,
        mini_start,
        mini_sectors,
        _END,
        0,
    )
    places = struct.pack(f"<{len(fat_places)}I", *fat_places).ljust(436, b"\xff")
    return header + places + b"".join(sectors) + packed


def _pack_entry(entry: dict[str, object]) -> bytes:
    name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name.ljust(64, b"\0"),
        len(name),
        entry["kind"],
        1,
        _NONE,
        entry["next"],
        entry["child"],
        bytes(16),
        0,
        0,
        0,
        entry["start"],
        entry["size"],
    )


def make_outlook_message(subject: str, body: str, attachments: dict[str, bytes]) -> bytes:
    """A message of Outlook with a plain text and attachments by name."""
    tree: dict[str, Node] = {
        "__properties_version1.0": bytes(8)
        + struct.pack("<IIII", 0, 0, 0, len(attachments))
        + bytes(8)
        + _property("0037001F", subject)
        + _property("1000001F", body),
        "__substg1.0_001A001F": "IPM.Note".encode("utf-16-le"),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__nameid_version1.0": {
            "__substg1.0_00020102": b"",
            "__substg1.0_00030102": b"",
            "__substg1.0_00040102": b"",
        },
    }
    for place, (name, data) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{place:08X}"] = {
            "__properties_version1.0": bytes(8)
            + _property("37010102", data)
            + _property("3707001F", name)
            + struct.pack("<HHII4x", 0x0003, 0x3705, 6, 1),
            "__substg1.0_37010102": data,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
    return make_storage(tree)


def _property(tag: str, value: str | bytes) -> bytes:
    size = len(value.encode("utf-16-le")) + 2 if isinstance(value, str) else len(value)
    number = int(tag, 16)
    return struct.pack("<HHIII", number & 0xFFFF, number >> 16, 6, size, 0)
