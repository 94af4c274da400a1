"""The cache: whole after anything, shared by processes, never a reason to fail."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backmatter.references.verification.cache import MAX_AGE, MAX_AGE_OF_NOTHING, Cache


def test_what_was_put_is_got_with_its_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder" / "a.sqlite", now=lambda: 1000.0)
    cache.put("doi", "10.1000/a", {"title": ["“Ünïcode”"]})
    kept = cache.get("doi", "10.1000/a")
    assert kept is not None
    assert (kept.value, kept.at) == ({"title": ["“Ünïcode”"]}, 1000.0)
    assert cache.get("query", "10.1000/a") is None


@pytest.mark.parametrize(("value", "limit"), [({"a": 1}, MAX_AGE), (None, MAX_AGE_OF_NOTHING)])
def test_old_answers_are_asked_again_and_misses_sooner(
    tmp_path: Path, value: object, limit: float
) -> None:
    clock = [0.0]
    cache = Cache(tmp_path / "a.sqlite", now=lambda: clock[0])
    cache.put("doi", "x", value)
    clock[0] = limit - 1
    assert cache.get("doi", "x") is not None
    clock[0] = limit + 1
    assert cache.get("doi", "x") is None
    assert cache.get("doi", "x", any_age=True) is not None


def test_a_clock_set_back_makes_nothing_fresh_for_ever(tmp_path: Path) -> None:
    clock = [10**10]
    cache = Cache(tmp_path / "a.sqlite", now=lambda: clock[0])
    cache.put("doi", "x", 1)
    clock[0] = 0
    assert cache.get("doi", "x") is None


def test_a_damaged_answer_is_no_answer(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a.sqlite", now=lambda: 0.0)
    cache.put("doi", "x", {"a": 1})
    cache.close()
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("""update answers set value = '{"a":2}'""")
    database.close()
    assert Cache(tmp_path / "a.sqlite", now=lambda: 0.0).get("doi", "x") is None


@pytest.mark.parametrize("content", [b"", b"no database at all, whatever its name", b"\x00" * 5000])
def test_a_file_that_is_no_database_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.sqlite").write_bytes(content)
    cache = Cache(tmp_path / "a.sqlite", now=lambda: 0.0)
    cache.put("doi", "x", 1)
    assert cache.get("doi", "x") is not None
    cache.close()


def test_another_version_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a.sqlite", now=lambda: 0.0)
    cache.put("doi", "x", 1)
    cache.close()
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("pragma user_version = 99")
    database.close()
    cache = Cache(tmp_path / "a.sqlite", now=lambda: 0.0)
    assert cache.get("doi", "x") is None
    cache.put("doi", "x", 2)
    assert cache.get("doi", "x") is not None
    cache.close()


def test_a_place_that_cannot_be_written_is_told_and_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    cache = Cache(tmp_path / "file" / "a.sqlite", now=lambda: 0.0)
    cache.put("doi", "x", 1)
    assert cache.get("doi", "x") is None
    assert "a.sqlite" in cache.trouble


WRITER = """
import sys
from pathlib import Path
from backmatter.references.verification.cache import Cache

cache = Cache(Path(sys.argv[1]), now=lambda: 0.0)
for number in range(100):
    cache.put("doi", f"{sys.argv[2]}.{number}", number)
"""


def test_two_processes_write_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    cache = Cache(path, now=lambda: 0.0)
    for name in "ab":
        for number in range(100):
            kept = cache.get("doi", f"{name}.{number}")
            assert kept is not None
            assert kept.value == number
    cache.close()


OPENER = """
import sys, time
from pathlib import Path
from backmatter.references.verification.cache import Cache

while not Path(sys.argv[2]).exists():
    pass
for number in range(30):
    cache = Cache(Path(sys.argv[1]) / f"{number}.sqlite", now=lambda: 0.0)
    cache.put("doi", sys.argv[3], number)
    cache.close()
    if cache.trouble:
        sys.exit(cache.trouble)
"""


def test_processes_that_make_the_file_at_the_same_time_all_keep_their_answers(
    tmp_path: Path,
) -> None:
    """SQLite does not wait for a lock while a file changes to WAL: whoever loses must try again."""
    go = tmp_path / "go"
    command = [sys.executable, "-c", OPENER, tmp_path, go]
    openers = [
        subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in "abcdef"
    ]
    time.sleep(1)  # until all of them wait for the file
    go.touch()
    assert [opener.communicate()[1] for opener in openers] == [""] * 6
    for number in range(30):
        cache = Cache(tmp_path / f"{number}.sqlite", now=lambda: 0.0)
        assert all(cache.get("doi", name) for name in "abcdef")
        cache.close()


def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    endless = WRITER.replace("range(100)", "range(10**9)")
    writer = subprocess.Popen([sys.executable, "-c", endless, path, "a"])
    while not path.exists() or Cache(path, now=lambda: 0.0).get("doi", "a.20") is None:
        time.sleep(0.05)
    writer.kill()
    writer.wait()
    cache = Cache(path, now=lambda: 0.0)
    kept = cache.get("doi", "a.20")
    assert kept is not None
    assert kept.value == 20
    assert cache.trouble == ""
    cache.close()
