"""Our BibTeX as biber sees it: valid, down to the last warning."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from backmatter.references.formats import biblatex, bibtex
from backmatter.references.formats.bibtex_fields import CSL_TYPES
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.keys import with_keys
from backmatter.references.model import Date, DatePart, Name, Reference, Source

_TEXTS = (
    "title container-title collection-title publisher publisher-place note edition genre version "
    "medium status event-title volume issue number archive abstract annote title-short odd"
)
_FULL = Reference(
    variables={**dict.fromkeys(_TEXTS.split(), "Text & <i>more</i>"), "volume": "3",
               "DOI": "10.1/a_b", "URL": "https://x.org/~a?b=%20&c", "PMID": "123", "PMCID": "PMC1",
               "page": "1-5", "language": "zh-CN", "number-of-volumes": "2", "scale": "1:5"},
    names={v: (Name("Roe", "A"), Name(literal="B & C")) for v in ("author", "editor", "director")},
    dates={v: Date((DatePart(2001, 2), DatePart(2003))) for v in ("issued", "event-date")}
    | {"accessed": Date((DatePart(2001, 2, 3),)), "submitted": Date(literal="soon")},
    keywords=("a > b", "c, d"),
)  # fmt: skip


def _biber_warnings(folder: Path, text: str) -> list[str]:
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "-O", "out.bib", "refs.bib"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    lines = (run.stdout + run.stderr).splitlines()
    assert any(line.startswith("INFO - Output to out.bib") for line in lines)
    return [line for line in lines if not line.startswith("INFO")]


@pytest.mark.needs("shared", "biber")
def test_biber_takes_the_review_without_a_word(shared: Path, tmp_path: Path) -> None:
    gold = json.loads((shared / "review" / "gold.json").read_text(encoding="utf-8"))
    references = [
        replace(
            item_to_reference(
                {n: v for n, v in e.items() if n not in ("id", "others", "printed")}
                | {"citation-number": e["id"]}
            ),
            others=frozenset({"author"}) if e["others"] else frozenset(),
            source=Source("review.txt", 1, 2, None, e["id"], e["printed"], e["printed"]),
            keywords=("animal model", "stem cell > BMSC"),
        )
        for e in gold
    ]
    text = bibtex.write(references)
    assert _biber_warnings(tmp_path, text) == []
    back = bibtex.read(text).references
    assert [replace(r, source=None) for r in with_keys(references)] == [
        replace(r, source=None, fields={}) for r in back
    ]
    assert [r.source.printed for r in back if r.source] == [e["printed"] for e in gold]


@pytest.mark.needs("shared", "biber")
@pytest.mark.parametrize("form", [bibtex, biblatex])
def test_biber_takes_all_types_of_entries(shared: Path, tmp_path: Path, form: ModuleType) -> None:
    """It only says what the sources lack (a mandatory field) or have wrong (volume, ISSN)."""
    text = (shared / "gbt7714" / "gbt7714-examples.bib").read_text(encoding="utf-8")
    references = list(bibtex.read(text).references)
    lines = (shared / "csl-styles" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = {json.dumps(i, sort_keys=True): i for line in lines for i in json.loads(line)["items"]}
    references += map(item_to_reference, items.values())
    references += [replace(_FULL, type=csl_type) for csl_type in sorted(CSL_TYPES)]
    bare = [replace(reference, key="", fields={}, source=None) for reference in references]
    warnings = _biber_warnings(tmp_path, form.write(bare))
    data = re.compile(r"Missing mandatory field|Invalid value of field 'volume'|Invalid ISSN")
    assert [line for line in warnings if not data.search(line)] == []
