"""Sorting: the keys of `cs:sort`, compared by the locale's collation.

The collation follows the Unicode algorithm's shape: base letters first, then accents, then
case; punctuation before figures before letters. In a Chinese locale Han characters come first,
by pinyin (as ICU has it) or, where the language says `-u-co-stroke`, by stroke count; elsewhere
they come last, by code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from backmatter.references.model import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from backmatter.styles.csl.citation_label import citation_label
from backmatter.styles.csl.context import Cite, Context, Render
from backmatter.styles.csl.dates import sort_digits
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.markers import bare
from backmatter.styles.csl.names import compile_names
from backmatter.styles.csl.style_xml import Node

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import Compiler

_IGNORED = frozenset({"Cc", "Po", "Pi", "Pf", "Ps", "Pe"})
_SYMBOLS = "$+-<=>^_`|~"
"""The ASCII characters that count and are neither letters nor figures, by code point."""
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DIGITS = re.compile(r"\d{1,9}")
_LETTERS = {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}

BY_STROKES = "-u-co-stroke"
"""Unicode's ending of a language tag that asks for stroke count (UTS 35, `co`)."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """One `cs:key`: what it prints, its direction, whether it is (or calls) the citation number."""

    render: Render
    descending: bool
    numeric: bool
    is_number: bool = False
    depends_on_number: bool = False


def compile_sort(compiler: Compiler, node: Node | None) -> tuple[SortKey, ...]:
    """The keys of an area's `cs:sort`."""
    sort = node.child("sort") if node else None
    return tuple(_key(compiler, key) for key in (sort.all("key") if sort else ()))


def sort_items(
    items: Sequence[Item],
    keys: Sequence[SortKey],
    language: str,
    cites: Sequence[Cite] | None = None,
) -> list[int]:
    """The places of the items in sorted order; items without a value come last.

    A key is asked only where those before it leave a tie. Without `cites`, for a bibliography,
    the values are kept with the items.
    """

    def values(places: list[int], index: int) -> list[str | None]:
        key = keys[index]
        if cites is not None:
            return [_value(key, items[place], cites[place], language) for place in places]
        if key.depends_on_number:
            return [_own_value(key, items[place], language) for place in places]
        found: list[str | None] = []
        for place in places:
            kept = items[place].sort_values
            if index not in kept:
                kept[index] = _own_value(key, items[place], language)
            found.append(kept[index])
        return found

    return _ordered(list(range(len(items))), keys, 0, values)


def _ordered(
    places: list[int],
    keys: Sequence[SortKey],
    index: int,
    values: Callable[[list[int], int], list[str | None]],
) -> list[int]:
    """Places sorted by the keys from `index` on."""
    if index == len(keys) or len(places) < 2:
        return places
    found = values(places, index)
    value = cast("Callable[[int], str]", found.__getitem__)
    filled = [row for row, each in enumerate(found) if each is not None]
    filled.sort(key=value, reverse=keys[index].descending)
    if len(set(found)) == len(places) == len(filled):
        return [places[row] for row in filled]
    empty = [row for row, each in enumerate(found) if each is None]
    order: list[int] = []
    for rows in (*(list(rows) for _, rows in groupby(filled, key=value)), empty):
        if len(rows) == 1:
            order.append(places[rows[0]])
        else:
            order += _ordered([places[row] for row in rows], keys, index + 1, values)
    return order


def _own_value(key: SortKey, item: Item, language: str) -> str | None:
    """One item's value of one key in a bibliography."""
    return _value(key, item, Cite(item.key), language)


def _value(key: SortKey, item: Item, cite: Cite, language: str) -> str | None:
    """One item's value of one key, None when it has none."""
    context = Context(item, cite)
    context.sorting = True
    context.suffix_shown = False
    text = bare(key.render(context))
    if not text:
        return None
    if key.numeric:
        text = _DIGITS.sub(lambda match: match[0].zfill(9), text)
    return collation_key(text, language)


