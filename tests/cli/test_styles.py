"""`backmatter styles list|show|check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.styles import official

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small index in place of ten thousand styles."""
    folder = tmp_path / "official"
    (folder / "dependent").mkdir(parents=True)
    link = '<link href="http://www.zotero.org/styles/nature" rel="independent-parent"/>'
    info = "<style><info><title>Journal of Tests</title>{}</info></style>"
    (folder / "dependent" / "journal-of-tests.csl").write_text(info.format(link), "utf-8")
    index = tmp_path / "index.json"
    monkeypatch.setattr(official, "official_folder", lambda: folder)
    monkeypatch.setattr(official, "index_path", lambda: index)
    official.official_styles.cache_clear()


def test_list_names_styles_with_their_kind_and_title(run: Run) -> None:
    """Tab-separated for a program; our own first."""
    rows = [line.split("\t") for line in run("styles", "list").out.splitlines()]
    assert rows[0] == [
        "chinese-journal-of-spine-and-spinal-cord",
        "numeric",
        "Chinese Journal of Spine and Spinal Cord",
    ]
    assert rows[-1] == ["journal-of-tests", "as nature", "Journal of Tests"]


def test_list_takes_words(run: Run) -> None:
    """All of them must be there; none there is told."""
    done = run("styles", "list", "7714", "2015", "note")
    assert done.out == "gb-t-7714-2015-note\tnote\tGB/T 7714—2015 (note)\n"
    nothing = run("styles", "list", "no-such-word")
    assert (nothing.code, nothing.out.strip()) == (0, "")
    assert "no style holds all of these words" in nothing.err


def test_show_prints_what_the_style_says_and_ten_references(run: Run) -> None:
    """The description, an empty line, the entries."""
    done = run("styles", "show", "gb-t-7714-2025-numeric")
    head, _, entries = done.out.partition("\n\n")
    assert "title:    GB/T 7714—2025 (numeric)\n" in f"{head}\n"
    assert len(entries.splitlines()) == 10
    assert "[3] Mosteller F，Tukey J W. Data analysis，including statistics[M]//" in entries
    assert "[7] 钱学森，于景元，戴汝为. 一个科学新领域：" in entries


def test_show_has_two_citations_and_for_a_style_of_notes_the_notes(run: Run, root: Path) -> None:
    """A style without bibliography prints its ten notes instead."""
    done = run("styles", "show", "gb-t-7714-2015-author-date")
    assert "cited:    (WATSON et al., 1953)  (钱学森等, 1990)\n" in done.out
    xml = (root / "styles" / "house" / "gb-t-7714-2015-note.csl").read_text("utf-8")
    Path("notes.csl").write_text(f"{xml.partition('<bibliography')[0]}</style>", "utf-8")
    notes = run("styles", "show", "notes.csl").out.partition("\n\n")[2].splitlines()
    assert len(notes) == 10
    assert notes[7] == "费孝通. 乡土中国[M]. 北京: 生活·读书·新知三联书店, 1985."


def test_show_of_an_unknown_style_is_one_line_and_exit_code_2(run: Run) -> None:
    """With what comes near."""
    done = run("styles", "show", "gb-t-7714-2025-numerc")
    assert (done.code, done.out) == (2, "")
    assert "did you mean gb-t-7714-2025-numeric" in " ".join(done.err.split())


def test_check_tells_findings_with_line_and_column(run: Run, tmp_path: Path) -> None:
    """Exit code 1 from a warning on, 0 when only an error counts."""
    style = tmp_path / "mine.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">\n'
        "<info><title>T</title><id>t</id><updated>2026-01-01</updated></info>\n"
        '<macro name="left-over"><text variable="title"/></macro>\n'
        '<citation><layout><text variable="title"/></layout></citation>\n'
        "</style>",
        "utf-8",
    )
    done = run("styles", "check", "mine.csl")
    assert done.code == 1
    assert done.out == "mine.csl:3:1: BM814 the macro left-over is never used [warning]\n"
    assert run("styles", "check", "mine.csl", "--fail-on", "error").code == 0
    found = json.loads(run("styles", "check", "mine.csl", "-f", "json").out)
    assert [each["code"] for each in found] == ["BM814"]


def test_check_takes_names_of_the_catalog_and_explains_codes(run: Run) -> None:
    """A style of ours is sound; every code has a page."""
    done = run("styles", "check", "gb-t-7714-2015-note")
    assert (done.code, done.out) == (0, "")
    assert "1 style checked: nothing found" in done.err
    assert run("styles", "check", "--explain", "bm813").out.startswith("# BM813: ")
    assert run("styles", "check", "--explain", "BM999").code == 2
    assert run("styles", "check").code == 2
    assert run("styles", "check", "gone.csl").code == 2
