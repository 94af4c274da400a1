"""Reading a `.bib` file to change it, and writing it back: whole, and only over what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.encoding import BibText, decode_bib
from backmatter.references.bibtex.scanner import BibFile, scan
from backmatter.references.diffs import unified_diff
from backmatter.references.files import write_atomic
from backmatter.references.findings import Edit


@dataclass(frozen=True, slots=True)
class OpenBib:
    """A `.bib` file as it was read: its bytes, its text, its blocks."""

    name: str
    content: bytes
    source: BibText
    bib: BibFile

    @property
    def text(self) -> str:
        """The text that offsets count in."""
        return self.source.text

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with the edits made."""
        return apply_edits(self.text, edits)

    def diff(self, new: str) -> str:
        """What a new text changes, as a unified diff."""
        return unified_diff(self.text, new, self.name)

    def encoded(self, new: str) -> bytes:
        """A new text in the file's own encoding.

        Raises:
            InputError: When that has no place for a character.
        """
        return self.content if new == self.text else self.source.encode(new, self.name)


def open_bib(content: bytes, name: str) -> OpenBib:
    """A file's bytes, decoded and scanned.

    Raises:
        InputError: When they are not in the encoding that they begin as.
    """
    source = decode_bib(content, name)
    return OpenBib(name, content, source, scan(source.text))


def open_text(content: bytes, name: str) -> OpenBib:
    """The same without its blocks, for those who scan the text themselves.

    Raises:
        InputError: When they are not in the encoding that they begin as.
    """
    source = decode_bib(content, name)
    return OpenBib(name, content, source, BibFile(source.text, ()))


def save(path: Path, opened: OpenBib, new: str) -> bool:
    """Write a new text over the file it came from; whether there was anything to write.

    Raises:
        InputError: When the file was changed by another program since it was read, or cannot be
            written; it is then as that program left it.
    """
    if new == opened.text:
        return False
    write_atomic(path, opened.encoded(new), over=opened.content)
    return True
