"""`format --to`: binary output goes to files and pipes, by the file's ending or by name."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

if TYPE_CHECKING:
    from tests.cli.conftest import Run

BIB = "@book{li2019, author={Li, Ming}, title={Spines}, publisher={PMPH}, year={2019}}\n"


@pytest.fixture(autouse=True)
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("refs.bib").write_text(BIB, encoding="utf-8")


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]


def test_the_ending_of_the_file_makes_a_word_document(run: Run) -> None:
    assert run("format", "refs.bib", "--style", "apa", "-o", "list.docx").code == 0
    first = Path("list.docx").read_bytes()
    assert paragraphs(first) == ["Li, M. (2019). Spines. PMPH."]
    assert run("format", "refs.bib", "--style", "apa", "-o", "list.docx").code == 0
    assert Path("list.docx").read_bytes() == first


def test_citations_can_be_a_word_document(run: Run) -> None:
    command = ("format", "refs.bib", "--style", "apa", "--cite", "[@li2019, p. 3]")
    assert run(*command, "-o", "cites.docx").code == 0
    assert paragraphs(Path("cites.docx").read_bytes()) == ["(Li, 2019, p. 3)"]


def test_a_json_tree_names_its_entries(run: Run) -> None:
    result = run("format", "refs.bib", "--style", "apa", "--to", "json")
    [entry] = json.loads(result.out)["entries"]
    assert entry["key"] == "li2019"
    assert entry["runs"][1] == {"text": "Spines", "font-style": "italic"}


def test_another_kind_of_order_is_refused(run: Run) -> None:
    assert run("format", "refs.bib", "--style", "apa", "--sort-chinese", "random").code == 2
