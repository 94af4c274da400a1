"""`BibtexStyle`: one of BibTeX's styles, which prints bibliographies as a `Style` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from backmatter.references.errors import StyleError
from backmatter.references.model import Reference
from backmatter.styles.bst.files import SUFFIX, find_bst, read_bst
from backmatter.styles.bst.printed import Item, Printed
from backmatter.styles.csl.bibliography import Entry
from backmatter.styles.csl.markers import CLOSE, Kind
from backmatter.styles.csl.runs import Quotes, write
from backmatter.styles.outputs.output import ListLayout, Output
from backmatter.styles.outputs.registry import find_output
from backmatter.styles.style import Bibliography

PYTHON_STYLES = ("plain", "unsrt", "alpha", "unsrtalpha")
"""pybtex's styles, which come after `pybtex:` in a style's name."""

_PREFIX = "pybtex:"
_NO_QUOTES = Quotes((("“", "”"), ("‘", "’")))


def is_bibtex_style(name: str) -> bool:
    """Whether a style's name means one of BibTeX's: `….bst` or `pybtex:…`."""
    return name.lower().endswith(SUFFIX) or name.startswith(_PREFIX)


@dataclass(frozen=True, slots=True)
class BibtexStyle:
    """A style of BibTeX's; make it with `load`. It has no citations: LaTeX makes those.

    Attributes:
        name: What messages call it.
        engine: From the texts of `.bib` databases to the printed list.
    """

    name: str
    engine: Callable[[Sequence[str]], Printed]

    @classmethod
    def load(cls, name: str) -> BibtexStyle:
        """Load `plain.bst` (from a path, or where TeX has it) or `pybtex:plain`.

        Raises:
            StyleError: When there is no such style.
        """
        if name.startswith(_PREFIX):
            return cls(name, _python_engine(name.removeprefix(_PREFIX)))
        path = find_bst(name)
        script = read_bst(path)

        def engine(texts: Sequence[str]) -> Printed:
            from backmatter.styles.bst.bst_engine import print_with_bst

            return print_with_bst(script, path.name, texts)

        return cls(path.name, engine)

    def bibliography(
        self, references: Iterable[Reference], *, output: str = "text"
    ) -> Bibliography:
        """The list of these references, in the style's order; for it they are written as BibTeX.

        Raises:
            StyleError: When there is no such output, or the style is faulty.
        """
        from backmatter.styles.bst.database import bib_text, keys_of

        given = tuple(references)
        text = bib_text(given)
        made = self.bibliography_of_bibtex([text], output=output)
        written = zip(keys_of(text), given, strict=True)
        key_of = {key: reference.key or key for key, reference in written}
        entries = tuple(
            replace(entry, key=key_of.get(entry.key, entry.key)) for entry in made.entries
        )
        return replace(made, entries=entries)

    def bibliography_of_bibtex(
        self, bib_texts: Sequence[str], *, output: str = "text"
    ) -> Bibliography:
        """The list of all entries of `.bib` texts, as BibTeX itself prints them.

        `crossref`, `@string`, `@preamble` and fields that no other style knows all count; that is
        what it has before `bibliography`. In LaTeX the list is the style's own `.bbl`.

        Raises:
            StyleError: When there is no such output, or the style is faulty.
        """
        kind = find_output(output)
        printed = self.engine(bib_texts)
        hanging = any(item.label for item in printed.items)
        layout = ListLayout(hanging=not hanging, second_field="flush" if hanging else "")
        if kind.name == "latex" and printed.bbl:
            entries = tuple(Entry(item.key, item.latex) for item in printed.items)
            kind = _with_document(kind, printed.bbl)
        else:
            entries = tuple(Entry(item.key, _text(item, kind)) for item in printed.items)
        return Bibliography(entries, printed.warnings, layout, kind)


def _python_engine(name: str) -> Callable[[Sequence[str]], Printed]:
    """The engine of one of pybtex's styles."""
    if name not in PYTHON_STYLES:
        known = ", ".join(_PREFIX + each for each in PYTHON_STYLES)
        raise StyleError(f"{_PREFIX}{name}: no such style; there are {known}")

    def engine(texts: Sequence[str]) -> Printed:
        from backmatter.styles.bst.python_styles import print_with_pybtex

        return print_with_pybtex(name, texts)

    return engine


def _text(item: Item, output: Output) -> str:
    if not item.label:
        return write(item.text, output, _NO_QUOTES)
    margin = f"{Kind.LEFT_MARGIN.value}[{item.label}]{CLOSE}"
    return write(f"{margin}{Kind.RIGHT_INLINE.value}{item.text}{CLOSE}", output, _NO_QUOTES)


def _with_document(output: Output, document: str) -> Output:
    """The output, its whole list being this text."""

    def whole(_entries: Sequence[str], _layout: ListLayout, _keys: Sequence[str] = ()) -> str:
        return document

    return replace(output, document=whole)
