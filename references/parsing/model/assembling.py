"""From labelled tokens to a draft: stretches of one field, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from backmatter.references.model import Date, DatePart
from backmatter.references.parsing.dates import MONTH_NAMES, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.model.calibration import calibrated
from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.labels import FIELDS, NONE, field_of
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
_PAGE_LABEL = re.compile(r"(?:\bpp?\.?|\b[sS]\.|pages?|第)\s{0,2}$", re.IGNORECASE)
_EDITORS = re.compile(
    r"[\s,.]{0,3}(?:[(\[]\s?|\s)(?:eds?|editors?|hrsg|hg|éds?|dir)\b\.?\s?[)\]]?", re.IGNORECASE
)
_EDITORS_INSIDE = re.compile(r"[(\[]\s?(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|Hg|éds?)\b\.?$")
_NAMES_GO_ON = re.compile(r"[\s,;&.]{0,4}(?:(?:and|und|et|y)\s)?")
_OTHERS = re.compile(r"\b(?:al|others)\b\.?$|等$")
_HOSTED = re.compile(r"(?:^|[\s.,])in[:\s]\s?$", re.IGNORECASE)
_EDGES = " \t\n,.;:·、，；：．"
_QUOTES = "“”„‘’‚\"'«»‹›「」『』"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens that are one field: its name, offsets in the printed text, and how sure it is."""

    field: str
    start: int
    end: int
    chance: float


def stretches(
    tokens: FineTokens,
    labels: Sequence[int],
    chances: Sequence[float],
    steps: Sequence[float],
    calibration: Sequence[Sequence[float]] = (),
) -> list[Stretch]:
    """The stretches of equal fields, in order.

    `chances` and `steps` are the probabilities of each label, alone and given the one before;
    `calibration` has for each field the slope and the offset that its log-odds take on.
    """
    found: list[Stretch] = []
    count = len(labels)
    at = 0
    while at < count:
        label = labels[at]
        if label == NONE:
            at += 1
            continue
        field = field_of(label)
        chance = chances[at]
        end = at + 1
        while end < count and labels[end] == 2 + 2 * field:
            chance *= steps[end]
            end += 1
        if end < count:
            chance *= steps[end]
        chance = calibrated(chance, calibration[field]) if calibration else chance
        found.append(Stretch(FIELDS[field], tokens.starts[at], tokens.ends[end - 1], chance))
        at = end
    return found


def assemble(printed: Printed, found: Sequence[Stretch]) -> Draft:
    """Read the values of stretches into a draft; of a field found twice the likelier stands."""
    found = _heads_that_edit(printed, _joined_names(printed, found))
    found = _lone_host_is_title(_second_title_hosts(found), printed)
    draft = Draft()
    for each in sorted(found, key=_worth, reverse=True):
        _READERS[each.field](printed, each, draft)
        draft.cover(each.start, each.end)
    return draft


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
    value = normal_pages(fold(_text(printed, stretch)).strip("()[]"))
    counted = value.isdigit() and _COUNTED.match(printed.masked, stretch.end)
    labelled = _PAGE_LABEL.search(printed.masked, max(0, stretch.start - 6), stretch.start)
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
