"""Renewing an index: afterwards it answers as one built from the newest records."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.errors import InputError
from backmatter.references.verification.index.build import build
from backmatter.references.verification.index.search import open_index
from backmatter.references.verification.index.update import update

Record = dict[str, Any]
TABLES = ("dois", "keys", "updates", "prefixes", "common", "works")


def write(path: Path, records: list[Record]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return path


def content(index: Path) -> dict[str, list[Any]]:
    """All that an index holds, the works without their numbers."""
    with closing(sqlite3.connect(index)) as database:
        held = {
            name: database.execute(f"select * from {name}").fetchall()  # noqa: S608  # ours
            for name in TABLES
        }
        database.execute("create virtual table temp.terms using fts5vocab('main','words','row')")
        held["terms"] = database.execute("select term, doc from temp.terms").fetchall()
        database.execute("insert into words (words) values ('integrity-check')")
    numbers = {work: doi for doi, work in held["dois"]}
    held["works"] = sorted((numbers[work], record) for work, record in held["works"])
    held["dois"] = sorted(numbers.values())
    for name in ("keys", "updates"):
        held[name] = sorted((value, numbers[work]) for value, work in held[name])
    return held


@pytest.fixture
def changed(records: list[Record]) -> list[Record]:
    """New records: three of them changed, one new with a prefix of its own."""
    first = records[0] | {"title": ["A new title for the rabbits"], "volume": "77"}
    notice = next(record for record in records if "update-to" in record)
    notice = {k: v for k, v in notice.items() if k != "update-to"}
    moved = records[5] | {"author": [{"family": "Neu", "given": "N."}]}
    return [first, notice, moved, {"DOI": "10.5556/new", "title": ["Entirely new 外泌体研究"]}]


def test_an_updated_index_holds_what_a_new_one_would(
    records: list[Record], changed: list[Record], index_file: Path, tmp_path: Path
) -> None:
    updated, built = tmp_path / "updated.index", tmp_path / "built.index"
    updated.write_bytes(index_file.read_bytes())
    report = update(updated, [write(tmp_path / "changed.jsonl", changed)])
    assert (report.works, report.added, report.replaced) == (len(records) + 1, 1, 3)
    build(built, [write(tmp_path / "all.jsonl", [*records, *changed])])
    assert content(updated) == content(built)
    work = open_index(updated).by_doi("10.5555/ic.2018.001")
    assert work
    assert work.reference.title == "A new title for the rabbits"


def test_the_same_records_change_nothing(
    works_file: Path, index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    for _ in range(2):
        report = update(index, [works_file])
        assert (report.added, report.replaced) == (0, 0)
    assert content(index) == content(index_file)


def test_there_and_back_again(
    records: list[Record], changed: list[Record], index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    update(index, [write(tmp_path / "changed.jsonl", changed[:3])])
    update(index, [write(tmp_path / "old.jsonl", records)])
    assert content(index) == content(index_file)


def test_an_interrupted_update_leaves_the_index_as_it_was(
    changed: list[Record], index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    part = write(tmp_path / "changed.jsonl", changed)

    @contextmanager
    def stopping(_what: str, _total: int) -> Generator[Callable[[int], None]]:
        def stop(_count: int) -> None:
            raise KeyboardInterrupt

        yield stop

    with pytest.raises(KeyboardInterrupt):
        update(index, [part], bars=stopping)
    assert index.read_bytes() == index_file.read_bytes()
    once = update(index, [part])
    again = tmp_path / "b.index"
    again.write_bytes(index_file.read_bytes())
    assert update(again, [part]) == once
    assert index.read_bytes() == again.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.index", "b.index", "changed.jsonl"]


def test_a_part_that_is_cut_off_is_told(
    changed: list[Record], index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    part = tmp_path / "part.jsonl.gz"
    lines = "".join(json.dumps(each) + "\n" for each in changed).encode()
    part.write_bytes(gzip.compress(lines, compresslevel=0)[:-300])
    report = update(index, [part])
    assert report.is_cut
    assert report.replaced == 2
    assert "cut off" in report.findings[0].message


def test_no_index_to_update(works_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such index"):
        update(tmp_path / "a.index", [works_file])
