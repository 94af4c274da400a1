"""A file of evidence repeats a check to the byte, elsewhere and without asking anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backmatter.references.errors import InputError
from backmatter.references.model import Reference
from backmatter.references.verification import recorded
from backmatter.references.verification.recorded import Recording
from backmatter.references.verification.results import Result, Verdict
from backmatter.references.verification.services import Services, Settings, connect
from backmatter.references.verification.verify import verify
from stub_server import StubServer

Cite = Callable[..., Reference]

DAY = 24 * 3600.0
NOW = 1_790_000_000.0
DATASET = "10.5281/zenodo.4711"


class Machine:
    """A machine of its own: a cache, a clock, and a file of evidence that it was given."""

    def __init__(self, stub: StubServer, evidence: Path, cache: Path | None = None) -> None:
        self.stub, self.evidence, self.cache = stub, evidence, cache

    def connect(self, now: float, *, offline: bool = False) -> Services:
        """The services as this machine has them."""
        settings = Settings(
            user_agent="t",
            offline=offline,
            cache=self.cache,
            evidence=self.evidence,
            crossref_url=self.stub.url,
            doi_url=self.stub.url,
        )
        return connect(settings, now=lambda: now)

    def verify(
        self, references: list[Reference], *, now: float = NOW, offline: bool = False
    ) -> list[Result]:
        """What a run here gives; it writes the evidence, but not offline."""
        services = self.connect(now, offline=offline)
        results = verify(
            references,
            services.crossref,
            services.doi_org,
            clock=lambda: datetime.fromtimestamp(now, UTC),
        )
        assert services.recording is not None
        if not offline:
            self.evidence.write_text(services.recording.text(results), encoding="utf-8")
        return list(results)


@pytest.fixture
def references(cite: Cite, stub: StubServer) -> list[Reference]:
    """One of each kind: verified, differing, retracted, wrong, missing, another agency's."""
    stub.records[DATASET] = {"DOI": DATASET, "title": "Measured rabbits", "type": "dataset"}
    slow = "Slow loading of invented discs: a study in imaginary rabbits"
    return [
        cite(title="Editorial", author="Owl N", year=2011, DOI="10.5555/ic.2011.010"),
        cite(title=slow, author="Quill AB", year=2008, DOI="10.5555/ic.2018.001"),
        cite(title="Fictional exosomes reverse imagined degeneration", author="Magpie F"),
        cite(title=slow, author="Quill AB", year=2018, DOI="10.5555/ic.2011.010"),
        cite(title="Nothing like it was ever written anywhere", author="Nobody N", year=1999),
        cite(title="Measured rabbits", DOI=DATASET, type="dataset"),
        cite(title="Somebody's at ISTIC", DOI="10.3969/j.issn.1"),
        cite(title="脊柱外科", author="张娟"),
    ]


def test_the_round_trip_gives_the_same_results_and_asks_nobody(
    stub: StubServer, references: list[Reference], tmp_path: Path
) -> None:
    first = Machine(stub, tmp_path / "e.jsonl", tmp_path / "a.sqlite").verify(references)
    assert {result.verdict for result in first} == set(Verdict)
    asked = len(stub.log)
    again = Machine(stub, tmp_path / "e.jsonl")
    offline = again.verify(references, now=NOW + 1000 * DAY, offline=True)
    assert offline == first
    assert again.verify(references, now=NOW + DAY / 2) == first
    assert len(stub.log) == asked


