"""`verify` and `doi`, run as a user runs them, against the stub."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.sources.source import Answer
from stub_server import StubServer

Run = Callable[..., Any]

GOOD = """@article{quill2018slow,
  author = {Quill, Ada B. and Vole, Bruno and Wren, Carla},
  title = {Slow loading of invented discs: a study in imaginary rabbits},
  journal = {J Invent Cartil}, year = {2018}, volume = {12}, number = {3}, pages = {101--110},
  doi = {10.5555/ic.2018.001},
}
"""
WRONG_YEAR = GOOD.replace("{2018}", "{2008}").replace("quill2018slow", "quill2008slow")
RETRACTED = """@article{magpie2015fictional,
  author = {Magpie, Fay and Crane, Gus},
  title = {Fictional exosomes reverse imagined degeneration}, year = {2015},
}
"""
CHINESE = """@article{zhang2014ren,
  author = {张, 娟}, title = {人脐血间充质干细胞来源的外泌体}, journal = {中国组织工程研究},
  year = {2014}, volume = {18}, pages = {1}, langid = {chinese},
}
"""


def write(text: str, name: str = "refs.bib") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


@pytest.mark.usefixtures("stub")
def test_all_is_well(run: Run) -> None:
    result = run("verify", write(GOOD))
    assert result.code == 0
    assert result.out.startswith("verified     quill2018slow")
    assert "10.5555/ic.2018.001, Crossref, 20" in result.out
    assert result.err == "1 reference: 1 verified (Crossref)\n"


@pytest.mark.usefixtures("stub")
def test_the_worst_comes_first_with_both_values(run: Run) -> None:
    result = run("verify", write(GOOD + WRONG_YEAR + RETRACTED + CHINESE))
    assert result.code == 1
    heads = [line.split()[0] for line in result.out.splitlines() if not line.startswith(" ")]
    assert heads == ["retracted", "differs", "unchecked", "verified"]
    assert "issued: 2008  ≠  2018" in result.out
    assert "retraction on 2017-06-01 (publisher)" in result.out
    assert "not covered by Crossref: a work in Chinese" in result.out
    assert "4 references: 1 retracted, 1 differs, 1 unchecked, 1 verified" in result.err


@pytest.mark.usefixtures("stub")
def test_what_nobody_covers_is_no_failure(run: Run) -> None:
    assert run("verify", write(CHINESE)).code == 0


def test_a_failed_check_is_3_and_something_found_outranks_it(run: Run, stub: StubServer) -> None:
    name = write(WRONG_YEAR)
    assert run("verify", name).code == 1
    name = write(WRONG_YEAR + RETRACTED)
    stub.fail("403")
    assert run("verify", name).code == 1  # the first answer was kept, the second is refused
    name = write(RETRACTED)
    result = run("verify", name)
    assert result.code == 3
    assert "1 could not be checked" in result.err
    assert "403" in result.out


@pytest.mark.parametrize(
    ("threshold", "code"), [("info", 1), ("warning", 1), ("error", 0), ("never", 0)]
)
@pytest.mark.usefixtures("stub")
def test_fail_on(run: Run, threshold: str, code: int) -> None:
    assert run("verify", write(WRONG_YEAR), "--fail-on", threshold).code == code


def test_offline_asks_nobody_and_then_repeats_what_was_kept(run: Run, stub: StubServer) -> None:
    name = write(GOOD)
    assert run("verify", name, "--offline").code == 3
    assert stub.log == []
    run("verify", name)
    asked = len(stub.log)
    result = run("verify", name, "--offline")
    assert (result.code, len(stub.log)) == (0, asked)


def test_mailto_is_sent_when_given_only(run: Run, stub: StubServer) -> None:
    run("verify", write(GOOD))
    run("verify", write(WRONG_YEAR + RETRACTED), "--mailto", "a@example.org")
    assert ["mailto" in e.path for e in stub.log] == [False, True]
    assert "mailto:a@example.org" in stub.log[1].headers["user-agent"]
    assert run("verify", write(GOOD), "--mailto", "no address").code == 2


@pytest.mark.usefixtures("stub")
def test_output_for_programs(run: Run) -> None:
    name = write(GOOD + WRONG_YEAR)
    records = json.loads(run("verify", name, "-f", "json").out)
    assert [r["verdict"] for r in records] == ["differs", "verified"]
    assert {"field": "issued", "ours": "2008", "theirs": "2018"}.items() <= next(
        f for f in records[0]["fields"] if f["outcome"] == "differ"
    ).items()
    rows = list(csv.DictReader(io.StringIO(run("verify", name, "-f", "csv").out)))
    assert [(r["key"], r["differing"]) for r in rows] == [
        ("quill2008slow", "issued"),
        ("quill2018slow", ""),
    ]
    assert "title=BM501" in run("verify", name, "-f", "github").out
    assert json.loads(run("verify", name, "-f", "sarif").out)["runs"][0]["results"]
    assert 'failures="1"' in run("verify", name, "-f", "junit").out


@pytest.mark.usefixtures("stub")
def test_findings_of_json_lines_have_a_file_and_a_line(run: Run) -> None:
    run("convert", write(GOOD + WRONG_YEAR), "-o", "refs.jsonl")
    rows = Path("refs.jsonl").read_text(encoding="utf-8").splitlines()
    plain = [json.loads(row) for row in rows]
    for item in plain:
        item.pop("custom", None)
    name = write("\n\n".join(json.dumps(item) for item in plain), "plain.jsonl")
    result = run("verify", name, "-f", "github")
    assert "::warning file=plain.jsonl,line=3,title=BM501::" in result.out


@pytest.mark.usefixtures("stub")
def test_verdicts_for_people(run: Run) -> None:
    name = write(WRONG_YEAR.replace("imaginary", "<b>imaginary</b>") + RETRACTED)
    markdown = run("verify", name, "-f", "markdown").out
    assert markdown.startswith("| verdict | reference | DOI | what |\n| --- | --- | --- | --- |\n")
    assert "| retracted | magpie2015fictional" in markdown
    page = run("verify", name, "-o", "report.html")
    assert page.out == ""
    html = Path("report.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert '<a href="https://doi.org/10.5555/ic.2018.001">10.5555/ic.2018.001</a>' in html
    assert "<b>" not in html


@pytest.mark.parametrize(("language", "words"), [
    ("en", "the year is given as “2008”, Crossref has “2018”. Please confirm which is right."),
    ("zh", "年份著录为“2008”，Crossref 记录为“2018”。请确认以何者为准。"),
])  # fmt: skip
@pytest.mark.usefixtures("stub")
def test_queries_to_the_author_the_worst_first(run: Run, language: str, words: str) -> None:
    name = write(GOOD + WRONG_YEAR + RETRACTED)
    text = run("verify", name, "--queries", language).out
    first, second = text.strip().split("\n\n")
    assert "Fictional exosomes" in first
    assert words in second
    records = json.loads(run("verify", name, "--queries", language, "-f", "json").out)
    assert words in records[1]["query"]
    assert "query" not in records[2]
    rows = list(csv.DictReader(io.StringIO(
        run("verify", name, "--queries", language, "-f", "csv").out)))  # fmt: skip
    assert words in rows[1]["query"]
    assert words in run("verify", name, "--queries", language, "-f", "html").out
    assert run("verify", name, "--queries", "fr").code == 2


def test_a_baseline_keeps_what_a_person_has_accepted(run: Run, stub: StubServer) -> None:
    name = write(GOOD + WRONG_YEAR)
    assert run("verify", name, "--baseline", "b.toml").code == 2, "a typo must not turn CI green"
    assert run("verify", name, "--update-baseline").code == 2
    made = run("verify", name, "--baseline", "b.toml", "--update-baseline")
    assert made.code == 0
    assert "b.toml: 1 of 1 give no reason yet" in made.err
    text = Path("b.toml").read_text(encoding="utf-8")
    assert 'value = "not as in the record: issued 2008, theirs 2018"' in text
    write(text.replace('reason = ""', 'reason = "the year in print"'), "b.toml")
    shown = run("verify", name, "--baseline", "b.toml")
    assert shown.code == 0
    assert "issued 2008, theirs 2018 (the year in print)" in shown.out
    assert run("verify", name, "--baseline", "b.toml", "-f", "github").out == ""
    write((GOOD + WRONG_YEAR).replace("{2008}", "{2007}"))
    again = run("verify", name, "--baseline", "b.toml")
    assert again.code == 1
    assert "1 fit nothing any more" in again.err
    run("verify", name, "--baseline", "b.toml", "--update-baseline")
    assert "2007" in Path("b.toml").read_text(encoding="utf-8")
    assert "issued 2008" not in Path("b.toml").read_text(encoding="utf-8")
    assert stub.log


def test_evidence_makes_a_check_repeatable_elsewhere(
    run: Run, stub: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = write(GOOD + WRONG_YEAR + RETRACTED)
    assert not list(Path().glob("*evidence*")), "nothing is written beside a file unasked"
    first = run("verify", name, "--evidence", "refs.evidence.jsonl", "-f", "json")
    asked = len(stub.log)
    monkeypatch.setenv("BACKMATTER_CACHE", "another-machine")
    offline = run("verify", name, "--evidence", "refs.evidence.jsonl", "--offline", "-f", "json")
    source = run("verify", name, "--source", "evidence:refs.evidence.jsonl", "-f", "json")
    fresh = run("verify", name, "--evidence", "refs.evidence.jsonl", "--max-age", "1d",
                "-f", "json")  # fmt: skip
    assert first.out == offline.out == source.out == fresh.out
    assert first.code == offline.code == 1
    assert len(stub.log) == asked
    run("verify", name, "--evidence", "refs.evidence.jsonl", "--max-age", "0d")
    assert len(stub.log) > asked
    assert run("verify", name, "--evidence", "no.jsonl", "--offline").code == 2
    assert run("verify", name, "--max-age", "soon").code == 2


def test_a_long_run_is_announced(run: Run, stub: StubServer) -> None:
    entries = "".join(f"@misc{{k{n}, title = {{An invented work {n}}}}}\n" for n in range(40))
    stub.fail("403")
    said = run("verify", write(entries)).err
    assert "40 requests to Crossref, at the rate of its public pool about 40 s" in said
    assert "Crossref was not asked to the end: 127.0.0.1 refuses our requests (403)" in said


def test_ctrl_c_is_130_and_the_next_run_goes_on(
    run: Run, stub: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backmatter.references.verification.sources.crossref import CrossrefSource

    ask = CrossrefSource.by_reference
    asked = 0

    def interrupted(source: CrossrefSource, reference: Reference) -> Answer:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise KeyboardInterrupt
        return ask(source, reference)

    name = write(RETRACTED + WRONG_YEAR.replace("  doi = {10.5555/ic.2018.001},\n", ""))
    with monkeypatch.context() as patch:
        patch.setattr(CrossrefSource, "by_reference", interrupted)
        patch.setattr(CrossrefSource, "at_once", 1)
        result = run("verify", name, "--evidence", "e.jsonl")
    assert result.code == 130
    assert "the same command goes on from there" in result.err
    assert not Path("e.jsonl").exists()
    before = len(stub.log)
    assert before == 1
    assert run("verify", name, "--evidence", "e.jsonl").code == 1
    assert len(stub.log) == before + 1


@pytest.mark.usefixtures("stub")
def test_a_list_of_retractions_on_disk(run: Run) -> None:
    listed = write(
        "Record ID,OriginalPaperDOI,RetractionDOI,RetractionNature,RetractionDate\n"
        "1,10.5555/IC.2018.001,10.5555/n,Retraction,10/18/2023 0:00\n",
        "watch.csv",
    )
    result = run("verify", write(GOOD), "--retractions", listed)
    assert result.code == 1
    assert "retraction on 2023-10-18 (retraction-watch)" in result.out
    assert run("verify", "refs.bib", "--retractions", write("a,b\n", "other.csv")).code == 2


def test_evidence_shows_pages_and_says_what_it_covers(run: Run) -> None:
    row = {
        "reference": {"title": "Slow loading of invented discs: a study in imaginary rabbits"},
        "established": True,
        "fields": {"issued": [{"value": "2018", "address": "https://page.example/1"}]},
    }
    name = write(json.dumps(row), "seen.jsonl")
    result = run("verify", write(GOOD + RETRACTED), "--source", f"evidence:{name}")
    assert result.code == 0
    assert "https://page.example/1" in result.out
    assert "Crossref" not in result.out + result.err
    assert "the evidence covers 1 of them" in result.err


@pytest.mark.parametrize("source", ["pubmed", "evidence", "evidence:"])
def test_an_unknown_source_is_a_usage_error(run: Run, source: str) -> None:
    assert run("verify", write(GOOD), "--source", source).code == 2


def test_doi_lines(run: Run, stub: StubServer) -> None:
    given = ["doi:10.5555/ic.2018.001.", "10.5555/ic.2015.003", "10.5281/zenodo.1", "10.5555/none",
             "10.bad"]  # fmt: skip
    result = run("doi", *given)
    assert result.code == 1
    assert [line.split()[0] for line in result.out.splitlines()] == [
        "registered",
        "retracted",
        "registered",
        "unregistered",
        "malformed",
    ]
    assert "Slow loading of invented discs" in result.out
    assert "repaired: prefix, trailing" in result.out
    assert "DataCite" in result.out
    assert len(stub.log) == 3


def test_doi_in_files_and_on_standard_input(run: Run, stub: StubServer) -> None:
    text = "See 10.5555/ic.2018.001 and\nhttps://doi.org/10.5555/ic.2017.005."
    result = run("doi", write(text, "notes.txt"))
    assert result.code == 0
    assert [line.partition(": ")[0] for line in result.out.splitlines()] == [
        "notes.txt:1:5",
        "notes.txt:2:17",
    ]
    rows = json.loads(run("doi", "-", "-f", "json", stdin=text.encode()).out)
    assert [row["doi"] for row in rows] == ["10.5555/ic.2018.001", "10.5555/ic.2017.005"]
    assert len(stub.log) == 1


def test_a_doi_is_one_line_however_often_a_file_has_it(run: Run, stub: StubServer) -> None:
    text = GOOD.replace("}\n}", "}")[:-2] + "url = {https://doi.org/10.5555/IC.2018.001},\n}\n"
    text += "% See doi:10.5555/ic.2017.005. And 10.5555/ic.2017.005, too.\n"
    result = run("doi", write(text))
    lines = result.out.splitlines()
    assert [line.split()[2].rstrip(";") for line in lines] == [
        "10.5555/ic.2018.001",
        "10.5555/ic.2017.005",
    ]
    assert all(line.endswith("; 2 times") for line in lines)
    assert "repaired" not in lines[1], "the full stop is the sentence's"
    assert "note: correction 2018-06-01" in lines[1]
    assert len(stub.log) == 1


@pytest.mark.usefixtures("stub")
def test_doi_says_when_a_work_is_in_doubt(run: Run) -> None:
    result = run("doi", "10.5555/ic.2016.004")
    assert "note: expression of concern" in result.out
    assert result.code == 1
    assert run("doi", "10.5555/ic.2016.004", "--fail-on", "error").code == 0


def test_doi_shows_the_work_of_another_agency(run: Run, stub: StubServer) -> None:
    doi = "10.5281/zenodo.1"
    stub.records[doi] = {"DOI": doi, "title": "Measured rabbits", "author": [{"family": "Owl"}]}
    assert "DataCite; Owl. Measured rabbits" in run("doi", doi).out


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("output_format", "expected"),
    [
        ("markdown", "| unregistered | 10.5555/none |"),
        ("html", '<a href="https://doi.org/10.5555/none">10.5555/none</a>'),
        ("github", "::error title=BM303::10.5555/none: is not registered"),
        ("sarif", '"ruleId": "BM303"'),
        ("junit", 'failures="1"'),
    ],
)
def test_doi_in_every_output_format(run: Run, output_format: str, expected: str) -> None:
    assert expected in run("doi", "10.5555/none", "-f", output_format).out


def test_doi_that_cannot_be_checked(run: Run, stub: StubServer) -> None:
    stub.fail("403")
    result = run("doi", "10.5555/ic.2018.001", "-f", "csv")
    assert result.code == 3
    assert next(csv.DictReader(io.StringIO(result.out)))["state"] == "unchecked"


def test_doi_of_no_file_is_a_usage_error(run: Run) -> None:
    result = run("doi", "no-such-file.txt")
    assert result.code == 2
    assert "no-such-file.txt" in result.err
