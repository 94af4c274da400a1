"""A `.bst` style as an engine: from `.bib` texts to a printed list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backmatter.references.errors import StyleError
from backmatter.styles.bst.bbl import BblItem, Macro, parse_bbl
from backmatter.styles.bst.interpreter import run
from backmatter.styles.bst.latex_text import marked
from backmatter.styles.bst.printed import Item, Printed


def print_with_bst(script: str, name: str, bib_texts: Sequence[str]) -> Printed:
    """The list that a style makes of all entries of the databases.

    Raises:
        StyleError: When the style is faulty, or writes something else than a `thebibliography`.
    """
    done = run(script, name, bib_texts)
    bbl = parse_bbl(done.bbl)
    if not bbl.items and done.bbl.strip() and "thebibliography" not in done.bbl:
        raise StyleError(f"{name}: writes no \\bibitem; only such styles can be printed")
    labels = {item.key: item.label or str(place) for place, item in enumerate(bbl.items, 1)}
    items = (_item(item, labels, bbl.macros) for item in bbl.items)
    return Printed(tuple(items), done.warnings, done.bbl)


def _item(item: BblItem, labels: Mapping[str, str], macros: Mapping[str, Macro]) -> Item:
    return Item(
        key=item.key,
        label="" if item.is_author_year else marked(labels[item.key], macros),
        text=marked(item.latex, macros, lambda key: labels.get(key, "?")),
        latex=item.latex,
    )
