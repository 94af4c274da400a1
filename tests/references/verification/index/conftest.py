"""The invented works as files of records, and an index of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.verification.index.build import build
from backmatter.references.verification.index.search import Index, open_index

Record = dict[str, Any]


@pytest.fixture(scope="session")
def works_file(root: Path) -> Path:
    return root / "tests" / "data" / "synthetic-works.jsonl"


@pytest.fixture(scope="session")
def records(works_file: Path) -> list[Record]:
    lines = works_file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def index_file(works_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "works.index"
    build(path, [works_file])
    return path


@pytest.fixture
def index(index_file: Path) -> Index:
    return open_index(index_file)
