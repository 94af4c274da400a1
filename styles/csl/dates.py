"""`cs:date`: localized and free forms, ranges, seasons, eras, year suffixes, sort keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backmatter.references.model import Date, DatePart
from backmatter.styles.csl.context import Context, Render
from backmatter.styles.csl.elements import suffix_letters
from backmatter.styles.csl.formatting import Change, wrapper
from backmatter.styles.csl.locale import Locale
from backmatter.styles.csl.markers import affix
from backmatter.styles.csl.numbers import ordinal
from backmatter.styles.csl.style_xml import Node
from backmatter.styles.csl.textcase import apply_case

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import Compiler

_RANK = {"year": 0, "month": 1, "day": 2}
_FILTERS = {
    "year": frozenset({"year"}),
    "year-month": frozenset({"year", "month"}),
    "year-month-day": frozenset({"year", "month", "day"}),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One `cs:date-part`, ready to print."""

    name: str
    form: str
    prefix: str
    suffix: str
    wrap: Change | None
    case: str
    range_delimiter: str


def compile_date(compiler: Compiler, node: Node) -> Render:
    """The date variable's function."""
    variable = node.get("variable")
    form = _DateForm(compiler, node)
    wrap = wrapper(node.attributes, case=False)
    case = node.get("text-case")
    carries_suffix = not compiler.explicit_suffix
    language = compiler.locale.language

    def render(ctx: Context) -> str:
        date = ctx.item.date(variable)
        if date is None or (ctx.suppressed and variable in ctx.suppressed):
            return ctx.ask(variable, "")
        if ctx.sorting:
            return form.sort_key(date)
        suffix = ""
        if carries_suffix and ctx.item.year_suffix and ctx.suffix_shown and not ctx.year_printed:
            suffix = suffix_letters(ctx.item.year_suffix)
        text = ctx.ask(variable, form.text(date, suffix))
        if suffix and text:
            ctx.year_printed = True
        if case:
            text = apply_case(case, text, language)
        return wrap(text) if wrap and text else text

    return render


class _DateForm:
    """How one `cs:date` prints dates."""

    def __init__(self, compiler: Compiler, node: Node) -> None:
        self.locale = compiler.locale
        self.parts, delimiter = _parts_of(compiler, node)
        self.delimiter = affix(delimiter)
        self.names = {part.name for part in self.parts}

    def text(self, date: Date, year_suffix: str) -> str:
        """The date or range, the year suffix behind its last year."""
        if not date.parts:
            return date.literal + year_suffix
        if len(date.parts) == 1:
            return self._one(date.parts[0], self.parts, year_suffix)
        return self._range(date.parts[0], date.parts[1], year_suffix)

    def _one(
        self,
        date: DatePart,
        parts: tuple[_Part, ...],
        year_suffix: str,
        *,
        open_start: bool = False,
        open_end: bool = False,
    ) -> str:
        """Some parts of one date; an open side goes without its outermost affix."""
        texts: list[str] = []
        present: list[tuple[_Part, str]] = []
        for part in parts:
            body = _body(part, date, self.locale)
            if body and part.name == "year":
                body += year_suffix
            if body:
                present.append((part, body))
        for index, (part, body) in enumerate(present):
            if part.case:
                body = apply_case(part.case, body)
            body = part.wrap(body) if part.wrap else body
            prefix = "" if open_start and index == 0 else part.prefix
            suffix = "" if open_end and index == len(present) - 1 else part.suffix
            texts.append(prefix + body + suffix)
        return self.delimiter.join(texts)

    def _range(self, first: DatePart, last: DatePart, year_suffix: str) -> str:
        """A range; what both ends share is printed once."""
        rank = self._difference(first, last)
        if rank is None:
            return self._one(first, self.parts, year_suffix)
        inner = [i for i, part in enumerate(self.parts) if _RANK[part.name] >= rank]
        start, end = inner[0], inner[-1] + 1
        widest = min((self.parts[i] for i in inner), key=lambda part: _RANK[part.name])
        dash = widest.range_delimiter
        varying = self.parts[start:end]
        last_year = last.year is not None
        one = self._one(first, varying, "" if last_year else year_suffix, open_end=True)
        two = self._one(last, varying, year_suffix if rank == 0 else "", open_start=True)
        head = self._one(first, self.parts[:start], year_suffix)
        tail = self._one(first, self.parts[end:], year_suffix)
        return self.delimiter.join(text for text in (head, one + dash + two, tail) if text)

    def _difference(self, first: DatePart, last: DatePart) -> int | None:
        """The rank of the largest printed part in which the ends differ, None for none."""
        if "year" in self.names and first.year != last.year:
            return 0
        same_month = (first.month, first.season) == (last.month, last.season)
        if "month" in self.names and not same_month:
            return 1
        return 2 if "day" in self.names and first.day != last.day else None

    def sort_key(self, date: Date) -> str:
        """`YYYYMMDD` as far as the form prints, years before the common era before all others."""
        if not date.parts:
            return date.literal
        return "-".join(sort_digits(part, self.names) for part in date.parts[:2])