def test_only_what_is_stale_or_new_is_asked_again(
    stub: StubServer, references: list[Reference], tmp_path: Path, cite: Cite
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    machine.verify(references[:2])
    stub.heal()
    new = cite(title="Twice-told tales of a virtual spine", author="Swift J", year=2012)
    machine.verify([*references[:2], new], now=NOW + 29 * DAY)
    assert len(stub.log) == 1
    assert "Twice-told" in stub.log[0].path
    stub.heal()
    machine.verify([*references[:2], new], now=NOW + 31 * DAY)
    assert [entry.path.partition("?")[2][:6] for entry in stub.log] == ["filter"]


def test_a_reference_that_was_edited_is_compared_anew(
    stub: StubServer, references: list[Reference], tmp_path: Path, cite: Cite
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    machine.verify(references)
    title = "Slow loading of invented discs: a study in imaginary rabbits"
    edited = cite(title=title, author="Quill AB", year=2018, DOI="10.5555/ic.2018.001")
    (result,) = machine.verify([edited], offline=True)
    assert result.verdict is Verdict.VERIFIED


def test_a_line_says_who_answered_what_and_when(
    stub: StubServer, references: list[Reference], tmp_path: Path
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    machine.verify(references[:2])
    line = json.loads(machine.evidence.read_text(encoding="utf-8").splitlines()[1])
    assert line["verdict"] == "differs"
    assert line["source"] == "Crossref"
    assert line["asked"] == "2026-09-21T14:13:20Z"
    assert {"field": "issued", "ours": "2008", "theirs": "2018", "outcome": "differ"} in line[
        "fields"
    ]
    (answer,) = line["answers"]
    assert (answer["kind"], answer["question"]) == ("doi", "10.5555/ic.2018.001")
    assert answer["answer"]["volume"] == "12"


def test_lines_about_other_references_stay(
    stub: StubServer, references: list[Reference], tmp_path: Path
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    machine.verify(references[:2])
    before = machine.evidence.read_text(encoding="utf-8").splitlines()
    machine.verify(references[2:3])
    after = machine.evidence.read_text(encoding="utf-8").splitlines()
    assert after[1:] == before
    assert len(after) == 3


def test_failures_are_no_evidence(
    stub: StubServer, references: list[Reference], tmp_path: Path
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    stub.fail("403")
    machine.verify(references[:1])
    assert json.loads(machine.evidence.read_text(encoding="utf-8"))["answers"] == []
    stub.heal()
    (result,) = machine.verify(references[:1])
    assert result.verdict is Verdict.VERIFIED


def test_a_forged_answer_about_another_doi_is_not_believed(
    stub: StubServer, references: list[Reference], tmp_path: Path
) -> None:
    machine = Machine(stub, tmp_path / "e.jsonl")
    machine.verify(references[:1])
    text = machine.evidence.read_text(encoding="utf-8")
    machine.evidence.write_text(text.replace('"DOI":"10.5555/ic.2011', '"DOI":"10.5555/x.2011'))
    (result,) = machine.verify(references[:1], offline=True)
    assert result.verdict is Verdict.UNCHECKED


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        "{}",
        '{"reference":{},"answers":[{"kind":"spell","question":"x","asked":"2026-01-01T00:00Z"}]}',
        '{"reference":{},"answers":[{"kind":"doi","question":"x","asked":"soon","answer":1}]}',
        '{"reference":{},"answers":[{"kind":"doi","question":"x","asked":"2026-01-01","answer":1}]}',
        '{"reference":[],"answers":[]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_evidence_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "e.jsonl"
    file.write_text(f'\n{{"reference":{{}},"answers":[]}}\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"e\.jsonl:3: is no evidence of a run"):
        recorded.load(file)


def test_odd_answers_are_none(stub: StubServer, cite: Cite, tmp_path: Path) -> None:
    """Well-formed lines with answers that no service would give change no verdict for the worse."""
    rows = [
        {"kind": kind, "question": "10.5555/ic.2011.010", "asked": "2026-01-01T00:00:00Z"}
        | {"answer": answer}
        for kind, answer in (("doi", [1, 2]), ("agency", {"x": 1}), ("record", "text"))
    ]
    row = {"reference": {"id": "a"}, "answers": rows}
    (tmp_path / "e.jsonl").write_text(json.dumps(row), encoding="utf-8")
    machine = Machine(stub, tmp_path / "e.jsonl")
    (result,) = machine.verify([cite(title="Editorial", DOI="10.5555/ic.2011.010")], offline=True)
    assert result.verdict is Verdict.UNCHECKED


def test_the_two_kinds_of_evidence_are_told_apart(tmp_path: Path) -> None:
    row = {"reference": {"title": "T"}, "fields": {}}
    (tmp_path / "seen.jsonl").write_text(json.dumps(row), encoding="utf-8")
    recording = Recording((), None, now=lambda: 0.0, max_age=1.0)
    run = recording.text([Result(Reference(key="a"), Verdict.UNCHECKED, "offline")])
    (tmp_path / "run.jsonl").write_text(run, encoding="utf-8")
    assert not recorded.is_recorded(tmp_path / "seen.jsonl")
    assert recorded.is_recorded(tmp_path / "run.jsonl")
