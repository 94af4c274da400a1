"""Retracted or not, from notices of every kind, and lists on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from backmatter.references.errors import InputError
from backmatter.references.verification.results import Notice
from backmatter.references.verification.retraction_list import load, merged
from backmatter.references.verification.retractions import retraction_of


@pytest.mark.parametrize(
    ("notices", "retracted"),
    [
        ([], False),
        (["correction 2020", "expression_of_concern 2021", "addendum 2022"], False),
        (["retraction 2020"], True),
        (["withdrawal 2020"], True),
        (["removal 2020"], True),
        (["partial_retraction 2020"], True),
        (["retraction 2020", "reinstatement 2021"], False),
        (["reinstatement 2021", "retraction 2022"], True),
        (["retraction 2020", "reinstatement "], False),
        (["retraction ", "reinstatement 2021"], False),
        (["reinstatement 2021"], False),
    ],
)
def test_what_notices_mean(notices: list[str], retracted: bool) -> None:
    parsed = [Notice(kind, date=date) for kind, _, date in (n.partition(" ") for n in notices)]
    assert (retraction_of(parsed) is not None) is retracted


CSV = """Record ID,Title,OriginalPaperDOI,RetractionDOI,RetractionNature,RetractionDate
1,"A, title",10.5555/A,10.5555/n,Retraction,10/18/2023 0:00
2,Another,10.5555/a,10.5555/n,Retraction,10/18/2023 0:00
3,Third,unavailable,10.5555/m,Retraction,1/2/2020 0:00
4,Fourth,10.5555/b,,Expression of concern,soon
"""
LINES = """{"doi": "10.5555/A", "notice": "10.5555/n", "nature": "retraction", "date": "2023-10-18"}

{"doi": "10.5555/b", "notice": null, "nature": "expression_of_concern", "date": ""}
"""


@pytest.mark.parametrize("text", [CSV, LINES, "\ufeff" + CSV])
def test_both_forms_of_lists(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")
    assert dict(load(path)) == {
        "10.5555/a": (Notice("retraction", "10.5555/n", "2023-10-18", "retraction-watch"),),
        "10.5555/b": (Notice("expression_of_concern", "", "", "retraction-watch"),),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\n1,2\n", "no column"), ("", "no column"), ('{"doi": 1}\n{broken\n', ":2: is no entry")],
)
def test_what_is_no_list(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load(path)


def test_a_notice_that_the_record_has_is_not_told_twice() -> None:
    own = (Notice("retraction", "10.5555/N", "2020-01-01", "publisher"),)
    listed = (
        Notice("retraction", "10.5555/n", "2020-01-02", "retraction-watch"),
        Notice("correction", "10.5555/c", "", "retraction-watch"),
    )
    assert [n.kind for n in merged(own, listed)] == ["retraction", "correction"]


@pytest.mark.needs("shared")
def test_the_real_list(shared: Path, tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "updates.jsonl"
    packed = (shared / "crossref" / "updates-real.jsonl.gz").read_bytes()
    path.write_bytes(gzip.decompress(packed))
    listed = load(path)
    assert len(listed) > 9000
    assert retraction_of(listed["10.1155/2022/2981558"]) is not None
