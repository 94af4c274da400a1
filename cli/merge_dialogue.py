"""The questions of `merge`: two entries side by side, one work or two, which value counts."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import typer

from backmatter.cli import console

if TYPE_CHECKING:
    from rich.text import Text

    from backmatter.references.bibtex.merging import Conflict
    from backmatter.references.bibtex.scanner import BibFile, Block

_LONGEST = 300
_ASK_WORK = "y: field by field, 1 or 2: that one counts throughout, n: two works, q: stop"
_COLORS = ("red", "green")

Answers = dict[tuple[int, int, str, str, str], str | None]


class Dialogue:
    """Asks a person, and knows what was answered.

    Attributes:
        asked: How many pairs a person was asked about.
    """

    def __init__(self, bib: BibFile) -> None:
        self._bib = bib
        self._answers: Answers = {}
        self._throughout: dict[int, str] = {}
        self._shown: set[tuple[int, int]] = set()
        self.asked = 0

    def is_one_work(self, kept: Block, other: Block, claim: str) -> bool:
        """Whether two entries, shown side by side, are to become one.

        Raises:
            Abort: When the person stops; nothing has been written then.
        """
        self.asked += 1
        self._show(kept, other, claim)
        answer = _ask(f"one work? ({_ASK_WORK})", ("y", "1", "2", "n", "q"))
        if answer in ("1", "2"):
            self._throughout[other.start] = answer
        return answer != "n"

    def settle(self, conflict: Conflict) -> str | None:
        """The value that counts, as answered before or asked now; None to leave both entries.

        Raises:
            Abort: When the person stops.
        """
        key = _key(conflict)
        if key not in self._answers:
            self._answers[key] = self._choice(conflict)
        return self._answers[key]

    def _choice(self, conflict: Conflict) -> str | None:
        from backmatter.references.bibtex.agreeing import both
        from backmatter.references.bibtex.merging import COMMENT

        answer = self._throughout.get(conflict.other.start, "")
        together = both(conflict.name, conflict.ours, conflict.theirs)
        if conflict.name == COMMENT:
            return "" if answer or self._give_up_comment(conflict) else None
        if not answer:
            self._show(conflict.kept, conflict.other, "the same work")
            console.message(f"{conflict.name}:\n  1  {_line(conflict.ours)}")
            console.message(f"  2  {_line(conflict.theirs)}")
            offer = "1, 2, b: both, " if together else "1, 2, "
            letters = ("1", "2", "b", "s", "q") if together else ("1", "2", "s", "q")
            answer = _ask(f"{offer}s: leave both entries, q: stop", letters)
        return {"1": conflict.ours, "2": conflict.theirs, "b": together}.get(answer)

    def _give_up_comment(self, conflict: Conflict) -> bool:
        """Whether an entry may go although a comment stands in it."""
        self._show(conflict.kept, conflict.other, "the same work")
        question = "the second has a % comment, which would be lost (1: so be it, s: leave both)"
        return _ask(question, ("1", "s", "q")) == "1"

    def _show(self, kept: Block, other: Block, claim: str) -> None:
        """Two entries in columns, once; where they differ, the words that do in colour."""
        if (kept.start, other.start) in self._shown:
            return
        self._shown.add((kept.start, other.start))
        from rich.table import Table

        table = Table(title=console.visible(f"{claim}?"), title_justify="left")
        for head in ("", f"1  {kept.key}", f"2  {other.key}"):
            table.add_column(console.visible(head), overflow="fold", ratio=2 if head else None)
        for name, ours, theirs in self._rows(kept, other):
            table.add_row(console.visible(name), *_marked(ours, theirs))
        console.show(table)

    def _rows(self, kept: Block, other: Block) -> Iterator[tuple[str, str, str]]:
        from backmatter.references.bibtex.agreeing import agree, field_name

        sides = [{field_name(f): f for f in reversed(each.fields)} for each in (kept, other)]
        names = dict.fromkeys(field_name(f) for each in (kept, other) for f in each.fields)
        yield "type", kept.type.lower(), other.type.lower()
        for name in names:
            fields = [side.get(name) for side in sides]
            ours, theirs = (self._bib.text[f.start : f.end] if f else "" for f in fields)
            shown = next(field.name for field in fields if field)
            if ours and theirs and agree(name, ours, theirs):
                theirs = ours
            yield shown, _line(ours), _line(theirs)


def _ask(question: str, letters: tuple[str, ...]) -> str:
    while True:
        answer = str(typer.prompt(question, err=True)).strip().lower()[:1]
        if answer == "q" and "q" in letters:
            raise typer.Abort
        if answer in letters:
            return answer


def _marked(one: str, other: str) -> tuple[Text, Text]:
    """Two values, the words that only one of them has in colour."""
    from rich.text import Text

    texts = Text(), Text()
    words = one.split(" "), other.split(" ")
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        for text, part, color in zip(texts, (words[0][a:b], words[1][c:d]), _COLORS, strict=True):
            if part:
                style = "" if tag == "equal" else f"bold {color}"
                text.append(" ".join(console.visible(word) for word in part), style)
                text.append(" ")
    return texts


def _key(conflict: Conflict) -> tuple[int, int, str, str, str]:
    places = conflict.kept.start, conflict.other.start
    return (*places, conflict.name, conflict.ours, conflict.theirs)


def _line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
