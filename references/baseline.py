"""A baseline: findings that a person has accepted, with the reason, in a TOML file.

Each stands under the reference's key, the code and the message, which holds the values: when
one of these changes, it is reported anew. People write the reasons and commit the file.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.findings import Finding

_LABEL = re.compile(r"(?:\[[^\[\]\s]{1,40}\] ?)?([^\s“]*)")
_HEAD = (
    "# What backmatter found and a person has accepted. Say why in `reason`; an entry whose\n"
    "# `value` is no longer what is found is reported again.\n"
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted finding.

    Attributes:
        key: The cite key of the reference; for a finding about a file, its name.
        code: The finding's code.
        value: The finding's message.
        reason: Why it is accepted, "" when nobody has said.
    """

    key: str
    code: str
    value: str
    reason: str = ""


def of(finding: Finding) -> Accepted:
    """A finding as a baseline keeps it, without a reason."""
    return Accepted(key_of(finding), finding.code, finding.message)


def key_of(finding: Finding) -> str:
    """The cite key of the reference that a finding is about, from its label (`Reference.label`)."""
    if not finding.reference:
        return finding.location.file
    found = _LABEL.match(finding.reference)
    return (found and found[1]) or finding.reference


def divide(
    findings: Iterable[Finding], baseline: Iterable[Accepted]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Accepted], ...]]:
    """The findings that are still to be looked at, and those accepted with their entries."""
    known = {(each.key, each.code, each.value): each for each in baseline}
    left: list[Finding] = []
    taken: list[tuple[Finding, Accepted]] = []
    for finding in findings:
        new = of(finding)
        entry = known.get((new.key, new.code, new.value))
        if entry:
            taken.append((finding, entry))
        else:
            left.append(finding)
    return tuple(left), tuple(taken)


def updated(
    baseline: Iterable[Accepted], findings: Iterable[Finding], keys: Collection[str]
) -> tuple[Accepted, ...]:
    """The baseline that accepts these findings.

    Args:
        baseline: The one so far; the reasons of what is found again are kept.
        findings: What was found now.
        keys: The keys of the references (and names of files) that were looked at; entries about
            others stay.
    """
    old = {(each.key, each.code, each.value): each for each in baseline}
    new = {(each.key, each.code, each.value): each for each in map(of, findings)}
    kept = [each for each in old.values() if each.key not in keys]
    taken = [old.get(identity, each) for identity, each in new.items()]
    return tuple(sorted([*kept, *taken], key=lambda each: (each.key, each.code, each.value)))


def load(path: Path, *, missing_ok: bool = False) -> tuple[Accepted, ...]:
    """Read a baseline.

    Raises:
        InputError: When it is missing, no TOML, or an entry lacks `key`, `code` or `value`.
    """
    if missing_ok and not path.exists():
        return ()
    try:
        data = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from None
    entries = data.get("accepted", [])
    if not isinstance(entries, list) or set(data) - {"accepted"}:
        raise InputError(f"{path}: is no baseline: it holds [[accepted]] entries and nothing else")
    return tuple(
        _entry(entry, f"{path}: entry {number}")
        for number, entry in enumerate(cast("list[object]", entries), start=1)
    )


def written(baseline: Sequence[Accepted]) -> str:
    """The text of a baseline file."""
    tables = [
        f"\n[[accepted]]\nkey = {_string(each.key)}\ncode = {_string(each.code)}\n"
        f"value = {_string(each.value)}\nreason = {_string(each.reason)}\n"
        for each in baseline
    ]
    return _HEAD + "".join(tables)


def _entry(entry: object, place: str) -> Accepted:
    data = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
    for name in ("key", "code", "value"):
        if not isinstance(data.get(name), str):
            raise InputError(f"{place}: {name} is missing, or no text")
    return Accepted(data["key"], data["code"], data["value"], str(data.get("reason", "")))


def _string(text: str) -> str:
    """A TOML basic string; JSON escapes as TOML does, but for DEL and lone surrogates."""
    plain = text.encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
