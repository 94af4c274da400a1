"""Files are whole or untouched, whatever happens while one is written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes, write_atomic


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    path.chmod(0o640)
    write_atomic(path, "新的\r\n")
    assert path.read_bytes() == "新的\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["refs.bib"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "\ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["refs.bib"]


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.bib").write_text("old")
    link = tmp_path / "link.bib"
    link.symlink_to("real.bib")
    write_atomic(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.bib").read_text() == "new"


def test_a_missing_folder_is_told_by_the_name_the_user_gave(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.bib: cannot be written: No such file"):
        write_atomic(tmp_path / "nowhere" / "out.bib", "x")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_bytes(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_bytes(tmp_path)


def test_what_is_no_regular_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomic(pipe, "text")
    assert os.read(reader, 100) == b"text"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_write_protected_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(InputError, match="is write-protected; nothing was written"):
        write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.bib"]
