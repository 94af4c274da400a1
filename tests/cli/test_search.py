"""`search` finds, counts, and gives what it found in any format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.files import write_atomic
from backmatter.references.formats import registry
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.verification import verdict_store
from backmatter.references.verification.results import Result, Verdict

Run = Callable[..., Any]

ITEMS = [
    {
        "id": "xing2021",
        "type": "article-journal",
        "title": "Exosome hydrogel",
        "author": [
            {"family": "Xing", "given": "H"},
            {"family": "Zhang", "given": "Z"},
            {"family": "Han", "given": "Q"},
        ],
        "issued": {"date-parts": [[2021]]},
        "keyword": "animal-model, exosomes",
    },
    {
        "id": "zhang2014",
        "type": "article-journal",
        "title": "脐血外泌体",
        "author": [{"family": "张", "given": "娟"}],
        "issued": {"date-parts": [[2014]]},
    },
]


@pytest.fixture
def refs(tmp_path: Path) -> str:
    write_atomic(tmp_path / "refs.json", json.dumps(ITEMS))
    return "refs.json"


def test_hits_are_shown_as_lines_outside_a_terminal(run: Run, refs: str) -> None:
    result = run("search", refs, "tag:animal-model year>=2018 外泌体")
    assert result.code == 0
    assert result.out == "xing2021\tXing H …\t2021\tExosome hydrogel\tanimal-model, exosomes\n"
    assert result.err == "1 of 2 references match\n"


def test_an_author_who_matches_is_shown_with_all_the_others(run: Run, refs: str) -> None:
    assert "\tXing H, Zhang Z, Han Q\t" in run("search", refs, "author:han").out


def test_finding_nothing_is_no_error(run: Run, refs: str) -> None:
    result = run("search", refs, "nowhere")
    assert (result.code, result.out) == (0, "")
    assert result.err == "no reference matches nowhere\n"


def test_count_prints_the_number_alone(run: Run, refs: str) -> None:
    assert run("search", refs, "外泌体", "--count", "--quiet").out == "2\n"
    assert run("search", refs, "nowhere", "--count", "--quiet").out == "0\n"


def test_hits_come_out_in_a_format(run: Run, refs: str, tmp_path: Path) -> None:
    shown = run("search", refs, "year:2014", "-f", "csl-json")
    assert [item["id"] for item in json.loads(shown.out)] == ["zhang2014"]
    assert run("search", refs, "year:2014", "-o", "out.jsonl").out == ""
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "zhang2014"


def test_several_files_are_searched_as_one(run: Run, refs: str, tmp_path: Path) -> None:
    more = [{"id": "li", "type": "book", "title": "Exosomes"}]
    write_atomic(tmp_path / "more.json", json.dumps(more))
    assert run("search", refs, "more.json", "title:exosome", "--count").out == "2\n"


def test_a_vocabulary_tags_before_the_search(run: Run, refs: str, tmp_path: Path) -> None:
    vocabulary = '[[terms]]\nid = "cord"\nfacet = "f"\nlabel.zh = "脐血"\n'
    write_atomic(tmp_path / "v.toml", vocabulary)
    assert run("search", refs, "tag:cord", "--count").out == "0\n"
    assert run("search", refs, "tag:cord", "--count", "--vocabulary", "v.toml").out == "1\n"


def test_a_query_that_cannot_be_read_is_told_with_a_caret(run: Run, refs: str) -> None:
    result = run("search", refs, "外泌体 (a")
    assert (result.code, result.out) == (2, "")
    assert "query, column 5: this parenthesis is not closed" in result.err
    assert "\n  外泌体 (a\n         ^" in result.err


@pytest.mark.needs("shared")
def test_the_review_is_searched_by_tag_year_and_word(run: Run, shared: Path) -> None:
    review = str(shared / "review" / "review.txt")
    name = "intervertebral-disc-regeneration"
    assert run("tag", review, "--vocabulary", name, "-o", "refs.json").code == 0
    result = run("search", "refs.json", "tag:animal-model year>=2018 外泌体")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == ["xing2021injectable"]


def test_hits_are_sorted_by_a_field(run: Run, refs: str) -> None:
    keys = [
        line.split("\t")[0]
        for line in run("search", refs, "外泌体", "--sort", "year").out.split("\n")
    ]
    assert keys[:2] == ["zhang2014", "xing2021"]
    newest = run("search", refs, "外泌体", "--sort=-year").out
    assert newest.startswith("xing2021")
    assert run("search", refs, "x", "--sort", "colour").code == 2


def test_facets_say_what_the_hits_have_in_common(run: Run, refs: str) -> None:
    assert run("search", refs, "外泌体", "--facets").out == (
        "tag\tanimal-model\t1\ntag\texosomes\t1\nyear\t2014\t1\nyear\t2021\t1\n"
    )


def test_a_large_file_is_read_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    many = [{"id": f"a{n}", "type": "book", "title": "Disc " + "x" * 1000} for n in range(300)]
    write_atomic(tmp_path / "large.json", json.dumps(many))
    assert run("search", "large.json", "disc", "--count", "--quiet").out == "300\n"
    (kept,) = (tmp_path / "cache" / "catalogues").iterdir()
    assert (
        run("search", "large.json", "a7 OR key:a7", "-f", "jsonl", "--quiet").out.count("\n") == 1
    )
    assert list((tmp_path / "cache" / "catalogues").iterdir()) == [kept]
    many[7]["title"] = "Knee"
    write_atomic(tmp_path / "large.json", json.dumps(many))
    assert run("search", "large.json", "disc", "--count", "--quiet").out == "299\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--facets", "-f", "bibtex"], "-f: --facets prints no references; leave it out"),
        (["--count", "-f", "csl-json"], "-f: --count prints no references; leave it out"),
        (["--count", "--sort", "year"], "--sort: --count prints no references; leave it out"),
        (["--count", "--facets"], "--count and --facets: give one of them"),
        (["--facets", "-o", "out.txt"], "-o: --facets are for standard output"),
        (["-f", "table", "-o", "out.txt"], "-o: a table is for standard output"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    run: Run, refs: str, tmp_path: Path, arguments: list[str], says: str
) -> None:
    result = run("search", refs, "外泌体", *arguments)
    assert (result.code, result.out) == (2, "")
    assert f"Invalid value for {says}" in " ".join(result.err.split())
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("query", ["-author:xing", "-xing", "-file:x", "-missing:doi", "-外泌体"])
def test_a_query_taken_for_an_option_is_told_how_to_stand(run: Run, refs: str, query: str) -> None:
    result = run("search", refs, query)
    assert (result.code, result.out) == (2, "")
    said = " ".join(result.err.split())
    assert f"{query} is taken for an option" in said
    assert "stands behind --" in said


def test_behind_two_hyphens_a_query_may_begin_with_one(run: Run, refs: str) -> None:
    assert run("search", refs, "--count", "--", "-author:xing").out == "1\n"
    assert run("search", refs, "--sort", "-year", "-f", "jsonl", "外泌体").code == 0


FORMATS = [each for each in registry.FORMATS if each.write]


@pytest.mark.parametrize("entry", FORMATS, ids=[each.name for each in FORMATS])
def test_hits_come_out_in_every_format_of_convert(
    run: Run, refs: str, tmp_path: Path, entry: registry.Format
) -> None:
    shown = run("search", refs, "year:2014", "-f", entry.name, "--quiet").out
    output = f"out{(*entry.suffixes, '.txt')[0]}"
    assert run("search", refs, "year:2014", "-f", entry.name, "-o", output).out == ""
    assert (tmp_path / output).read_text(encoding="utf-8") == shown
    assert len(registry.read(shown, entry.name, output).references) == 1


def test_lines_have_no_markup_and_marks_no_gaps(run: Run, tmp_path: Path) -> None:
    title = 'The <span class="nocase">iPS</span> cells of <i>Mus musculus</i> and H<sub>2</sub>O'
    write_atomic(tmp_path / "a.json", json.dumps([{"id": "a", "type": "book", "title": title}]))
    assert run("search", "a.json", "ips", "--quiet").out == (
        "a\t\t\tThe iPS cells of Mus musculus and H2O\t\n"
    )
    assert run("search", "a.json", "span", "--count", "--quiet").out == "0\n"
    shown = run("search", "a.json", "ips", "-f", "jsonl", "--quiet").out
    assert json.loads(shown)["title"] == title


VERDICTS = ["retracted", "wrong-doi", "not-found", "differs", "unchecked", "verified"]


def test_what_verify_found_is_found(run: Run, stub: object, tmp_path: Path, root: Path) -> None:
    assert stub
    lines = (root / "tests" / "data" / "synthetic-works.jsonl").read_text("utf-8").splitlines()
    items: list[dict[str, Any]] = []
    for number, work in enumerate(map(json.loads, lines[:40])):
        item = {
            name: work[name]
            for name in ("author", "issued", "DOI", "volume", "page")
            if name in work
        }
        item["title"] = (work.get("title") or [""])[0]
        items.append({"id": f"a{number}", "type": "article-journal", **item})
    items.append({"id": "told", "type": "book", "title": "RETRACTED: Slow discs"})
    items.append({"id": "web", "type": "webpage", "title": "A page"})
    write_atomic(tmp_path / "a.json", json.dumps(items))

    def found(query: str) -> list[str]:
        out = run("search", "a.json", query, "--quiet").out
        return [line.split("\t")[0] for line in out.splitlines()]

    told = {each["id"] for each in items if each["title"].startswith("RETRACTED")}
    before = run("search", "a.json", "is:unchecked", "--count")
    assert before.out == f"{len(items) - len(told)}\n"
    assert "no verdicts are kept yet" in before.err
    report = json.loads(run("verify", "a.json", "-f", "json", "--quiet").out)
    verdicts = {each["key"]: each["verdict"] for each in report}
    verdicts |= dict.fromkeys(told, "retracted")
    for verdict in VERDICTS:
        expected = [each["id"] for each in items if verdicts[each["id"]] == verdict]
        assert found(f"is:{verdict}") == expected
    line = run("search", "a.json", "is:verified", "--quiet").out.splitlines()[0]
    assert line.split("\t")[5].startswith("verified (Crossref, ")
    assert run("search", "a.json", "key:told is:retracted", "--quiet").out == (
        "told\t\t\tRETRACTED: Slow discs\t\tretracted (title)\n"
    )
    (key, *_) = found("is:verified")
    items[int(key[1:])]["title"] = "Another title"
    write_atomic(tmp_path / "a.json", json.dumps(items))
    assert key not in found("is:verified")
    assert key in found("is:unchecked")


def many(folder: Path, name: str) -> list[dict[str, str]]:
    items = [{"id": f"a{n}", "type": "book", "title": f"Disc {n} {'x' * 1000}"} for n in range(300)]
    write_atomic(folder / name, json.dumps(items))
    return items


def test_a_kept_index_knows_new_verdicts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    items = many(tmp_path, "large.json")
    assert run("search", "large.json", "is:retracted", "--count", "--quiet").out == "0\n"
    result = Result(item_to_reference(items[7]), Verdict.RETRACTED, "")
    assert not verdict_store.keep(
        tmp_path / "cache" / verdict_store.FILE, [result], "Crossref", "2026-01-02"
    )
    shown = run("search", "large.json", "is:retracted", "--quiet").out
    assert shown.endswith("\tretracted (Crossref, 2026-01-02)\n")
    assert run("search", "large.json", "disc -is:retracted", "--count", "--quiet").out == "299\n"


def test_a_damaged_index_is_made_anew(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    many(tmp_path, "large.json")
    whole = run("search", "large.json", "disc", "-f", "jsonl", "--quiet").out
    (kept,) = (tmp_path / "cache" / "catalogues").iterdir()
    content = kept.read_bytes()
    tenth = len(content) // 10
    for bad in (b"\xff" * tenth * 6, content[tenth : tenth * 7].replace(b'{"', b"{{")):
        kept.write_bytes(content[:tenth] + bad + content[tenth * 7 :])
        result = run("search", "large.json", "disc", "-f", "jsonl", "--quiet")
        assert (result.code, result.out, result.err) == (0, whole, "")
        assert kept.read_bytes() == content


def test_where_no_index_can_be_kept_it_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomic(tmp_path / "cache", "a file")
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    many(tmp_path, "large.json")
    result = run("search", "large.json", "disc", "--count")
    assert (result.code, result.out) == (0, "300\n")
    assert "the index is not kept" in result.err


def test_a_folder_with_broken_files_and_a_loop_is_searched(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "in").mkdir(parents=True)
    for number in range(30):
        write_atomic(folder / f"{number}.bib", f"@book{{a{number}, title={{Disc {number}}}}}")
    write_atomic(folder / "broken.json", "{")
    write_atomic(folder / "in" / "b.bib", "@book{b, title={Disc}} @book{c, title={")
    (folder / "in" / "loop").symlink_to(folder)
    (folder / "self.bib").symlink_to(folder / "self.bib")
    result = run("search", "library", "disc", "--count")
    assert (result.code, result.out) == (0, "31\n")
    assert "library/broken.json: BM107" in result.err


def test_facets_count_chinese_journals(run: Run, tmp_path: Path) -> None:
    items = [{"id": "a", "type": "book", "title": "椎间盘", "container-title": "中国<i>骨</i>伤"}]
    write_atomic(tmp_path / "a.json", json.dumps(items))
    assert run("search", "a.json", "间盘", "--facets").out == "journal\t中国骨伤\t1\n"


def test_bytes_that_are_no_text_are_refused_with_their_place(run: Run, refs: str) -> None:
    result = run("search", refs, "doi:\udcff")
    assert (result.code, result.out) == (2, "")
    assert "query, column 5: here stands no character" in result.err


def test_where_of_tags_knows_verdicts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    write_atomic(tmp_path / "a.bib", "@book{a, title={Disc}}\n@book{b, title={Knee}}\n")
    (knee,) = registry.read("@book{b, title={Knee}}", "bibtex", "").references
    verdict_store.keep(
        tmp_path / "cache" / verdict_store.FILE, [Result(knee, Verdict.DIFFERS, "")], "x", ""
    )
    run("tags", "add", "a.bib", "todo", "--where", "is:differs", "--write")
    assert run("search", "a.bib", "tag:todo", "--quiet").out == "b\t\t\tKnee\ttodo\n"
