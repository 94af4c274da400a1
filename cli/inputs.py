"""What a command is given: files, folders, documents and standard input, as references.

Wherever a command takes FILE, a document is parsed first, a folder stands for the files in
it, and `-` for standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from backmatter.cli import console
from backmatter.references.documents.model import Document
from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.model import Citation, Reference

T = TypeVar("T")


STDIN = "<stdin>"
"""The name that standard input is shown by."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file, read: its references, and for a document its citation marks too."""

    file: str
    references: tuple[Reference, ...]
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    document: Document | None = None
    bibtex: str = ""
    """The text of a `.bib` file: BibTeX's own styles read fields that no record has."""

    @property
    def is_document(self) -> bool:
        """Whether it is a document, not a bibliography file."""
        return self.document is not None


def load(files: Sequence[str]) -> tuple[Input, ...]:
    """Read every file, folder and `-`, in the order given.

    Raises:
        InputError: When one of them cannot be read; nothing is returned then.
    """
    return tuple(each_of(files, _load_one, _passed_over))


def each_of(
    files: Sequence[str], load_one: Callable[[str], T], passed_over: Callable[[str, Finding], T]
) -> Iterator[T]:
    """What each name stands for, a folder for its files.

    Args:
        files: Names of files and folders, and `-`.
        load_one: Reads one file.
        passed_over: Takes the name of a file in a folder that cannot be read, and why.

    Raises:
        InputError: When a file that was named cannot be read, or nothing in a folder is known.
    """
    for name in files:
        if name == "-" or not Path(name).is_dir():
            yield load_one(name)
            continue
        inside = list(_inside(Path(name)))
        if not inside:
            raise InputError(f"{name}: no file in this folder can be read as references")
        for path in inside:
            try:
                yield load_one(str(path))
            except InputError as error:
                message = str(error).removeprefix(f"{path}").lstrip(": ")
                place = Location(str(path))
                finding = Finding("BM107", f"passed over: {message}", location=place)
                yield passed_over(str(path), finding)


def _passed_over(name: str, finding: Finding) -> Input:
    return Input(name, (), (finding,))


def _inside(folder: Path) -> Iterator[Path]:
    """The files of a folder whose endings are known, sorted; hidden ones are left out."""
    from backmatter.references.documents.reader import suffixes
    from backmatter.references.formats.registry import FORMATS

    known = {suffix for entry in FORMATS if entry.read for suffix in entry.suffixes} | suffixes()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in known and not hidden and path.is_file():
            yield path


def read_input(name: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and the name to show for it."""
    if name == "-":
        if sys.stdin is None:  # closed by the caller: `backmatter … <&-`
            raise InputError("<stdin>: standard input is closed")
        return sys.stdin.buffer.read(), STDIN
    return read_bytes(Path(name)), name


def references_of(inputs: Sequence[Input]) -> tuple[Reference, ...]:
    """All references of all inputs, with keys that no two of them share."""
    from backmatter.references.keys import with_distinct_keys, with_keys

    tell_findings(repeated_keys(inputs))
    return with_distinct_keys(with_keys([r for each in inputs for r in each.references]))


def repeated_keys(inputs: Sequence[Input]) -> Iterator[Finding]:
    """A finding for each reference whose key one of an earlier file has."""
    first: dict[str, str] = {}
    for each in inputs:
        for reference in each.references:
            file = first.setdefault(reference.key, each.file) if reference.key else each.file
            if file != each.file:
                place = Location(each.file, (reference.source and reference.source.line) or 0)
                message = f"the key is used already, in {file}; rename one"
                yield Finding("BM121", message, location=place, reference=reference.label)


def tell_findings(findings: Iterable[Finding]) -> None:
    """Findings as messages; informational ones only with `--verbose`."""
    from backmatter.cli.reporting import finding_line

    for finding in findings:
        if finding.severity > Severity.INFO or console.is_verbose():
            console.message(finding_line(finding), style="yellow")


def _load_one(name: str) -> Input:
    content, shown = read_input(name)
    return of_content(content, name, shown)


def of_content(content: bytes, name: str, shown: str) -> Input:
    """The references in the bytes of a file; `shown` is its name in messages.

    Raises:
        InputError: When they cannot be read.
    """
    from backmatter.references.formats import registry

    format_name = registry.format_of(name) or registry.sniff(content)
    if format_name:
        text = _decode(content, shown, format_name)
        result = registry.read(text, format_name, shown)
        bibtex = text if format_name == "bibtex" else ""
        return Input(shown, tuple(result.references), tuple(result.findings), bibtex=bibtex)
    return load_document(content, shown)


def load_document(content: bytes, shown: str) -> Input:
    """What a document holds, whatever its name ends in."""
    from backmatter.references.reading import parse_document

    parsed = parse_document(content, shown)
    return Input(shown, parsed.references, parsed.findings, parsed.citations, parsed.document)


def _decode(content: bytes, shown: str, format_name: str) -> str:
    if format_name == "bibtex":
        from backmatter.references.bibtex.encoding import decode_bib

        return decode_bib(content, shown).text
    from backmatter.references.documents.encoding import decode

    return decode(content, shown)
