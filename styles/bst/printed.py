"""What an engine gives back: entries with marks in them, whichever engine it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One entry.

    Attributes:
        key: The cite key.
        label: As printed in brackets before the entry (`Knu73`, `1`), "" for none; with the
            marks of `backmatter.styles.csl.markers`, as `text` is.
        text: The entry.
        latex: The entry as the style wrote it, on one line; "" where it did not write LaTeX.
    """

    key: str
    label: str
    text: str
    latex: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole list: its entries in the style's order, warnings, and the `.bbl` if there is one."""

    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
    bbl: str = ""
