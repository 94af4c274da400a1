"""What `check` looks at and what of it is wanted: codes chosen, files passed over, comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from backmatter.cli.inputs import Input
from backmatter.references.findings import Finding

if TYPE_CHECKING:
    from backmatter.references.baseline import Accepted


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are wanted: beginnings of codes, and for some files those that are not.

    `per_file` maps patterns of paths (`old/*.bib`) to the codes that are left out there;
    `accepted` is what a baseline takes back.
    """

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    per_file: Mapping[str, tuple[str, ...]]
    accepted: Sequence[Accepted] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that are named."""
        return (*self.select, *self.ignore, *(c for codes in self.per_file.values() for c in codes))

    def of(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        """The findings that are wanted, in the order of their places."""
        from backmatter.references.rules.registry import selected

        chosen = selected(findings, self.select, self.ignore)
        kept = [found for found in chosen if not self._is_left_out(found)]
        if self.accepted:
            from backmatter.references.baseline import divide

            kept = list(divide(kept, self.accepted)[0])
        return sorted(kept, key=lambda f: (f.location.file, f.location.line, f.location.column))

    def without(self, baseline: Path | None) -> Choice:
        """The choice without what a baseline accepts.

        Raises:
            InputError: When there is no such file, or it is none.
        """
        from backmatter.references.baseline import load

        return replace(self, accepted=load(baseline)) if baseline else self

    def _is_left_out(self, found: Finding) -> bool:
        return any(
            found.code.startswith(codes) and PurePath(found.location.file).match(pattern)
            for pattern, codes in self.per_file.items()
        )


def findings_of(each: Input) -> Sequence[Finding]:
    """What reading a file found, and what the rules find in it."""
    from backmatter.references.rules import bibfile, registry

    if each.bibtex:
        return bibfile.check(
            each.references,
            each.findings,
            each.bibtex,
            each.file,
            date.today(),
            each.encoding,
            each.dialect,
        )
    library = registry.Library(each.references, date.today(), each.citations)
    return (*each.findings, *registry.check(library))


def citation_findings(documents: Sequence[Path], loaded: Sequence[Input]) -> list[Finding]:
    """What does not fit between manuscripts and the references of all inputs.

    Raises:
        InputError: When a document cannot be read, or is not LaTeX, Markdown or Word.
    """
    from backmatter.references.files import read_bytes
    from backmatter.references.manuscripts import read_manuscript
    from backmatter.references.rules import bibfile, cited

    read = [read_manuscript(read_bytes(path), str(path)) for path in documents]
    references = [reference for each in loaded for reference in each.references]
    parents = frozenset[str]().union(*(bibfile.parents(each.bibtex) for each in loaded))
    return list(cited.citation_findings(read, references, parents))


def mendable(findings: Sequence[Finding]) -> str:
    """How many of the findings `--fix` can mend, as the end of a sentence."""
    safe = sum(found.fix is not None and found.fix.safe for found in findings)
    unsafe = sum(found.fix is not None and not found.fix.safe for found in findings)
    parts = [f"{safe} can be mended with --fix"] if safe else []
    parts += [f"{unsafe} with --unsafe-fixes"] if unsafe else []
    return f" ({', '.join(parts)})" if parts else ""
