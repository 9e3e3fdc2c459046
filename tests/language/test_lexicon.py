"""The lexicon: what the package holds is sound, and faults in a file are named."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from network.language.bridge import matter_vectors, second_words
from network.language.lexicon import common_words, dictionary, matters, term_lists
from network.language.lexicon.check import check
from network.language.lexicon.file import LexiconFault, read_false_friends, read_related, read_terms
from network.language.lexicon.kept_files import read_kept
from network.language.lexicon.lexicon import Lexicon, lexicon
from tests.conftest import FULL


def of(tmp_path: Path, terms: str, friends: str = "") -> Lexicon:
    (tmp_path / "terms.tsv").write_text(terms, encoding="utf-8")
    (tmp_path / "friends.tsv").write_text(friends, encoding="utf-8")
    return Lexicon(read_terms(tmp_path / "terms.tsv"), read_false_friends(tmp_path / "friends.tsv"))


def test_the_package_s_own_lexicon_has_no_faults() -> None:
    assert check() == ()


def test_a_double_is_a_fault(tmp_path: Path) -> None:
    found = check(of(tmp_path, "ärende\tsak\tsak\tn\t=\närende\tsak\tsak\tn\t=\n"))
    assert [(fault.kind, fault.line) for fault in found] == [("double", 2)]


def test_merged_false_friends_are_a_fault(tmp_path: Path) -> None:
    lines = "nämnd\tutvalg / nemnd\tutval\tn\t=\n"
    (fault,) = check(of(tmp_path, lines, "nämnd\tnemnd\tnemnd\tboards\n"))
    assert (fault.kind, fault.text) == ("false friends merged", "nämnd = nemnd (nb)")


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconFault, match=r"terms\.tsv, line 2: 3 columns where 5 should be"):
        of(tmp_path, "# sv nb nn\närende\tsak\tsak\n")


def test_false_friends_are_known_from_both_sides_and_in_every_form() -> None:
    assert ("sv", "kommunstyr") in lexicon().false_friends("kommunestyrets", "nb")
    assert any(language == "nb" for language, _ in lexicon().false_friends("tillbuden", "sv"))
    assert lexicon().false_friends("barnehage", "nb") == frozenset()


@pytest.mark.quick(cases=2)
@pytest.mark.parametrize(
    ("module", "file_name", "work_out"),
    [
        (term_lists, "terms.json", "work_out_places"),
        (common_words, "common.json", "work_out_known"),
        (dictionary, "all_words.json", "work_out_all_words"),
        (matters, "matter_words.json", "work_out_matters"),
        (second_words, "second_words.json", "work_out_second_words"),
        # It takes a dozen seconds to work out.
        *([(matter_vectors, "matter_vectors.json", "work_out_space")] if FULL else []),
    ],
)
def test_what_is_kept_is_the_lexicons_and_what_is_stale_is_not_used(
    module: ModuleType,
    file_name: str,
    work_out: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / file_name
    worked_out = getattr(module, work_out)()
    monkeypatch.setattr(module, work_out, lambda: worked_out)
    module.keep(tmp_path)
    written = file.read_text()
    assert json.loads(written)["held"] == worked_out
    for stale in ('{"made_of": "before", "held": {}}', "no json", "[]"):
        file.write_text(stale)
        assert read_kept(file, ()) is None
        module.keep(tmp_path)
        assert file.read_text() == written


def test_words_about_the_same_matter_are_read_and_each_line_says_two_languages() -> None:
    rows = read_related()
    assert len(rows) > 500
    assert all(row.sv and row.nb and len(row.sv) + len(row.nb) > 2 for row in rows)
    labels = [(row.sv, row.nb) for row in rows]
    assert len(labels) == len(set(labels))