def _key(compiler: Compiler, node: Node) -> SortKey:
    """A `cs:key` with a macro or a variable."""
    descending = node.get("sort") == "descending"
    limits = tuple(_int(node.get(name)) for name in ("names-min", "names-use-first"))
    last = node.get("names-use-last") == "true"
    variable = node.get("variable")
    inner = _variable_key(compiler, variable) if variable else _macro_key(compiler, node)
    if not any(limits):
        numbers = _calls_number(compiler, node)
        depends = compiler.tree.uses(node, lambda n: n.get("variable") == "citation-number")
        return SortKey(inner, descending, variable in NUMBER_VARIABLES, numbers, depends)

    def render(ctx: Context) -> str:
        ctx.name_limits = (limits[0], limits[1], last)
        return inner(ctx)

    return SortKey(render, descending, False)


def _calls_number(compiler: Compiler, node: Node) -> bool:
    """Whether a key is the citation number, itself or by a macro that prints nothing else."""
    if node.get("variable"):
        return node.get("variable") == "citation-number"
    macro = compiler.tree.macros.get(node.get("macro"))
    children = macro.children if macro else []
    return len(children) == 1 and children[0].get("variable") == "citation-number"


def _int(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else 0


def _macro_key(compiler: Compiler, node: Node) -> Render:
    parts = compiler.macro(node).run
    return lambda ctx: "".join(parts(ctx))


def _variable_key(compiler: Compiler, variable: str) -> Render:
    """A variable's own sort key."""
    if variable in NAME_VARIABLES:
        attributes = {"name-as-sort-order": "all", "form": "long"}
        name = Node("name", attributes, 0)
        names = Node("names", {"variable": variable}, 0, children=[name])
        return compile_names(compiler, names)[0]
    if variable in DATE_VARIABLES:
        return lambda ctx: _date_digits(ctx, variable)
    if variable == "citation-label":
        return lambda ctx: citation_label(ctx.item)
    if variable == "citation-number":
        return lambda ctx: str(ctx.item.number or "")
    return lambda ctx: ctx.item.text(variable)


def _date_digits(ctx: Context, variable: str) -> str:
    date = ctx.item.date(variable)
    if date is None:
        return ""
    if not date.parts:
        return date.literal
    return "-".join(sort_digits(part) for part in date.parts[:2])


def collation_key(text: str, language: str) -> str:
    """A string that sorts by code points as the text does in the language's dictionary."""
    strokes = language.endswith(BY_STROKES)
    table = _weights("zh-stroke" if strokes else language[:2].lower())
    if text.isascii():
        return f"{text.translate(table)}\0\0{text.swapcase()}"
    apart = unicodedata.normalize("NFD", text)
    accents = "".join(filter(unicodedata.combining, apart))
    return f"{apart.translate(table)}\0{accents}\0{text.swapcase()}"


class _Weights(dict[int, "str | None"]):
    """What characters weigh in a language, for `str.translate`; made at the first use of each.

    No weight is the beginning of another, so that strings of them sort as lists of them would:
    blanks and the marks that count first, then figures, Chinese in Chinese, letters, Chinese
    elsewhere.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, code: int) -> str | None:
        found = self[code] = self._weight(chr(code))
        return found

    def _weight(self, char: str) -> str | None:
        if _HAN.match(char):
            if not self._language.startswith("zh"):
                return "\U0010ffff" + _rank("radical", char)
            return "@" + _rank("stroke" if self._language == "zh-stroke" else "pinyin", char)
        if unicodedata.combining(char):
            return None
        if char.isdigit():
            return char if char.isascii() else f":{char}"
        if char.isalpha():
            lowered = char.lower()
            return _LETTERS.get(lowered, lowered)
        if char.isspace():
            return "\x01"
        if unicodedata.category(char) in _IGNORED:
            return None
        return chr(2 + _SYMBOLS.index(char)) if char in _SYMBOLS else f" {char}"


@cache
def _weights(language: str) -> _Weights:
    return _Weights(language)


def _rank(order: str, char: str) -> str:
    """A string that sorts as the character does in one of CLDR's orders."""
    rank = _ranks(order).get(char)
    return f"{rank:06d}" if rank is not None else f"~{char}"


@cache
def _ranks(order: str) -> dict[str, int]:
    """The place of each Han character in one of CLDR's orders."""
    path = Path(__file__).parent / "data" / f"{order}-order.txt"
    lines = path.read_text("utf-8").splitlines()
    characters = "".join(line for line in lines if not line.startswith("#"))
    return {char: rank for rank, char in enumerate(characters)}
