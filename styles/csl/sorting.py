"""Sorting: the keys of `cs:sort`, compared by the locale's collation.

The collation follows the Unicode algorithm's shape: base letters first, then accents, then
case; punctuation before figures before letters. In a Chinese locale Han characters come first,
by pinyin (as ICU has it) or, where the language says `-u-co-stroke`, by stroke count; elsewhere
they come last, by code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
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

_IGNORED = frozenset({"Po", "Pi", "Pf", "Ps", "Pe"})
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DIGITS = re.compile(r"\d{1,9}")
_LETTERS = {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}

BY_STROKES = "-u-co-stroke"
"""Unicode's ending of a language tag that asks for stroke count (UTS 35, `co`)."""

CollationKey = tuple[object, ...]


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
    items: Sequence[tuple[Item, Cite]],
    keys: Sequence[SortKey],
    language: str,
    *,
    keep: bool = False,
) -> list[int]:
    """The places of the items in sorted order; items without a value come last.

    With `keep` the values are kept with the items: cites must then make no difference.
    """
    order = list(range(len(items)))
    if keep and not any(key.descending or key.depends_on_number for key in keys):
        order.sort(
            key=[_kept_values(keys, item, cite, language) for item, cite in items].__getitem__
        )
        return order
    for key in reversed(keys):
        value = _kept_value if keep and not key.depends_on_number else _value
        values = [value(key, item, cite, language) for item, cite in items]
        filled = [i for i in order if values[i] is not None]
        empty = [i for i in order if values[i] is None]
        filled.sort(key=lambda i: cast("CollationKey", values[i]), reverse=key.descending)
        order = filled + empty
    return order


def _kept_values(
    keys: Sequence[SortKey], item: Item, cite: Cite, language: str
) -> tuple[tuple[int, CollationKey], ...]:
    """The values of all keys, made once for each item; nothing sorts after something."""
    kept = item.sort_values.get(0)
    if kept is None:
        values = [_value(key, item, cite, language) for key in keys]
        kept = tuple((0, value) if value is not None else (1, ()) for value in values)
        item.sort_values[0] = kept
    return cast("tuple[tuple[int, CollationKey], ...]", kept)


def _kept_value(key: SortKey, item: Item, cite: Cite, language: str) -> CollationKey | None:
    """The value, made once for each item."""
    kept = item.sort_values
    if id(key) not in kept:
        kept[id(key)] = _value(key, item, cite, language)
    return cast("CollationKey | None", kept[id(key)])


def _value(key: SortKey, item: Item, cite: Cite, language: str) -> CollationKey | None:
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


def collation_key(text: str, language: str) -> CollationKey:
    """A key that sorts as the language's dictionary does."""
    strokes = language.endswith(BY_STROKES)
    return _collation_key(text, "zh-stroke" if strokes else language[:2].lower())


@lru_cache(maxsize=65536)
def _collation_key(text: str, language: str) -> CollationKey:
    if text.isascii():
        weights = (_ascii_weights().get(char) for char in text.lower())
        return (tuple(weight for weight in weights if weight), "", text.swapcase())
    primary: list[tuple[int, object]] = []
    accents: list[str] = []
    _weigh(text, language, primary, accents)
    return (tuple(primary), "".join(accents), text.swapcase())


@cache
def _ascii_weights() -> dict[str, tuple[int, object]]:
    """What `_weigh` gives each ASCII character that counts."""
    weights: dict[str, tuple[int, object]] = {}
    for char in map(chr, range(128)):
        found: list[tuple[int, object]] = []
        _weigh(char, "", found, [])
        if found:
            weights[char] = found[0]
    return weights


def _weigh(text: str, language: str, primary: list[tuple[int, object]], accents: list[str]) -> None:
    """Add the weights of a text's characters."""
    for char in unicodedata.normalize("NFD", text):
        if _HAN.match(char):
            primary.append(_han_weight(char, language))
        elif unicodedata.combining(char):
            accents.append(char)
        elif char.isdigit():
            primary.append((2, f"0{char}"))
        elif char.isalpha():
            lowered = char.lower()
            primary.extend((3, letter) for letter in _LETTERS.get(lowered, lowered))
        elif char.isspace():
            primary.append((0, " "))
        elif unicodedata.category(char) not in _IGNORED:
            primary.append((1, char))


def _han_weight(char: str, language: str) -> tuple[int, str]:
    """By pinyin and before letters in Chinese, else by radical and after them."""
    if language.startswith("zh"):
        order = "stroke" if language == "zh-stroke" else "pinyin"
        return 3, f"\0{_rank(order, char)}"
    return 9, _rank("radical", char)


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