def sort_digits(part: DatePart, names: set[str] | None = None) -> str:
    """A date as digits that sort as text: era, year (counted up before ours), month, day."""
    year = part.year
    if year is None:
        return ""
    text = f"1{year:05d}" if year >= 0 else f"0{10000 + year:05d}"
    month = part.month or (part.season * 3 if part.season else 0)
    if names is None or "month" in names:
        text += f"{month:02d}"
    if names is None or "day" in names:
        text += f"{part.day:02d}"
    return text


def _parts_of(compiler: Compiler, node: Node) -> tuple[tuple[_Part, ...], str]:
    """The parts that are printed, in order, and the delimiter between them."""
    form = node.get("form")
    if not form:
        nodes = list(node.all("date-part"))
        return tuple(_part(part.attributes) for part in nodes), node.get("delimiter")
    layout = compiler.locale.dates.get(form)
    if layout is None:
        compiler.warn(node, f"the locale {compiler.locale.tag} has no date of the form “{form}”")
        return (), ""
    wanted = _FILTERS.get(node.get("date-parts", "year-month-day"), _FILTERS["year-month-day"])
    own = {part.get("name"): part.attributes for part in node.all("date-part")}
    parts = [
        _part({**part.attributes, **own.get(part.get("name"), {})})
        for part in layout.all("date-part")
        if part.get("name") in wanted
    ]
    return tuple(parts), node.get("delimiter") or layout.get("delimiter")


def _part(attributes: dict[str, str]) -> _Part:
    name = attributes.get("name", "year")
    plain = {k: v for k, v in attributes.items() if k not in ("prefix", "suffix", "text-case")}
    return _Part(
        name=name if name in _RANK else "year",
        form=attributes.get("form", "numeric" if name == "day" else "long"),
        prefix=affix(attributes.get("prefix", "")),
        suffix=affix(attributes.get("suffix", "")),
        wrap=wrapper(plain),
        case=attributes.get("text-case", ""),
        range_delimiter=attributes.get("range-delimiter", "–"),
    )


def _body(part: _Part, date: DatePart, locale: Locale) -> str:
    """One part of a date as text, "" when the date does not have it."""
    if part.name == "year":
        return _year(date.year, part.form, locale)
    if part.name == "month":
        return _month(date, part.form, locale)
    return _day(date, part.form, locale)


def _year(year: int | None, form: str, locale: Locale) -> str:
    if year is None:
        return ""
    if year < 0:
        return f"{-year}{locale.term('bc') or ''}"
    if form == "short":
        return f"{year % 100:02d}"
    return f"{year}{locale.term('ad') or ''}" if 0 < year < 1000 else (str(year) if year else "")


def _month(date: DatePart, form: str, locale: Locale) -> str:
    if not date.month:
        if date.season:
            return locale.term(f"season-{date.season:02d}") or ""
        return ""
    if form == "numeric":
        return str(date.month)
    if form == "numeric-leading-zeros":
        return f"{date.month:02d}"
    return locale.term(f"month-{date.month:02d}", form) or ""


def _day(date: DatePart, form: str, locale: Locale) -> str:
    if not date.day or not date.month:
        return ""
    if form == "numeric-leading-zeros":
        return f"{date.day:02d}"
    if form == "ordinal":
        limited = locale.options.get("limit-day-ordinals-to-day-1") == "true"
        if date.day == 1 or not limited:
            return ordinal(date.day, locale, locale.gender(f"month-{date.month:02d}"))
    return str(date.day)
