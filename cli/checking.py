"""What `check` looks at and what of it is wanted: codes chosen, files passed over, comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from backmatter.cli.inputs import Input
from backmatter.references.findings import Finding


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are wanted: beginnings of codes, and for some files those that are not.

    `per_file` maps patterns of paths (`old/*.bib`) to the codes that are left out there.
    """

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    per_file: Mapping[str, tuple[str, ...]]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that are named."""
        return (*self.select, *self.ignore, *(c for codes in self.per_file.values() for c in codes))

    def of(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        """The findings that are wanted, in the order of their places."""
        from backmatter.references.rules.registry import selected

        chosen = selected(findings, self.select, self.ignore)
        kept = [found for found in chosen if not self._is_left_out(found)]
        return sorted(kept, key=lambda f: (f.location.file, f.location.line, f.location.column))

    def _is_left_out(self, found: Finding) -> bool:
        return any(
            found.code.startswith(codes) and PurePath(found.location.file).match(pattern)
            for pattern, codes in self.per_file.items()
        )


def findings_of(each: Input) -> Sequence[Finding]:
    """What reading a file found, and what the rules find in it."""
    from backmatter.references.rules import bibfile, registry

    if each.bibtex:
        return bibfile.check(each.references, each.findings, each.bibtex, each.file, date.today())
    library = registry.Library(each.references, date.today(), each.citations)
    return (*each.findings, *registry.check(library))


def mendable(findings: Sequence[Finding]) -> str:
    """How many of the findings `--fix` can mend, as the end of a sentence."""
    safe = sum(found.fix is not None and found.fix.safe for found in findings)
    unsafe = sum(found.fix is not None and not found.fix.safe for found in findings)
    parts = [f"{safe} can be mended with --fix"] if safe else []
    parts += [f"{unsafe} with --unsafe-fixes"] if unsafe else []
    return f" ({', '.join(parts)})" if parts else ""
