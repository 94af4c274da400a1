"""Commands that change `.bib` files: what they take, and where the changed text goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import config, console, inputs
from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes, write_atomic
from backmatter.references.model import Reference
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Block

Bibs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help=".bib files, folders of them, or - for standard input.",
        show_default=False,
    ),
]

Write = Annotated[bool, typer.Option("--write", help="Change the files themselves.")]

Diff = Annotated[
    bool,
    typer.Option("--diff", help="Show what would change; exit code 1 when anything would."),
]


Documents = Annotated[
    list[Path] | None,
    typer.Option(
        "--update-document",
        metavar="DOC",
        help="A .tex, .md or .docx file whose citations follow; may be given several times.",
    ),
]


@dataclass(frozen=True, slots=True)
class Document:
    """A manuscript whose citations follow renamed keys: its bytes before and after."""

    path: Path
    old: bytes
    new: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where changed texts go: to the files themselves, to an output, or only shown as a diff."""

    output: Path | None
    write: bool
    diff: bool

    def check(self, files: Sequence[OpenBib]) -> None:
        """Refuse, before anything is done, what cannot be carried out."""
        if self.write and self.output is not None:
            raise typer.BadParameter("--write changes the files themselves; leave out -o")
        if self.diff:
            return
        if self.write and any(file.name == "<stdin>" for file in files):
            raise typer.BadParameter("standard input cannot be changed; leave out --write")
        if not self.write and len(files) > 1:
            raise typer.BadParameter("several files: change them with --write, or look with --diff")


def open_bibs(names: Sequence[str], target: Target) -> list[OpenBib]:
    """The `.bib` files of the names given, a folder standing for those in it.

    Raises:
        InputError: When one cannot be read or is no `.bib` file.
    """
    opened = read_bibs(names)
    target.check(opened)
    return opened


def read_bibs(names: Sequence[str], *, scanned: bool = True) -> list[OpenBib]:
    """`open_bibs`, with no target for each of the files, and without their blocks if so wanted."""
    from backmatter.references.bibtex.saving import open_bib, open_text

    opened = open_bib if scanned else open_text
    return [opened(*inputs.read_input(each)) for name in names for each in _bibs_in(name)]


def _bibs_in(name: str) -> Iterator[str]:
    from backmatter.references.formats.registry import format_of

    if name == "-":
        yield name
    elif Path(name).is_dir():
        inside = sorted(path for path in Path(name).rglob("*.bib") if path.is_file())
        if not inside:
            raise InputError(f"{name}: no .bib file in this folder")
        yield from map(str, inside)
    elif format_of(name) in (None, "bibtex"):
        yield name
    else:
        raise InputError(f"{name}: is no .bib file; make one with backmatter convert -o refs.bib")


def records(opened: OpenBib) -> Iterator[tuple[Block, Reference]]:
    """Each entry of a file beside what it says, one by one: a large file has many.

    Entries that only hold data for others are none.
    """
    from backmatter.references.formats import bibtex

    entries = (entry for entry in opened.bib.entries if entry.type.lower() != "xdata")
    read = bibtex.records(opened.text, opened.name, config.dialect_for(opened.name))
    return zip(entries, read, strict=True)


def update_documents(
    paths: Sequence[Path], renames: Mapping[str, str], target: Target
) -> list[Document]:
    """The manuscripts whose citations change with renamed keys.

    Raises:
        InputError: When one cannot be read; nothing is written then.
    """
    from backmatter.references.documents.citation_keys import renamed

    if paths and not (target.write or target.diff):
        raise typer.BadParameter("goes with --write or --diff", param_hint="--update-document")
    found: list[Document] = []
    for path in paths:
        old = read_bytes(path)
        new, count = renamed(old, str(path), renames)
        if count:
            found.append(Document(path, old, new, count))
    return found


def finish(
    files: Sequence[OpenBib],
    texts: Sequence[str],
    target: Target,
    documents: Sequence[Document] = (),
) -> int:
    """Write, deliver or show the new texts of files; how many of them are changed.

    Raises:
        InputError: When a file's encoding has no place for a character, or a file was changed
            by another program meanwhile. All are encoded before the first is written.
    """
    from backmatter.references.bibtex.saving import save

    changed = [(file, new) for file, new in zip(files, texts, strict=True) if new != file.text]
    if target.diff:
        shown = [file.diff(new) for file, new in changed]
        console.deliver("".join([*shown, *map(_document_diff, documents)]), target.output)
        if changed or documents:
            raise typer.Exit(1)
        return 0
    contents = [file.encoded(new) for file, new in zip(files, texts, strict=True)]
    if target.write:
        for file, new in changed:
            save(Path(file.name), file, new)
        for each in documents:
            _write_document(each)
    elif target.output and target.output.resolve() == Path(files[0].name).resolve():
        save(target.output, files[0], texts[0])
    else:
        console.deliver(contents[0], target.output)
    return len(changed)


def _document_diff(document: Document) -> str:
    """What changes in a manuscript; of a Word file, which has no lines, in how many places."""
    from backmatter.references.bibtex.encoding import decode_bib
    from backmatter.references.diffs import unified_diff

    name = str(document.path)
    if document.path.suffix.lower() == ".docx":
        return f"Word file {name}: {counted(document.count, 'citation key')} renamed\n"
    old, new = (decode_bib(data, name).text for data in (document.old, document.new))
    return unified_diff(old, new, name)


def _write_document(document: Document) -> None:
    if read_bytes(document.path) != document.old:
        raise InputError(f"{document.path}: was changed by another program meanwhile; run it again")
    write_atomic(document.path, document.new)
    count = counted(document.count, "citation")
    console.message(f"{document.path}: {count} renamed")
