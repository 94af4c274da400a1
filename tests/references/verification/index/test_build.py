"""Building: the same bytes from the same records, whatever happens on the way."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.errors import InputError
from backmatter.references.verification.index import file
from backmatter.references.verification.index.build import build
from backmatter.references.verification.index.report import NothingToIndexError
from backmatter.references.verification.index.search import open_index
from backmatter.references.verification.index.update import update
from backmatter.references.verification.index.writing import cannot_write

Record = dict[str, Any]

STEP = 3
KILLS = 20
CHILD = """
import sys
from contextlib import contextmanager
from pathlib import Path
from backmatter.references.verification.index.build import build

@contextmanager
def bars(what, total):
    print(what, flush=True)
    yield lambda count: print(what, count, flush=True)

build(Path(sys.argv[1]), [Path(sys.argv[2])], bars=bars, step=int(sys.argv[3]))
"""


@pytest.fixture(scope="session")
def folder(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented works twice over, in small files of several forms."""
    path = tmp_path_factory.mktemp("parts")
    for at in range(0, len(records), 2):
        few = records[at : at + 2]
        lines = "".join(json.dumps(each) + "\n" for each in few)
        (path / f"{at:02}.json").write_text(json.dumps({"items": few}), encoding="utf-8")
        (path / f"{at:02}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return path


@pytest.fixture(scope="session")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("undisturbed") / "works.index"
    build(path, [folder], step=STEP)
    return path.read_bytes()


@pytest.fixture(scope="session")
def told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How often a build of the folder tells its progress."""
    calls: list[int] = []

    @contextmanager
    def bars(_what: str, _total: int) -> Generator[Callable[[int], None]]:
        calls.append(0)
        yield calls.append

    build(tmp_path_factory.mktemp("told") / "works.index", [folder], bars=bars, step=STEP)
    return len(calls)


def left(path: Path) -> list[str]:
    return sorted(each.name for each in path.iterdir())


def test_the_form_of_the_files_does_not_matter(
    records: list[Record], works_file: Path, index_file: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "items.json.gz"
    listed.write_bytes(gzip.compress(json.dumps({"items": records}, indent=1).encode()))
    index = tmp_path / "a.index"
    report = build(index, [listed])
    assert (report.works, report.added, report.findings) == (len(records), len(records), ())
    assert index.read_bytes() == index_file.read_bytes()
    assert left(tmp_path) == ["a.index", "items.json.gz"]
    build(index, [works_file])
    assert index.read_bytes() == index_file.read_bytes(), "an old index is replaced"


def test_the_last_record_of_a_doi_counts(records: list[Record], tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    newer = records[0] | {"title": ["Something else entirely about rabbits"], "volume": "99"}
    part.write_text("".join(json.dumps(r) + "\n" for r in (*records[:3], newer)), encoding="utf-8")
    assert build(tmp_path / "a.index", [part]).works == 3
    index = open_index(tmp_path / "a.index")
    work = index.by_doi("10.5555/IC.2018.001")
    assert work
    assert work.reference.title == "Something else entirely about rabbits"
    with closing(sqlite3.connect(tmp_path / "a.index")) as database:
        (keys,) = database.execute("select count(*) from keys where work = 1").fetchone()
        (last,) = database.execute("select max(id) from works").fetchone()
    assert (keys, last) == (0, 4)


@pytest.mark.parametrize("kills", [range(at, KILLS, 4) for at in range(4)])
def test_a_build_that_was_killed_ends_with_the_same_bytes(
    kills: range, folder: Path, undisturbed: bytes, told: int, tmp_path: Path
) -> None:
    chance = random.Random(kills.start)  # noqa: S311  # a seed makes a failure repeatable
    for kill in kills:
        index = tmp_path / f"{kill}.index"
        command = [sys.executable, "-c", CHILD, str(index), str(folder), str(STEP)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            for _ in range(chance.randint(1, told)):
                assert child.stdout.readline()
            child.kill()
        if index.exists():
            assert index.read_bytes() == undisturbed
        build(index, [folder], step=STEP)
        assert index.read_bytes() == undisturbed
        assert left(tmp_path) == [index.name]
        index.unlink()


@contextmanager
def stopping(_what: str, _total: int) -> Generator[Callable[[int], None]]:
    """A bar that is interrupted once half of the files are read."""
    calls = iter(range(22))

    def advance(_count: int) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    yield advance


def test_a_build_that_was_interrupted_goes_on_where_it_was(
    folder: Path, undisturbed: bytes, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    with pytest.raises(KeyboardInterrupt):
        build(index, [folder], bars=stopping, step=STEP)
    assert left(tmp_path) == ["a.index.parts"]
    with closing(sqlite3.connect(tmp_path / "a.index.parts")) as database:
        (before,) = database.execute("select count(*) from works").fetchone()
        database.execute("update works set terms = terms || ' witness' where id = 3")
        database.commit()
    assert before > STEP
    build(index, [folder], step=STEP)
    assert index.read_bytes() != undisturbed, "what was read before was not used"


def test_other_files_than_before_are_read_anew(
    folder: Path, works_file: Path, index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    with pytest.raises(KeyboardInterrupt):
        build(index, [folder], bars=stopping, step=STEP)
    build(index, [works_file])
    assert index.read_bytes() == index_file.read_bytes()
    assert left(tmp_path) == ["a.index"]


def test_what_cannot_be_read_is_told_with_its_place_also_after_an_interruption(
    records: list[Record], tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{n}.jsonl" for n in (1, 2, 3))
    good = [json.dumps(record) for record in records]
    first.write_text(f"{good[0]}\n{{broken\n{good[1]}\n5\n" + '{"title": ["No DOI"]}\n')
    second.write_bytes(gzip.compress("\n".join(good[2:8]).encode())[:-200])
    third.write_text(good[9] + "\n")
    index = tmp_path / "a.index"

    @contextmanager
    def stop_at_the_index(what: str, _total: int) -> Generator[Callable[[int], None]]:
        if what == "indexing":
            raise KeyboardInterrupt
        yield lambda count: None  # noqa: ARG005  # nobody watches

    with pytest.raises(KeyboardInterrupt):
        build(index, [first, second, third], bars=stop_at_the_index)
    report = build(index, [first, second, third])
    told = [
        (f.code, Path(f.location.file).name, f.location.line, f.message.split(";")[0])
        for f in report.findings
    ]
    assert told[:3] == [
        ("BM128", "1.jsonl", 2, "no JSON"),
        ("BM128", "1.jsonl", 4, "no record of a work"),
        ("BM128", "1.jsonl", 5, "a record without a well-formed DOI"),
    ]
    ((code, name, _, problem),) = told[3:]
    assert (code, name, problem) == ("BM128", "2.jsonl", "the file is cut off")
    assert "fetch the file anew" in report.findings[3].message
    assert (report.is_cut, report.skipped) == (True, 4)
    assert open_index(index).by_doi(records[9]["DOI"]), "the next file is read all the same"


def test_many_broken_entries_are_counted_but_not_all_told(tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    part.write_text("x\n" * 250 + '{"DOI": "10.5555/one", "title": ["One"]}\n', encoding="utf-8")
    report = build(tmp_path / "a.index", [part])
    assert (report.works, report.skipped, len(report.findings)) == (1, 250, 100)


def test_nothing_to_index(tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    part.write_text("{}\nbroken\n", encoding="utf-8")
    with pytest.raises(NothingToIndexError, match="no record of a work was found") as raised:
        build(tmp_path / "a.index", [part])
    assert [f.message for f in raised.value.findings] == [
        "a record without a well-formed DOI; left out",
        "no JSON; left out",
    ]
    assert list(tmp_path.iterdir()) == [part]


@pytest.mark.parametrize("content", [b"", b"@article{a, title={B}}", b"SQLite format 3\0garbage"])
def test_a_file_of_another_kind_is_not_overwritten(
    content: bytes, works_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "refs.bib"
    other.write_bytes(content)
    with pytest.raises(InputError, match="is no index made by backmatter index build"):
        build(other, [works_file])
    assert other.read_bytes() == content
    with pytest.raises(InputError, match="is no index"):
        open_index(other)


def test_a_database_or_folder_is_no_index(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as database:
        database.execute("create table works (id)")
        database.commit()
    for path in (tmp_path / "other.sqlite", tmp_path):
        with pytest.raises(InputError, match="is no index"):
            open_index(path)
    with pytest.raises(InputError, match=r"no such index; make one with backmatter index build"):
        open_index(tmp_path / "none.index")


@pytest.mark.parametrize(("version", "said"), [(99, "newer backmatter"), (0, "older backmatter")])
def test_an_index_of_another_version(
    version: int, said: str, index_file: Path, works_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    with closing(sqlite3.connect(index)) as database:
        database.execute(f"pragma user_version = {version}")
    with pytest.raises(InputError, match=rf"{said} \(format {version}, this one reads 1\)"):
        open_index(index)
    build(index, [works_file])
    assert index.read_bytes() == index_file.read_bytes(), "it can be built anew"


def test_a_folder_that_cannot_be_written(works_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.index: cannot be written: No such file"):
        build(tmp_path / "none" / "a.index", [works_file])


def test_a_full_disk(tmp_path: Path) -> None:
    index = tmp_path / "a.index"
    with closing(sqlite3.connect(tmp_path / "full")) as database:
        database.execute("pragma max_page_count = 2")
        with (
            pytest.raises(InputError, match=r"the disk is full; make room and run the same"),
            cannot_write(index),
        ):
            database.execute("create table a as select zeroblob(100000)")


def test_a_file_that_may_not_grow_leaves_the_old_index(
    folder: Path, undisturbed: bytes, tmp_path: Path
) -> None:
    """The limit on a file's size stands for a disk that takes no more."""
    index = tmp_path / "a.index"
    index.write_bytes(undisturbed)
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
    command = [sys.executable, "-c", limited + CHILD, str(index), str(folder), str(STEP)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.search(
        r"InputError: .*a\.index: cannot be written: disk I/O error; once", done.stderr
    )
    assert index.read_bytes() == undisturbed
    assert left(tmp_path) == ["a.index", "a.index.parts"], "nothing else takes room"
    build(index, [folder], step=STEP)
    assert index.read_bytes() == undisturbed
    assert left(tmp_path) == ["a.index"]


def test_two_processes_do_not_write_one_index(
    works_file: Path, index_file: Path, tmp_path: Path
) -> None:
    index = tmp_path / "a.index"
    index.write_bytes(index_file.read_bytes())
    with closing(sqlite3.connect(tmp_path / "a.index.lock", isolation_level=None)) as other:
        other.execute("begin exclusive")
        for write in (build, update):
            with pytest.raises(InputError, match="another process is writing it"):
                write(index, [works_file])
    build(index, [works_file])
    assert left(tmp_path) == ["a.index"], "a lock that was left behind is no hindrance"


def test_a_strange_file_in_the_way_is_left_alone(works_file: Path, tmp_path: Path) -> None:
    strange = tmp_path / "a.index.parts"
    strange.write_bytes(b"my own notes, and nothing of backmatter's, whatever its name may say" * 9)
    with pytest.raises(InputError, match=r"a\.index\.parts: is in the way"):
        build(tmp_path / "a.index", [works_file])
    assert strange.read_bytes().startswith(b"my own notes")


def test_an_index_holds_no_empty_page(index_file: Path) -> None:
    with closing(sqlite3.connect(index_file)) as database:
        assert database.execute("pragma freelist_count").fetchone() == (0,)
        assert database.execute("pragma application_id").fetchone() == (file.APPLICATION,)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        database.execute("insert into words (words) values ('integrity-check')")
