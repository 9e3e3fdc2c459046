"""Names that people and programs give to files: what is kept of each is one that every system has,
and what is sent with the file is a header that no name breaks out of."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from network.kinds.file_names import NAME_LENGTH, clean_file_name, set_ending
from network.web.file_answers import describe_disposition

# What a file came with, and what it is called here.
NAMES: list[tuple[str, str]] = [
    ("Rapport.pdf", "Rapport.pdf"),
    ("Årsrapport – endelig.pdf", "Årsrapport – endelig.pdf"),
    # Paths, of either sort, and what tries to be one.
    ("C:\\Saker\\Rapport.pdf", "Rapport.pdf"),
    ("/home/kari/Rapport.pdf", "Rapport.pdf"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\windows\\system32\\drivers\\etc\\hosts", "hosts"),
    ("....//....//etc/passwd", "passwd"),
    ("files/", "files"),
    ("a/b\\c/d.txt", "d.txt"),
    ("\\\\server\\share\\x.docx", "x.docx"),
    ("file:///etc/passwd", "passwd"),
    ("..", "fil"),
    (".", "fil"),
    ("/", "fil"),
    ("\\", "fil"),
    ("..%2f..%2fetc%2fpasswd", "%2f..%2fetc%2fpasswd"),
    ("a\u2044b\u2215c\u29f8d\uff0fe\uff3cf.txt", "a-b-c-d-e-f.txt"),
    # Nothing, or nothing that is seen.
    ("", "fil"),
    ("   ", "fil"),
    ("\t\n\r", "fil"),
    ("---", "fil"),
    ("___", "fil"),
    (".....", "fil"),
    ("\u200b\u200c\u200d", "fil"),
    ("\u3164\u115f\u1160", "fil"),
    ("\ufeff", "fil"),
    # Control signs, and line ends that would begin a header.
    ("a\x00b.pdf", "a b.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
    ("a\nb.pdf", "a b.pdf"),
    ("a\x1b[31mred.pdf", "a [31mred.pdf"),
    ("a\x7fb.pdf", "a b.pdf"),
    ("a\x85b.pdf", "a b.pdf"),
    ("a\u2028b\u2029c.pdf", "a b c.pdf"),
    # Signs that turn the direction of writing, or that none sees.
    ("rapport\u202efdp.exe", "rapport fdp.exe"),
    ("\u202dabc\u202c.txt", "abc .txt"),
    ("\u2066abc\u2069.txt", "abc .txt"),
    ("\u200fabc.txt", "abc.txt"),
    ("\u061cabc.txt", "abc.txt"),
    ("ra\u00adpport.pdf", "ra pport.pdf"),
    ("ra\u200bpport.pdf", "ra pport.pdf"),
    ("x\ufe0f.txt", "x .txt"),
    ("x\U000e0041.txt", "x .txt"),
    ("x\ud800y.txt", "x y.txt"),
    ("x\uffffy.txt", "x y.txt"),
    # What Windows refuses.
    ('a<b>c:d"e|f?g*h.txt', "a-b-c-d-e-f-g-h.txt"),
    ("CON", "_CON"),
    ("con.txt", "_con.txt"),
    ("PRN.pdf", "_PRN.pdf"),
    ("aux.docx", "_aux.docx"),
    ("NUL", "_NUL"),
    ("com1.txt", "_com1.txt"),
    ("COM¹.txt", "_COM¹.txt"),
    ("lpt9.tar.gz", "_lpt9.tar.gz"),
    ("conin$", "_conin$"),
    ("console.txt", "console.txt"),
    ("rapport.", "rapport"),
    ("rapport.pdf ", "rapport.pdf"),
    ("rapport.pdf...", "rapport.pdf"),
    (" rapport.pdf", "rapport.pdf"),
    (".htaccess", "htaccess"),
    ("...skjult.txt", "skjult.txt"),
    # Endings: none, several, long, strange.
    ("uten-ending", "uten-ending"),
    ("bilde.jpg.exe", "bilde.jpg.exe"),
    ("arkiv.tar.gz", "arkiv.tar.gz"),
    ("a.b.c.d.e", "a.b.c.d.e"),
    ("fil.å", "fil.å"),
    ("fil.verylongendingindeed", "fil.verylongendingindeed"),
    # Long ones keep their ending.
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("å" * 200 + ".docx", "å" * 115 + ".docx"),
    ("x" * 300, "x" * 120),
    ("." + "y" * 300, "y" * 120),
    # Letters of every sort; the same letter in either spelling.
    ("å.pdf", "å.pdf"),
    ("a\u030a.pdf", "å.pdf"),
    ("日本語.pdf", "日本語.pdf"),
    ("عربي.pdf", "عربي.pdf"),
    ("🧭 kart.pdf", "🧭 kart.pdf"),
    ("ﬁl.pdf", "ﬁl.pdf"),
    # What would mean something elsewhere.
    ("'; DROP TABLE files; --.txt", "'; DROP TABLE files; --.txt"),
    ("<script>alert(1)</script>.html", "script-.html"),
    ("${HOME}.txt", "${HOME}.txt"),
    ("$(rm -rf ~).txt", "$(rm -rf ~).txt"),
    ("%s%s%n.txt", "%s%s%n.txt"),
    ("{{7*7}}.txt", "{{7-7}}.txt"),
    ('x"; filename="y.exe', "x-; filename=-y.exe"),
    ("x'; filename*=UTF-8''y.exe", "x'; filename-=UTF-8''y.exe"),
    ("=cmd|'/c calc'!A0.csv", "c calc'!A0.csv"),
    ("-rf.txt", "-rf.txt"),
    ("~root.txt", "~root.txt"),
]


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 80


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_a_name_is_kept_as_every_system_takes_it(given_name: str, kept: str) -> None:
    assert clean_file_name(given_name) == kept
    assert clean_file_name(kept) == kept
    _demand_harmless(kept)


@given(st.text(max_size=400))
def test_any_name_at_all_is_harmless_and_cleaned_once(name: str) -> None:
    kept = clean_file_name(name)
    assert clean_file_name(kept) == kept
    _demand_harmless(kept)


def _demand_harmless(name: str) -> None:
    assert name
    assert len(name) <= NAME_LENGTH
    assert name.strip(" .") == name
    assert not re.search(r'[/\\<>:"|?*]', name)
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    for shown in (True, False):
        header = describe_disposition(name, shown=shown)
        assert header.isascii()
        assert not re.search(r"[\r\n\x00]", header)
        disposition, options = parse_options_header(header)
        assert disposition == ("inline" if shown else "attachment")
        # One name, the very one, for who reads it as it is; and one in plain letters.
        assert set(options) == {"filename"}
        assert options["filename"] == name
        plain = re.search(r'filename="([^"]*)"', header)
        assert plain is not None
        assert plain[1]
        encoded = re.search(r"filename\*=UTF-8''(\S+)$", header)
        assert unquote(encoded[1]) == name if encoded else plain[1] == name


def test_a_name_ends_as_what_the_file_is() -> None:
    for name, endings, kept in (
        ("bilde.png", (".jpg", ".jpeg"), "bilde.jpg"),
        ("bilde.JPEG", (".jpg", ".jpeg"), "bilde.JPEG"),
        ("bilde", (".jpg",), "bilde.jpg"),
        ("v1.2 endelig", (".pdf",), "v1.2 endelig.pdf"),
        ("rapport.exe", (".pdf",), "rapport.pdf"),
        ("hva som helst.xyz", (), "hva som helst.xyz"),
        ("x" * 120, (".pdf",), "x" * 116 + ".pdf"),
    ):
        assert set_ending(name, endings) == kept
