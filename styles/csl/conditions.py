"""The tests of `cs:if` and `cs:else-if`, those of CSL-M included."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backmatter.styles.csl.context import Context
from backmatter.styles.csl.numbers import parse_number
from backmatter.styles.csl.style_xml import Node

Test = Callable[[Context], bool]

POSITIONS = {"first": 0, "subsequent": 1, "ibid": 2, "ibid-with-locator": 3}


def compile_condition(node: Node) -> Test:
    """The test of one `cs:if`; unknown attributes are left to the style's checker."""
    match = node.get("match", "all")
    tests = [
        make(word)
        for attribute, make in _TESTS.items()
        if attribute in node.attributes
        for word in node.get(attribute).split()
    ]
    types = frozenset(node.get("type").split())
    if types:
        # No reference has two types: several words are alternatives whatever `match` says.
        tests.append(lambda ctx: ctx.item.type in types)
    if not tests:
        return lambda _ctx: True
    if len(tests) == 1 and match in ("all", "any"):
        return tests[0]
    if len(tests) == 1:
        only = tests[0]
        return lambda ctx: not only(ctx)
    if match == "any":
        return lambda ctx: any(test(ctx) for test in tests)
    if match == "none":
        return lambda ctx: not any(test(ctx) for test in tests)
    if match == "nand":
        return lambda ctx: not all(test(ctx) for test in tests)
    return lambda ctx: all(test(ctx) for test in tests)


def _variable(word: str) -> Test:
    if word == "locator":
        return lambda ctx: bool(ctx.cite.locator)
    if word == "citation-number":
        return lambda ctx: ctx.item.number > 0
    if word == "year-suffix":
        return lambda ctx: ctx.item.year_suffix > 0
    if word == "first-reference-note-number":
        return lambda ctx: ctx.item.first_note > 0 and bool(ctx.cite.position)
    if word == "page-first":
        return lambda ctx: ctx.item.has("page-first") or ctx.item.has("page")
    return lambda ctx: ctx.item.has(word)


def _is_numeric(word: str) -> Test:
    if word == "locator":
        return lambda ctx: parse_number(ctx.cite.locator).numeric
    if word == "citation-number":
        return lambda ctx: ctx.item.number > 0
    return lambda ctx: ctx.item.numeric(word).numeric


def _position(word: str) -> Test:
    if word == "near-note":
        return lambda ctx: bool(ctx.cite.near_note)
    wanted = POSITIONS.get(word, 9)
    if wanted == 0:
        return lambda ctx: not ctx.cite.position
    return lambda ctx: (ctx.cite.position or 0) >= wanted


def _locator(word: str) -> Test:
    wanted = "sub-verbo" if word == "sub verbo" else word
    return lambda ctx: bool(ctx.cite.locator) and (ctx.cite.label or "page") == wanted


def _disambiguate(word: str) -> Test:
    wanted = word == "true"

    def test(ctx: Context) -> bool:
        ctx.conditions += 1
        return (ctx.conditions <= ctx.ambiguity.condition) == wanted

    return test


def _is_uncertain(word: str) -> Test:
    def test(ctx: Context) -> bool:
        date = ctx.item.date(word)
        return date is not None and date.circa

    return test


def _date_part(read: Callable[[Context, str], bool]) -> Callable[[str], Test]:
    return lambda word: lambda ctx: read(ctx, word)


def _has_day(ctx: Context, word: str) -> bool:
    date = ctx.item.date(word)
    return bool(date and date.parts and date.parts[0].day)


def _has_month(ctx: Context, word: str) -> bool:
    date = ctx.item.date(word)
    return bool(date and date.parts and (date.parts[0].month or date.parts[0].season))


def _has_year_only(ctx: Context, word: str) -> bool:
    date = ctx.item.date(word)
    return bool(date and date.parts and date.year is not None) and not _has_month(ctx, word)


def _is_multiple(word: str) -> Test:
    """CSL-M: whether a variable holds several values, such as languages."""
    return lambda ctx: len(ctx.item.texts.get(word, "").split()) > 1


def _is_plural(word: str) -> Test:
    return lambda ctx: len(ctx.item.people(word)) > 1


def _context(word: str) -> Test:
    """CSL-M: `bibliography` or `citation`; a cite has a key."""
    return lambda ctx: bool(ctx.cite.key) == (word != "bibliography")


def _language(word: str) -> Test:
    return lambda ctx: ctx.item.language.lower().startswith(word.lower())


_TESTS: Mapping[str, Callable[[str], Test]] = {
    "disambiguate": _disambiguate,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "locator": _locator,
    "position": _position,
    "variable": _variable,
    "has-day": _date_part(_has_day),
    "has-month-or-season": _date_part(_has_month),
    "has-year-only": _date_part(_has_year_only),
    "is-multiple": _is_multiple,
    "is-plural": _is_plural,
    "context": _context,
    "locale": _language,
}
