"""Files are whole or untouched, whatever happens while one is written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
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
    with pytest.raises(InputError, match=r"out\.bib: there is no folder .*nowhere; make it first"):
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


def test_a_file_keeps_its_owner_and_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []

    def chown(_path: str, owner: int, group: int) -> None:
        given.append((owner, group))
        if owner != -1:
            raise PermissionError("only root may")

    monkeypatch.setattr(os, "chown", chown)
    path = tmp_path / "a.bib"
    path.write_text("old")
    write_atomic(path, "new")
    status = path.stat()
    assert given == [(status.st_uid, status.st_gid), (-1, status.st_gid)]
    assert path.read_text() == "new"


def test_a_second_name_of_a_file_keeps_the_old_text(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("old")
    os.link(path, tmp_path / "b.bib")
    write_atomic(path, "new")
    assert (path.read_text(), (tmp_path / "b.bib").read_text()) == ("new", "old")


def test_a_file_that_was_changed_or_removed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("theirs")
    with pytest.raises(InputError, match=r"a\.bib: was changed by another program meanwhile"):
        write_atomic(path, "ours", over=b"read")
    assert path.read_text() == "theirs"
    write_atomic(path, "ours", over=b"theirs")
    assert path.read_text() == "ours"
    path.unlink()
    with pytest.raises(InputError, match=r"a\.bib: was removed by another program meanwhile"):
        write_atomic(path, "more", over=b"ours")
    assert list(tmp_path.iterdir()) == []


def test_the_kernel_refuses_in_the_middle_of_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("old")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from backmatter.references.files import write_atomic\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "write_atomic(Path(sys.argv[1]), b'x' * 1_000_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert "cannot be written: File too large; it is as it was" in done.stderr
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.bib"]
