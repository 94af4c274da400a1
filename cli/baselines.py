"""`--baseline` and `--update-baseline`: findings that a person has accepted are not reported."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console
from backmatter.references.findings import Finding, Severity

if TYPE_CHECKING:
    from backmatter.references.baseline import Accepted

BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Leave out what this TOML file accepts, by key, code and value; --update-baseline "
        "makes it.",
        show_default=False,
    ),
]

UpdateBaseline = Annotated[
    bool,
    typer.Option(
        "--update-baseline",
        help="Accept all warnings and errors of this run: write them into the --baseline file.",
    ),
]


def sift(
    findings: Sequence[Finding],
    path: Path | None,
    keys: Collection[str],
    *,
    update: bool,
) -> tuple[Sequence[Finding], Sequence[tuple[Finding, Accepted]]]:
    """What is left of the findings, and what the baseline accepts of them.

    Args:
        findings: What was found.
        path: The baseline file; None for none.
        keys: The keys of the references that were looked at.
        update: Whether to write what was found into the file; then nothing from warning up is
            left.

    Raises:
        InputError: When the file is missing (and not just to be written), or is none.
    """
    from backmatter.references import baseline
    from backmatter.references.files import write_atomic

    if path is None:
        if update:
            raise typer.BadParameter(
                "needs --baseline FILE, which it writes", param_hint="--update-baseline"
            )
        return findings, ()
    known = baseline.load(path, missing_ok=update)
    if update:
        accepting = [each for each in findings if each.severity >= Severity.WARNING]
        known = baseline.updated(known, accepting, keys)
        write_atomic(path, baseline.written(known))
        if silent := sum(not each.reason for each in known):
            console.message(f"{path}: {silent} of {len(known)} give no reason yet; write it there")
    left, taken = baseline.divide(findings, known)
    used = {(entry.key, entry.code, entry.value) for _, entry in taken}
    old = [e for e in known if e.key in keys and (e.key, e.code, e.value) not in used]
    if taken:
        console.message(f"{len(taken)} accepted in {path}")
    if old:
        console.message(
            f"{path}: {len(old)} fit nothing any more ({old[0].key}: {old[0].value}"
            f"{', …' if len(old) > 1 else ''}); --update-baseline takes them out"
        )
    return left, taken
