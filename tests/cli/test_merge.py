"""`merge`: what becomes one, what is asked, what is told, and that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.joining import join
from backmatter.references.bibtex.merged import library, merge
from backmatter.references.bibtex.merging import Conflict, Group
from backmatter.references.duplicates.decided import Decided
from backmatter.references.duplicates.finding import find
from backmatter.references.duplicates.in_bib import facts_in
from backmatter.references.files import write_atomic
from backmatter.references.formats import bibtex_blocks

Run = Callable[..., Any]

TWINS = """\
@article{a, author = {Omlor, G}, title = {Disc cell therapy}, year = {2018}, volume = {1}}
@article{b, author = {Omlor, G.}, title = {Disc Cell Therapy.}, year = {2018}, doi = {10.1000/x}}
@article{c, author = {Roe, R}, title = {On cells}, year = {2001}, pages = {1-9}}
@article{d, author = {Roe, R}, title = {On cells}, year = {2001}, note = {Mine}, pages = {1--8}}
"""
NEAR = """\
@article{a, author = {Roe, R}, title = {The growth of discs}, journal = {Spine}, year = 2001,
  pages = {10-19}}
@article{b, author = {Roe, R}, title = {The growth of disks}, journal = {Spine}, year = 2001,
  pages = {10-18}, note = {Mine}}
"""
VERSIONS = """\
@misc{p, author = {Roe, R}, title = {The growth of discs}, year = 2000, eprint = {2001.00001},
  archiveprefix = {arXiv}, abstract = {Early.}, doi = {10.48550/arXiv.2001.00001}}
@article{a, author = {Roe, R}, title = {The growth of discs}, year = 2001, journal = {Spine}}
"""


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to ask; the answers come from standard input."""
    from backmatter.cli import merge

    monkeypatch.setattr(merge, "_is_terminal", bool)


