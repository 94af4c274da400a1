"""From labelled tokens to a draft: stretches of one field, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from backmatter.references.model import Date, DatePart
from backmatter.references.parsing.dates import MONTH_NAMES, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.model.status import take_status
from backmatter.references.parsing.model.stretches import Stretch
from backmatter.references.parsing.name_lists import names_in
from backmatter.references.parsing.pages import normal_pages
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import fold

_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)([a-z](?![\w]))?")
_MONTH = re.compile(
    r"\b(" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")\b\.?", re.IGNORECASE
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
_COUNTED = re.compile(r"\s?(?:pp?|pages|Seiten|[sS])\b(?!\s?\d)|\s?[页頁](?!\s?码)")
_COUNT = re.compile(r"(?P<count>\d{1,5})\s?(?:pp?|pages|Seiten|S|页|頁)")
_PAGE_LABEL = re.compile(r"(?:\bpp?\.?|\b[sS]\.|pages?|第)\s{0,2}$", re.IGNORECASE)
_EDITORS = re.compile(
    r"[\s,.]{0,3}(?:[(\[]\s?|\s)(?:eds?|editors?|hrsg|hg|éds?|dir)\b\.?\s?[)\]]?", re.IGNORECASE
)
_EDITORS_INSIDE = re.compile(r"[(\[]\s?(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|Hg|éds?)\b\.?$")
_NAMES_GO_ON = re.compile(r"[\s,;&.]{0,4}(?:(?:and|und|et|y)\s)?")
_OTHERS = re.compile(r"\b(?:al|others)\b\.?$|等$")
_OTHERS_FOLLOW = re.compile(
    r"\.?[\s,;&]{0,3}(?:(?:and|und|et|&)\s)?"
    r"(?:et\s?\.?\s?al\b\.?|and others\b|u\.\s?a\.|等(?![\u3400-\u9fff]))",
    re.IGNORECASE,
)
_OPEN_INITIAL = re.compile(r"(?:\.[\s-]?|,\s?)[^\W\d_]$|\b(?:Inc|Ltd|Co|Corp|Bros)$")
_BARE_INITIAL = re.compile(r",\s?[A-Z](?=[,;]|\s)")
_HOSTED = re.compile(r"(?:^|[\s.,])in[:\s]\s?$", re.IGNORECASE)
_NAMED = frozenset({"author", "editor", "translator"})
_EDGES = " \t\n,.;:·、，；：．"
_QUOTES = "“”„‘’‚\"'«»‹›「」『』"


def assemble(printed: Printed, found: Sequence[Stretch]) -> Draft:
    """Read the values of stretches into a draft; of a field found twice the likelier stands."""
    found = [_whole_names(printed, each) for each in found]
    found = _heads_that_edit(printed, _joined_names(printed, found))
    found = _lone_host_is_title(_second_title_hosts(found), printed)
    draft = Draft()
    found = take_status(printed, found, draft)
    for each in sorted(found, key=_worth, reverse=True):
        _READERS[each.field](printed, each, draft)
        draft.cover(each.start, each.end)
    return draft


def _whole_names(printed: Printed, each: Stretch) -> Stretch:
    """Names with the *et al.* that follows them, or with the stop of a last initial or company."""
    if each.field not in _NAMED:
        return each
    masked = printed.masked
    if not _OTHERS.search(masked, max(each.start, each.end - 8), each.end):
        match = _OTHERS_FOLLOW.match(masked, each.end)
        if match:
            return replace(each, end=match.end())
    if masked[each.end : each.end + 1] == "." and _stops_initials(masked[each.start : each.end]):
        return replace(each, end=each.end + 1)
    return each


def _stops_initials(names: str) -> bool:
    """Whether names end in an initial that the stop behind belongs to, as it does to others."""
    return _OPEN_INITIAL.search(names) is not None and not _BARE_INITIAL.search(names)


def _joined_names(printed: Printed, found: Sequence[Stretch]) -> list[Stretch]:
    """Author lists with nothing but separators between them are one."""
    joined: list[Stretch] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.field == each.field == "author"
            and _NAMES_GO_ON.fullmatch(printed.masked, last.end, each.start)
            and not _OTHERS.search(printed.masked, max(last.start, last.end - 8), last.end)
        ):
            chance = min(last.chance, each.chance)
            joined[-1] = Stretch("author", last.start, each.end, chance)
        else:
            joined.append(each)
    return joined


def _heads_that_edit(printed: Printed, found: Sequence[Stretch]) -> Sequence[Stretch]:
    """Authors whom the text calls editors are the editors of the work."""
    if any(each.field == "editor" for each in found):
        return found
    return [
        replace(each, field="editor")
        if each.field == "author"
        and (
            _EDITORS.match(printed.masked, each.end)
            or _EDITORS_INSIDE.search(printed.masked, max(each.start, each.end - 9), each.end)
        )
        else each
        for each in found
    ]


def _lone_host_is_title(found: Sequence[Stretch], printed: Printed) -> Sequence[Stretch]:
    """What was taken for a host, of no title, with a publisher and no volume, is the title."""
    names = [each.field for each in found]
    if "title" in names or names.count("container-title") != 1 or {"volume", "issue"} & {*names}:
        return found
    host = names.index("container-title")
    if "publisher" not in names or _HOSTED.search(printed.masked, 0, found[host].start):
        return found
    return [*found[:host], replace(found[host], field="title"), *found[host + 1 :]]


def _second_title_hosts(found: Sequence[Stretch]) -> Sequence[Stretch]:
    """A title behind the editors of what holds the work is that work's, not a second title."""
    names = [each.field for each in found]
    if "container-title" in names or names.count("title") != 2 or "editor" not in names:
        return found
    second = len(names) - 1 - names[::-1].index("title")
    if not names.index("title") < names.index("editor") < second:
        return found
    hosting = replace(found[second], field="container-title")
    return [*found[:second], hosting, *found[second + 1 :]]


