"""An output: how text is escaped, and what formatting turns into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backmatter.styles.csl.markers import Kind

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ListLayout:
    """How a style wants its bibliography set.

    Attributes:
        hanging: Whether the lines after the first are indented.
        second_field: `second-field-align`: "", "flush" or "margin".
        line_spacing: `line-spacing`.
        entry_spacing: `entry-spacing`.
    """

    hanging: bool = False
    second_field: str = ""
    line_spacing: int = 1
    entry_spacing: int = 1


def _plain_link(_address: str, shown: str) -> str:
    return shown


def _lines(entries: Sequence[str], _layout: ListLayout, _keys: Sequence[str] = ()) -> str:
    return "".join(f"{entry}\n" for entry in entries)


class Document(Protocol):
    """From finished entries to the whole list."""

    def __call__(
        self, entries: Sequence[str], layout: ListLayout, keys: Sequence[str] = (), /
    ) -> str:
        """The list; `keys` are the cite keys of the entries, for outputs that name them."""
        ...


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of output.

    Attributes:
        name: Its name, as `--to` has it.
        suffixes: Endings of its files.
        title: Its name for people.
        escape: From plain text to this output's text.
        fonts: What goes before and after each kind of formatting; a kind that is not there
            prints its content alone.
        link: From an address and what is shown (both escaped) to a link.
        nests: Whether formatting inside the same formatting is written once more.
        gap: What stands between the margin's text and the entry where there are no columns.
        document: From the finished entries, the layout and their cite keys to the whole list.
        finish: A last pass over each finished entry or citation, where the output needs one.
        pack: From the whole list to the bytes of a file, where those are not its text in UTF-8.
    """

    name: str
    suffixes: tuple[str, ...]
    title: str
    escape: Callable[[str], str]
    fonts: Mapping[Kind, Pair] = field(default_factory=dict[Kind, Pair])
    link: Callable[[str, str], str] = _plain_link
    nests: bool = False
    gap: str = ""
    document: Document = _lines
    finish: Callable[[str], str] | None = None
    pack: Callable[[str], bytes] | None = None

    @property
    def is_binary(self) -> bool:
        """Whether its files hold more than text."""
        return self.pack is not None
