"""What fixing changes in the eyes of Pandoc: of each record, only what the rules are about.

`MAY_CHANGE` says for each rule that has fixes which CSL variables these may change; it is held
against the bad example of every rule's page, and against real files with all their fixes.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pypandoc  # pyright: ignore[reportMissingTypeStubs]  # it has none
import pytest

from backmatter.references.baseline import key_of
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.findings import Finding
from backmatter.references.rules import registry
from backmatter.references.rules.bibfile import check_text
from backmatter.references.rules.fixing import Fixed, fix

TODAY = date(2026, 1, 31)
TITLE = {"title", "title-short"}
NAMES = {"author", "editor", "translator", "container-author"}
JOURNAL = {"container-title", "container-title-short"}
TEXT = TITLE | NAMES | JOURNAL | {"abstract", "collection-title", "note", "publisher", "keyword"}
MAY_CHANGE: dict[str, set[str]] = {
    "BM140": set(),
    "BM142": TEXT,
    "BM143": set(),
    "BM144": NAMES,
    "BM205": NAMES,
    "BM209": {"issued"},
    "BM210": {"type"},
    "BM211": {"container-title", "publisher"},
    "BM213": set(),
    "BM217": set(),
    "BM220": set(),
    "BM221": {"page"},
    "BM222": {"page"},
    "BM224": {"volume", "issue"},
    "BM225": {"edition"},
    "BM227": {"volume", "issue"},
    "BM228": {"issue"},
    "BM230": NAMES,
    "BM232": NAMES,
    "BM233": NAMES,
    "BM240": TITLE,
    "BM241": TITLE,
    "BM250": TEXT,
    "BM251": TEXT,
    "BM252": TEXT,
    "BM253": TEXT,
    "BM254": set(),
    "BM260": JOURNAL,
    "BM261": JOURNAL,
    "BM262": JOURNAL,
    "BM265": {"keyword"},
    "BM301": {"DOI"},
    "BM306": {"DOI", "URL", "page", "note"},
    "BM307": {"DOI"},
    "BM313": {"ISBN", "ISSN"},
    "BM320": {"URL"},
    "BM321": {"URL"},
    "BM322": {"URL"},
}
"""Code of a rule that has fixes → CSL variables. None at all: what is written changes alone."""

BAD = re.compile(r"\*\*Bad\*\*\n\n((?:    .*\n|\n)+)")
FIXING = [rule for rule in registry.RULES if rule.mends]

Records = list[dict[str, Any]]


def as_pandoc_reads(text: str) -> Records | None:
    """The records of a `.bib` text; None where Pandoc refuses it."""
    command = [str(pypandoc.get_pandoc_path()), "-f", "biblatex", "-t", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 and done.stdout.strip() else None


def mended(text: str, code: str) -> Fixed:
    """The text with all fixes, unsafe ones too, of the rules whose code begins so."""

    def check(state: str) -> Sequence[Finding]:
        found = check_text(state, "a.bib", TODAY, "utf-8")
        return [each for each in found if each.code.startswith(code)]

    return fix(text, check, unsafe=True)


def changes(before: Records, after: Records) -> Iterator[tuple[str, str]]:
    """Key and variable of what differs; an empty variable counts as none."""
    assert [each["id"] for each in before] == [each["id"] for each in after]
    for old, new in zip(before, after, strict=True):
        for name in sorted(old.keys() | new.keys()):
            if (old.get(name) or "") != (new.get(name) or ""):
                yield old["id"], name


def test_the_table_names_the_rules_that_have_fixes() -> None:
    assert sorted(MAY_CHANGE) == [rule.code for rule in FIXING]


@pytest.mark.parametrize("rule", FIXING, ids=lambda rule: rule.code)
def test_the_fix_of_an_example_changes_what_the_rule_is_about(rule: registry.Rule) -> None:
    text = "".join(BAD.findall(rule.page)).replace("\n    ", "\n").strip()
    done = mended(text, rule.code)
    assert done.mended
    before, after = as_pandoc_reads(text), as_pandoc_reads(done.text)
    assert before
    assert after
    assert {name for _, name in changes(before, after)} <= MAY_CHANGE[rule.code]


def _real_files(root: Path) -> list[str]:
    files = (root.parent / "shared" / "bib-corpus").glob("*.bib")
    return sorted(path.name for path in files if path.stat().st_size < 60_000)


@pytest.mark.needs("shared")
@pytest.mark.parametrize("name", _real_files(Path(__file__).resolve().parents[3]) or ["none"])
def test_fixing_a_real_file_changes_what_its_rules_are_about(shared: Path, name: str) -> None:
    text = open_bib((shared / "bib-corpus" / name).read_bytes(), name).text
    done = mended(text, "BM")
    if done.text == text or (before := as_pandoc_reads(text)) is None:
        pytest.skip("nothing to mend, or Pandoc refuses it")  # so there is nothing to compare
    after = as_pandoc_reads(done.text)
    assert after is not None, "what Pandoc read it still reads"
    allowed: defaultdict[str, set[str]] = defaultdict(set)
    for finding in done.mended:
        allowed[key_of(finding)] |= MAY_CHANGE[finding.code]
    wrong = [(key, what) for key, what in changes(before, after) if what not in allowed[key]]
    assert not wrong
