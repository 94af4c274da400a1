"""From a settled string with marks to an output: fonts, flip-flop, quotation marks, links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backmatter.styles.csl.locale import Locale
from backmatter.styles.csl.markers import (
    CLOSE,
    CLOSE_DISPLAY,
    FLIPPED,
    FLIPS,
    LINK,
    LINK_TEXT,
    MARKS,
    NO_CASE,
    QUOTE,
    UNQUOTE,
    Kind,
)
from backmatter.styles.outputs.output import Output

_SPLIT = re.compile("([\ufdd0-\ufdef])")
_COUNTING = re.compile(f"[{QUOTE}{UNQUOTE}{LINK}]")
"""Marks of which an output without fonts, too, prints something."""
_KINDS = {kind.value: kind for kind in Kind}
_GROUPS = (
    frozenset({Kind.ITALIC, Kind.OBLIQUE, Kind.UPRIGHT}),
    frozenset({Kind.BOLD, Kind.LIGHT, Kind.MEDIUM}),
    frozenset({Kind.SMALL_CAPS, Kind.NORMAL_CAPS}),
)
_NORMAL = (Kind.UPRIGHT, Kind.MEDIUM, Kind.NORMAL_CAPS)


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a locale, outer and inner."""

    marks: tuple[tuple[str, str], tuple[str, str]]

    @property
    def characters(self) -> str:
        """All the marks in one string."""
        return "".join(mark.strip() for pair in self.marks for mark in pair)

    @classmethod
    def of(cls, locale: Locale) -> Quotes:
        """The marks that a locale's terms give."""
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        one, two, three, four = (locale.term(name) or "" for name in names)
        return cls(((one, two), (three, four)))


def write(text: str, output: Output, quotes: Quotes) -> str:
    """The text in an output; without marks in it this is one escape."""
    if not MARKS.search(text):
        written = output.escape(text)
    elif output.fonts or _COUNTING.search(text):
        written = _Writer(output, quotes).write(text)
    else:
        written = output.escape(_unmarked(text, output.gap))
    return output.finish(written) if output.finish else written


def _unmarked(text: str, gap: str) -> str:
    """The text for an output without fonts."""
    first, *rest = [MARKS.sub("", part) for part in text.split(Kind.RIGHT_INLINE.value)]
    for part in rest:
        first += (gap if first and not first[-1].isspace() else "") + part
    return first


class _Writer:
    """Walks a marked string once, keeping what is open."""

    def __init__(self, output: Output, quotes: Quotes) -> None:
        self.output = output
        self.quotes = quotes
        self.out: list[str] = []
        self.open: list[tuple[str, tuple[Kind, ...]]] = []
        self.depth = 0
        self.active: list[Kind | None] = [None, None, None]
        self.saved: list[tuple[Kind | None, ...]] = []
        self.links: list[tuple[int, str]] = []
        self.flips = False

    def write(self, text: str) -> str:
        """The whole text."""
        pieces = _SPLIT.split(text)
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            if not piece:
                pass
            elif not MARKS.match(piece):
                self.out.append(self.output.escape(piece))
            elif piece == LINK:
                self._begin_link(pieces[index + 1])
                index += 2
            else:
                self._mark(piece)
            index += 1
        while self.open:
            self._close()
        return "".join(self.out)

    def _mark(self, mark: str) -> None:
        if mark == QUOTE:
            self.out.append(self.output.escape(self.quotes.marks[self.depth % 2][0]))
            self.depth += 1
        elif mark == UNQUOTE:
            self.depth = max(self.depth - 1, 0)
            self.out.append(self.output.escape(self.quotes.marks[self.depth % 2][1]))
        elif mark == FLIPS:
            self.flips = True
        elif mark in (CLOSE, CLOSE_DISPLAY):
            self._close()
        elif mark == NO_CASE:
            self._open_kinds(())
        elif kind := _KINDS.get(mark):
            self._open_kinds(self._resolve(kind))

    def _begin_link(self, address: str) -> None:
        self.links.append((len(self.out), self.output.escape(address)))
        self.saved.append(tuple(self.active))
        self.open.append((LINK_TEXT, ()))

    def _resolve(self, kind: Kind) -> tuple[Kind, ...]:
        """What a kind becomes where it stands."""
        flips, self.flips = self.flips, False
        if kind is Kind.NO_DECORATION:
            return tuple(
                normal
                for normal, active in zip(_NORMAL, self.active, strict=True)
                if active and active is not normal
            )
        if kind in _NORMAL and self.active[_NORMAL.index(kind)] in (None, kind):
            return ()
        if kind not in self.active:
            return (kind,)
        if flips:
            return (FLIPPED.get(kind, kind),)
        # A style's italics inside its italics are italics still.
        return (kind,) if self.output.nests else ()

    def _open_kinds(self, kinds: tuple[Kind, ...]) -> None:
        self.saved.append(tuple(self.active))
        self.open.append(("", kinds))
        for kind in kinds:
            if kind is Kind.RIGHT_INLINE and self.output.gap and not self._ends_blank():
                self.out.append(self.output.gap)
            self.out.append(self.output.fonts.get(kind, ("", ""))[0])
            for place, group in enumerate(_GROUPS):
                if kind in group:
                    self.active[place] = kind

    def _ends_blank(self) -> bool:
        """Whether what is written so far ends in a blank."""
        last = next((piece for piece in reversed(self.out) if piece), " ")
        return last[-1].isspace()

    def _close(self) -> None:
        if not self.open:
            return
        mark, kinds = self.open.pop()
        self.active = list(self.saved.pop())
        if mark == LINK_TEXT:
            place, address = self.links.pop()
            shown = "".join(self.out[place:])
            self.out[place:] = [self.output.link(address, shown)]
        for kind in reversed(kinds):
            self.out.append(self.output.fonts.get(kind, ("", ""))[1])