def _worth(stretch: Stretch) -> float:
    """Which of several stretches of one field to believe: the sure, long and early one."""
    return stretch.chance + 0.01 * min(stretch.end - stretch.start, 60)


def _text(printed: Printed, stretch: Stretch) -> str:
    return " ".join(printed.text[stretch.start : stretch.end].split()).strip(_EDGES)


def _unquoted(text: str) -> str:
    """A text without quotation marks around the whole of it."""
    if text[:1] in _QUOTES and (text[-1:] in _QUOTES or not any(q in text[1:] for q in _QUOTES)):
        return text.strip(_QUOTES + _EDGES)
    return text


def _plain(variable: str) -> Callable[[Printed, Stretch, Draft], None]:
    def read(printed: Printed, stretch: Stretch, draft: Draft) -> None:
        value = _unquoted(_text(printed, stretch))
        draft.put(variable, value, stretch.start, stretch.end, stretch.chance)

    return read


def _names(variable: str) -> Callable[[Printed, Stretch, Draft], None]:
    def read(printed: Printed, stretch: Stretch, draft: Draft) -> None:
        names = names_in(printed.text[stretch.start : stretch.end])
        draft.put(variable, names.names, stretch.start, stretch.end, stretch.chance)
        if names.others:
            draft.others.add(variable)

    return read


def _date(printed: Printed, stretch: Stretch, draft: Draft) -> None:
    text = fold(printed.text[stretch.start : stretch.end])
    date = read_date(text.strip(" ,.;:()[]")) or _loose_date(text)
    if date:
        draft.put("issued", date, stretch.start, stretch.end, stretch.chance)


def _loose_date(text: str) -> Date | None:
    """The year of a text that has one, with month and day where they stand beside it."""
    years = _YEAR.findall(text)
    if not years:
        return None
    rest = _YEAR.sub(" ", text)
    month = _MONTH.search(rest)
    number = MONTH_NAMES[month[1].lower()] if month else 0
    day = _DAY.search(rest) if number else None
    value = int(day[1]) if day and 1 <= int(day[1]) <= 31 else 0
    return Date((DatePart(int(years[0][0]), number, value),))


def _number(variable: str) -> Callable[[Printed, Stretch, Draft], None]:
    def read(printed: Printed, stretch: Stretch, draft: Draft) -> None:
        value = _text(printed, stretch).strip("()[]（）")
        draft.put(variable, value, stretch.start, stretch.end, stretch.chance)

    return read


def _pages(printed: Printed, stretch: Stretch, draft: Draft) -> None:
    text = fold(_text(printed, stretch)).strip("()[]")
    inside = _COUNT.fullmatch(text)
    value = normal_pages(inside["count"] if inside else text)
    counted = value.isdigit() and (inside or _COUNTED.match(printed.masked, stretch.end))
    labelled = _PAGE_LABEL.search(printed.masked, max(0, stretch.start - 6), stretch.start)
    if labelled:
        draft.cover(*labelled.span())
    variable = "number-of-pages" if counted and not labelled else "page"
    draft.put(variable, value, stretch.start, stretch.end, stretch.chance)


def _nothing(printed: Printed, stretch: Stretch, draft: Draft) -> None:
    """Identifiers have been read beforehand, by rule."""


_READERS: Mapping[str, Callable[[Printed, Stretch, Draft], None]] = {
    "author": _names("author"),
    "title": _plain("title"),
    "container-title": _plain("container-title"),
    "collection-title": _plain("collection-title"),
    "date": _date,
    "volume": _number("volume"),
    "issue": _number("issue"),
    "pages": _pages,
    "publisher": _plain("publisher"),
    "place": _plain("publisher-place"),
    "editor": _names("editor"),
    "translator": _names("translator"),
    "genre": _plain("genre"),
    "edition": _plain("edition"),
    "note": _plain("note"),
    "identifier": _nothing,
}
