"""The evidence of a run: what was asked of whom, when, what was answered, and the verdict.

A file of it is JSON Lines, one reference a line (`docs/evidence.md`). It lies over the cache as
a source of answers, so that another machine repeats the check without asking anybody: the
verdict is judged anew from the same answers, never read from the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.verification.cache import Answers, Kept, is_fresh
from backmatter.references.verification.results import Result
from backmatter.references.verification.sources.crossref import bibliographic_text
from backmatter.references.verification.times import from_iso, iso
from backmatter.references.verification.verify import printed_doi

Question = tuple[str, str]
"""The kind of a question (`doi`, `agency`, `record`, `query`), and its key."""

_ABOUT_A_DOI = ("doi", "agency", "record")
_KINDS = frozenset({*_ABOUT_A_DOI, "query"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: the reference it is about, the answers, and the line as it stands."""

    reference: str
    answers: Mapping[Question, Kept]
    text: str


class Recording:
    """Answers from a file of evidence, then from a cache; and a record of all that were used.

    Args:
        lines: The lines of the file; none for one that is still to be written.
        below: The cache, None for none.
        now: The time, in seconds since 1970.
        max_age: Seconds for which an answer of the file is fresh.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        below: Answers | None,
        *,
        now: Callable[[], float],
        max_age: float,
    ) -> None:
        self._lines, self._below, self._now, self._max_age = lines, below, now, max_age
        self._kept = {question: kept for line in lines for question, kept in line.answers.items()}
        self._used: dict[Question, Kept] = {}

    @property
    def trouble(self) -> str:
        """What went wrong with the cache, "" for nothing."""
        return self._below.trouble if self._below else ""

    def get(self, kind: str, key: str, *, any_age: bool = False) -> Kept | None:
        """The answer to a question: the file's when it is fresh, else the cache's."""
        kept = self._kept.get((kind, key))
        if kept and not any_age and not is_fresh(kept, self._now(), self._max_age):
            kept = None
        if kept is None and self._below:
            kept = self._below.get(kind, key, any_age=any_age)
        if kept:
            self._used[kind, key] = kept
        return kept

    def put(self, kind: str, key: str, value: object) -> None:
        """Note an answer that just came, and keep it in the cache."""
        self._used[kind, key] = Kept(value, self._now())
        if self._below:
            self._below.put(kind, key, value)

    def text(self, results: Sequence[Result]) -> str:
        """The file after a run: the run's references in order, then those it was not about."""
        now = {_name(result.reference) for result in results}
        own = [_compact(self._line(result)) for result in results]
        others = [line.text for line in self._lines if line.reference not in now]
        return "".join(f"{line}\n" for line in (*own, *others))

    def _line(self, result: Result) -> dict[str, Any]:
        reference = result.reference
        cited = {
            "id": reference.key,
            "citation-number": reference.source.number if reference.source else "",
            "title": reference.plain_title,
            "issued": str(reference.year or ""),
        }
        fields = [
            {"field": f.field, "ours": f.ours, "theirs": f.theirs, "outcome": str(f.outcome)}
            for f in result.fields
        ]
        return {
            "reference": {name: value for name, value in cited.items() if value},
            "verdict": str(result.verdict),
            "reason": result.reason,
            "doi": result.doi,
            "source": result.source,
            "asked": result.asked,
            "fields": fields,
            "answers": [
                {"kind": kind, "question": key, "asked": iso(kept.at), "answer": kept.value}
                for (kind, key) in questions(reference)
                if (kept := self._used.get((kind, key)))
            ],
        }


def questions(reference: Reference) -> Iterator[Question]:
    """Every question that a check of a reference may ask."""
    if doi := printed_doi(reference):
        for text in dict.fromkeys(map(dois.key, (doi.text, *doi.alternatives))):
            for kind in _ABOUT_A_DOI:
                yield kind, text
    if text := bibliographic_text(reference):
        yield "query", text


def load(path: Path, *, missing_ok: bool = False) -> tuple[Line, ...]:
    """The lines of a file of evidence.

    Raises:
        InputError: When it is missing, no UTF-8, or a line is no evidence of a run.
    """
    if missing_ok and not path.exists():
        return ()
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8") from None
    return tuple(_parsed(text.split("\n"), str(path)))


def is_recorded(path: Path) -> bool:
    """Whether a file is evidence of a run, rather than of what a person saw."""
    first = next((line for line in read_bytes(path)[:1_000_000].split(b"\n") if line.strip()), b"")
    return b'"answers":' in first


def _parsed(lines: Iterable[str], file: str) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = cast("dict[str, Any]", json.loads(line))
            cited = data["reference"]
            answers = dict(map(_answer, data["answers"]))
            yield Line(str(cited.get("id") or cited.get("title") or ""), answers, line)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InputError(
                f"{file}:{number}: is no evidence of a run; name another file"
            ) from None


def _answer(data: dict[str, Any]) -> tuple[Question, Kept]:
    kind, key = data["kind"], data["question"]
    if kind not in _KINDS or not isinstance(key, str):
        raise ValueError(kind)
    return (kind, key), Kept(data["answer"], from_iso(data["asked"]))


def _name(reference: Reference) -> str:
    """By what a reference is known again in the file: its key, else its title."""
    return reference.key or reference.plain_title


def _compact(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