def test_merge_makes_one_of_two_or_says_why_not(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", TWINS)
    write_atomic(tmp_path / "t.tex", "\\cite{b,d}\n")
    result = run("merge", "refs.bib", "--write", "--update-document", "t.tex")
    assert result.code == 0
    assert result.err == (
        "refs.bib:4: d is the same work as c, but they differ in pages: {1-9} or {1--8}\n"
        "t.tex: 1 citation renamed\n"
        "1 entry merged into others; 1 left, see above\n"
    )
    lines = TWINS.splitlines(keepends=True)
    first = lines[0].replace("volume = {1}}", "doi = {10.1000/x}, ids = {b}, volume = {1}}")
    assert (tmp_path / "refs.bib").read_text() == first + "".join(lines[2:])
    assert (tmp_path / "t.tex").read_text() == "\\cite{a,d}\n"


@pytest.mark.usefixtures("at_terminal")
def test_what_differs_is_asked_at_a_terminal(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", TWINS)
    result = run("merge", "refs.bib", stdin=b"x\n2\n")
    assert "pages:\n  1  {1-9}\n  2  {1--8}\n" in result.err
    assert "pages = {1--8}" in result.out.splitlines()[1]
    assert "2 entries merged into others" in result.err
    assert run("merge", "refs.bib", stdin=b"s\n").out.count("@") == 3


def test_near_duplicates_are_told_where_nobody_is_there(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", NEAR)
    result = run("merge", "refs.bib")
    assert (result.code, result.out) == (0, NEAR)
    assert result.err == (
        "refs.bib:3: b is nearly the same as a (same title but for a slip, author, year, journal, "
        "page); they differ in title: {The growth of discs} or {The growth of disks}, pages: "
        "{10-19} or {10-18}\n"
        "0 entries merged into others; 1 pair nearly the same: at a terminal merge asks about "
        "them\n"
    )
    commented = NEAR.replace("@article{b", "% backmatter: ignore BM206\n@article{b")
    write_atomic(tmp_path / "refs.bib", commented)
    assert run("merge", "refs.bib").err == "0 entries merged into others\n"


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize(
    ("answers", "title", "pages"),
    [
        (b"y\n1\n2\n", "The growth of discs", "10-18"),
        (b"y\n2\n1\n", "The growth of disks", "10-19"),
        (b"1\n", "The growth of discs", "10-19"),
        (b"2\n", "The growth of disks", "10-18"),
    ],
)
def test_near_duplicates_are_asked_about_field_by_field(
    run: Run, tmp_path: Path, answers: bytes, title: str, pages: str
) -> None:
    write_atomic(tmp_path / "refs.bib", NEAR)
    result = run("merge", "refs.bib", stdin=answers)
    (entry,) = bibtex_blocks.read(result.out, "").entries
    assert (entry.key, entry.fields["title"], entry.fields["pages"]) == ("a", title, pages)
    assert (entry.fields["note"], entry.fields["ids"]) == ("Mine", "b")
    other = {"10-18": "{10-19}", "10-19": "{10-18}"}[pages]
    assert f"is the pages of {'a' if pages == '10-18' else 'b'}: {other}" in result.err


@pytest.mark.usefixtures("at_terminal")
def test_two_works_stay_two_and_a_stop_changes_nothing(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", NEAR)
    kept = run("merge", "refs.bib", "--write", stdin=b"n\n")
    assert "0 entries merged into others; 1 pair nearly the same left" in kept.err
    for answers in (b"q\n", b"y\nq\n", b"y\n1\n", b""):
        stopped = run("merge", "refs.bib", "--write", stdin=answers)
        assert (stopped.code, "interrupted; every file is as it was" in stopped.err) == (130, True)
    assert (tmp_path / "refs.bib").read_text() == NEAR


@pytest.mark.usefixtures("at_terminal")
def test_nothing_is_asked_for_a_diff(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", NEAR + TWINS.replace("{a,", "{x,").replace("{b,", "{y,"))
    result = run("merge", "refs.bib", "--diff")
    assert (result.code, "-@article{y," in result.out) == (1, True)


@pytest.mark.usefixtures("at_terminal")
def test_hostile_texts_are_shown_as_code_points(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", NEAR.replace("Mine", "[red]\x1b[31mMine"))
    shown = run("merge", "refs.bib", stdin=b"1\n").err
    assert "\x1b[31mMine" not in shown
    assert "[red]" in shown


def test_a_preprint_is_never_merged_unasked(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", VERSIONS)
    result = run("merge", "refs.bib")
    assert (result.out, "refs.bib:1: p is a preprint of a" in result.err) == (VERSIONS, True)
    assert "1 preprint of others: at a terminal" in result.err


@pytest.mark.usefixtures("at_terminal")
def test_a_preprint_goes_into_its_article(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", VERSIONS)
    result = run("merge", "refs.bib", stdin=b"y\n")
    (entry,) = bibtex_blocks.read(result.out, "").entries
    assert entry.key == "a"
    assert entry.fields == {
        "author": "Roe, R",
        "title": "The growth of discs",
        "journal": "Spine",
        "eprint": "2001.00001",
        "archiveprefix": "arXiv",
        "abstract": "Early.",
        "ids": "p",
        "year": "2001",
    }
    assert "not in a is the doi of p: {10.48550/arXiv.2001.00001}" in result.err
    assert "not in a is the year of p: 2000" in result.err


def test_several_files_become_one_library(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "one.bib", '@string{s = "x"}\n@misc{m, note = s}')
    write_atomic(tmp_path / "two.bib", f"@string{{s = {{x}}}}\n{TWINS}")
    result = run("merge", "one.bib", "two.bib")
    assert result.out.startswith('@string{s = "x"}\n@misc{m, note = s}\n\n@string{s = {x}}\n@art')
    assert "two.bib:5: d is the same work as c" in result.err
    write_atomic(tmp_path / "two.bib", "@string{S = {y}}\n@misc{n, note = s}\n")
    renamed = run("merge", "one.bib", "two.bib")
    assert renamed.out.endswith("\n\n@string{s-2 = {y}}\n@misc{n, note = s-2}\n")
    assert "two.bib: the abbreviation s means something else" in renamed.err
    assert run("merge", "one.bib", "two.bib", "--write").code == 2


def test_a_key_that_an_earlier_file_has_for_another_work_is_changed(
    run: Run, tmp_path: Path
) -> None:
    write_atomic(tmp_path / "one.bib", "@book{roe, title = {One}}\n@inbook{x, crossref = {roe}}\n")
    write_atomic(tmp_path / "two.bib", "@inbook{y, crossref = {Roe}}\n@book{Roe, title = {Two}}\n")
    result = run("merge", "one.bib", "two.bib")
    assert result.out.endswith("@inbook{y, crossref = {Roea}}\n@book{Roea, title = {Two}}\n")
    assert "@inbook{x, crossref = {roe}}" in result.out
    assert "two.bib:2: Roe is another work in an earlier file, and is Roea now" in result.err


def test_files_are_joined_in_the_encoding_of_the_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "1.bib").write_bytes("@misc{a, title = {Ménière}}\n".encode("cp1252"))
    (tmp_path / "2.bib").write_bytes("@misc{b, title = {Größe}}\n".encode())
    assert run("merge", "1.bib", "2.bib", "-o", "all.bib").code == 0
    assert (tmp_path / "all.bib").read_bytes().decode("cp1252").count("ö") == 1
    (tmp_path / "2.bib").write_bytes("@misc{b, title = {椎间盘}}\n".encode())
    refused = run("merge", "1.bib", "2.bib", "-o", "all.bib")
    assert (refused.code, "or name a file in UTF-8 before it" in refused.err) == (2, True)
    assert run("merge", "2.bib", "1.bib", "-o", "all.bib").code == 0


def test_files_without_a_work_in_common_are_joined_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "1.bib").write_text("@misc{a, title = {Alpha}}\n", encoding="utf-8")
    (tmp_path / "2.bib").write_text("@misc{g, title = {Gamma delta}}\n", encoding="utf-8")
    assert run("merge", "1.bib", "2.bib", "-o", "all.bib").code == 0
    assert (tmp_path / "all.bib").read_text(encoding="utf-8") == (
        "@misc{a, title = {Alpha}}\n\n@misc{g, title = {Gamma delta}}\n"
    )


@pytest.mark.needs("shared")
def test_a_real_file_has_each_work_once_afterwards(run: Run, shared: Path) -> None:
    """It has works under several keys; some of the entries say something else."""
    path = shared / "bib-corpus" / "gbt7714-bibtex-style--gbt7714-examples.bib"
    result = run("merge", path, "-o", "out.bib")
    first, left = re.findall(r"(\d+) entries merged into others; (\d+) left", result.err)[0]
    assert int(first) > 60
    assert f"0 entries merged into others; {left} left" in run("merge", "out.bib").err


_VALUES = st.sampled_from(["{Alpha of {B}eta discs}", '"Gamma of delta cells"', "{One}", "{Two}"])
_YEAR = st.sampled_from(["2001", "{2002}", "y # {1}"])
_FIELDS = st.fixed_dictionaries(
    {"title": _VALUES, "author": st.sampled_from(["{Roe, R}", "{Doe, D}"])},
    optional={
        "year": _YEAR,
        "pages": st.sampled_from(["{1--9}", "{12}"]),
        "doi": st.sampled_from(["{10.1000/x}", "{10.1000/y}"]),
        "eprint": st.just("{2001.00001}"),
        "journal": st.sampled_from(["{Spine}", "{arXiv}", "s"]),
        "note": _VALUES,
        "keywords": st.sampled_from(["{a, b}", "{c}"]),
        "crossref": st.sampled_from(["{k0}", "{k1}"]),
    },
)
_FILES = st.lists(st.lists(_FIELDS, max_size=5), min_size=1, max_size=2)


def _file(entries: list[dict[str, str]], number: int) -> str:
    strings = f"@string{{y = {{200}}, s = {{S{number}}}}}\n" if number else ""
    return strings + "".join(
        f"@article{{k{at % 3}, {', '.join(f'{n} = {v}' for n, v in fields.items())}}}\n"
        for at, fields in enumerate(entries)
    )


def _merged(texts: list[str], settle: Callable[[Conflict], str | None]) -> tuple[str, list[str]]:
    """The text after all that may be one was made one, and what was told on the way."""
    joined = join([(str(number), text) for number, text in enumerate(texts)])
    facts = facts_in(joined.text, starts=joined.starts)
    found = find(facts)
    decided = Decided(facts, found)
    if settle(_NO_CONFLICT) is not None:
        for pair in found.pairs:
            decided.agree(pair)
    whole = library(joined)
    blocks = {block.start: block for block in whole.bib.blocks}
    entries = [blocks[start] for start, _ in whole.entries]
    groups = [
        Group(
            [entries[each] for each in decided.members(at)],
            frozenset(entries[each].start for each in decided.preprints(at)),
        )
        for at in decided.groups()
    ]
    result = merge(whole, groups, settle)
    told = [each.value for each in result.left_out] + [c.theirs for c in result.conflicts]
    meant = [re.sub(r"^y(-2)? # \{1\}|^s(-2)?$", _meaning, value) for value in told]
    return apply_edits(joined.text, result.edits), [*told, *meant]


_BLOCK = library(join([("", "@misc{a}\n")])).bib.blocks[0]
_NO_CONFLICT = Conflict("", _BLOCK, _BLOCK, "", "")


def _meaning(abbreviated: re.Match[str]) -> str:
    return "2001" if abbreviated[0].startswith("y") else "S1"


def _leave(_: Conflict) -> str | None:
    return None


def _take_ours(conflict: Conflict) -> str | None:
    return conflict.ours


def _take_theirs(conflict: Conflict) -> str | None:
    return conflict.theirs


_SETTLES = st.sampled_from([_leave, _take_ours, _take_theirs])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_FILES, _SETTLES)
def test_nothing_is_lost(
    files: list[list[dict[str, str]]], settle: Callable[[Conflict], str | None]
) -> None:
    texts = [_file(entries, number) for number, entries in enumerate(files)]
    new, told = _merged(texts, settle)
    after = bibtex_blocks.read(new, "")
    values = [_letters(value) for entry in after.entries for value in entry.fields.values()]
    known = " ".join([*values, *map(_letters, told), *(_letters(e.key) for e in after.entries)])
    for text in texts:
        for entry in bibtex_blocks.read(text, "").entries:
            assert _letters(entry.key) in known
            for name, value in entry.fields.items():
                for part in value.split(", ") if name == "keywords" else [value]:
                    assert _letters(part) in known or name == "crossref"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_FILES)
def test_merging_twice_is_merging_once(files: list[list[dict[str, str]]]) -> None:
    texts = [_file(entries, number) for number, entries in enumerate(files)]
    once, _ = _merged(texts, _leave)
    twice, _ = _merged([once], _leave)
    assert twice == once
