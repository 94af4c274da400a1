"""What a command is given: files, folders, documents and standard input, as references.

Wherever a command takes FILE, a document is parsed first, a folder stands for the files in
it, and `-` for standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from backmatter.cli import config, console
from backmatter.cli.jobs import cores, in_order
from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.documents.model import Document
from backmatter.references.errors import InputError
from backmatter.references.files import read_blocks, read_bytes
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.model import Citation, Reference

T = TypeVar("T")

_MANY = 8
"""From so many files on, several processes read them: one has to start before it helps."""


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
    encoding: str = ""
    """What the bytes of a `.bib` file are in, by Python's name."""
    dialect: Dialect = Dialect.BIBTEX
    """What a `.bib` file is taken for that does not say for whom it is."""

    @property
    def is_document(self) -> bool:
        """Whether it is a document, not a bibliography file."""
        return self.document is not None


def load(files: Sequence[str], jobs: int | None = 1) -> tuple[Input, ...]:
    """Read every file, folder and `-`, in the order given.

    Args:
        files: Names of files and folders, and `-`.
        jobs: How many processes read them; None for as many as pay.

    Raises:
        InputError: When one of them cannot be read; nothing is returned then.
    """
    work = list(_work(files))
    with console.progress_bar("reading", len(work)) as advance:
        loaded: list[Input] = []
        for each in in_order(_load, work, min(len(work), jobs or _jobs_that_pay(len(work)))):
            loaded.append(each)
            advance(1)
    return tuple(loaded)


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
                yield passed_over(str(path), _passed_over(str(path), error))


@dataclass(frozen=True, slots=True)
class _Work:
    """A file to read; `content` is what standard input held, which only this process can read."""

    name: str
    in_folder: bool
    dialect: Dialect
    content: bytes | None = None


def _work(files: Sequence[str]) -> Iterator[_Work]:
    for name in files:
        dialect = config.dialect_for(name)
        if name == "-":
            yield _Work(name, in_folder=False, dialect=dialect, content=read_input(name)[0])
            continue
        in_folder = Path(name).is_dir()
        for path in each_of((name,), str, lambda path, _: path):
            yield _Work(path, in_folder=in_folder, dialect=dialect)


def _jobs_that_pay(files: int) -> int:
    return cores() if files >= _MANY else 1


def _load(work: _Work) -> Input:
    if work.content is not None:
        return of_content(work.content, work.name, "<stdin>", work.dialect)
    if not work.in_folder:
        return _load_one(work)
    try:
        return _load_one(work)
    except InputError as error:
        return Input(work.name, (), (_passed_over(work.name, error),))


def _passed_over(name: str, error: InputError) -> Finding:
    message = str(error).removeprefix(name).lstrip(": ")
    return Finding("BM107", f"passed over: {message}", location=Location(name))


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


def blocks_of(name: str) -> tuple[Iterator[bytes], str]:
    """The bytes of a file or of standard input as they come, and the name to show for it."""
    if name != "-":
        return read_blocks(Path(name)), name
    if sys.stdin is None:
        raise InputError("<stdin>: standard input is closed")
    buffer: Any = sys.stdin.buffer  # a buffered reader: `read1` gives what is there by now
    return iter(partial(buffer.read1, 1 << 16), b""), "<stdin>"


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


def _load_one(work: _Work) -> Input:
    content, shown = read_input(work.name)
    return of_content(content, work.name, shown, work.dialect)


def of_content(content: bytes, name: str, shown: str, dialect: Dialect | None = None) -> Input:
    """The references in the bytes of a file.

    Args:
        content: The bytes.
        name: What tells the format by its ending, where it has a known one.
        shown: The file's name in messages.
        dialect: What a `.bib` file is taken for that does not say for whom it is; None for what
            the settings say.

    Raises:
        InputError: When they cannot be read.
    """
    from backmatter.references.formats import registry

    format_name = registry.format_of(name) or registry.sniff(content)
    if format_name:
        text, encoding = _decode(content, shown, format_name)
        if format_name != "bibtex":
            result = registry.read(text, format_name, shown)
            return Input(shown, result.references, result.findings)
        dialect = dialect or config.dialect_for(name)
        result = registry.read(text, dialect, shown)
        read = Input(shown, result.references, result.findings)
        return replace(read, bibtex=text, encoding=encoding, dialect=dialect)
    return load_document(content, shown)


def load_document(content: bytes, shown: str) -> Input:
    """What a document holds, whatever its name ends in."""
    from backmatter.references.reading import parse_document

    parsed = parse_document(content, shown)
    return Input(shown, parsed.references, parsed.findings, parsed.citations, parsed.document)


def _decode(content: bytes, shown: str, format_name: str) -> tuple[str, str]:
    """The text, and for a `.bib` file its encoding."""
    if format_name == "bibtex":
        from backmatter.references.bibtex.encoding import decode_bib

        read = decode_bib(content, shown)
        return read.text, read.encoding
    from backmatter.references.documents.encoding import decode

    return decode(content, shown), ""
