"""What follows a title in styles that part fields by commas: host, volume, pages, publisher."""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import DATE, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import put_names
from backmatter.references.parsing.names import parse_names
from backmatter.references.parsing.pages import PAGES, normal_pages, read_locator
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_HOST = re.compile(r"[\s,.;]{0,3}\b[Ii]n\s?[:.]?\s{1,2}(?=[A-ZÀ-Þ\"“‘'(\d])")
_YEAR_FIRST = re.compile(
    rf"[\s,.(]{{1,3}}(?P<year>{YEAR})[,;:)]{{0,2}}\s{{1,2}}(?P<volume>[A-Z]?\d{{1,4}}[A-Z]?)"
    rf"\s?(?:\(\s?(?P<issue>[^()]{{1,20}})\s?\))?\s?[,:]\s{{0,2}}(?P<pages>{PAGES})[\s.,]{{0,3}}"
)
_COMMAS = re.compile(
    rf"[\s,.]{{0,3}}(?P<volume>[A-Z]?\d{{1,4}}[A-Z]?)\s?(?:\(\s?(?P<issue>[^()]{{1,20}})\s?\))?"
    rf"\s?[,:]\s{{0,2}}(?P<pages>{PAGES})[\s.,]{{0,3}}"
)
_LABELLED = (
    (
        re.compile(
            rf"[\s,.]{{0,3}}\((?P<publisher_place>[A-ZÀ-Þ][^():\d]{{1,40}})\s?:\s?"
            rf"(?P<publisher>[^():]{{2,80}}?)(?:,\s?{YEAR})?\)"
        ),
        ("publisher-place", "publisher"),
    ),
    (
        re.compile(
            r"[\s,.\[(]{1,3}(?P<genre>(?:unpublished\s)?(?:Ph\.?\s?D\.?|M\.?Sc\.?|master['’]?s?|doctoral|"
            r"diploma)\s(?:thesis|dissertation))\b[.\])]{0,2}(?:,\s(?P<publisher>[^,.:\d]{4,80}))?",
            re.IGNORECASE,
        ),
        ("genre", "publisher"),
    ),
    (
        re.compile(
            rf"[\s,.;:]{{0,3}}\(?\b(?:pp?\.|pages?|S\.|Seiten)\s?(?P<page>{PAGES})\)?",
            re.IGNORECASE,
        ),
        ("page",),
    ),
    (
        re.compile(
            r"[\s,.;(]{1,3}(?:vol(?:ume)?|bd|band|jg)\.?\s?(?P<volume>[A-Z]?\d{1,5})\)?",
            re.IGNORECASE,
        ),
        ("volume",),
    ),
    (
        re.compile(
            r"[\s,.;(]{1,3}(?:no|nr|number|issue|iss|heft|h)\b\.?\s?"
            r"(?P<issue>\d{1,4}(?:[-/–]\d{1,4})?)\)?",
            re.IGNORECASE,
        ),
        ("issue",),
    ),
    (
        re.compile(
            r"[\s,.(]{1,3}(?P<edition>(?:\d{1,2}|second|third|fourth))(?:st|nd|rd|th|\.)?\s"
            r"(?:ed(?:ition|n)?|Aufl(?:age)?)\b\.?\)?",
            re.IGNORECASE,
        ),
        ("edition",),
    ),
)
"""What is known by a label, with the variables that the pattern's groups give."""

_DATE_AT_END = re.compile(rf"[\s,.;]{{0,3}}\(?(?P<date>{DATE})\)?$", re.IGNORECASE)
_EDITORS = re.compile(
    r"[\s,]{0,3}\(\s?(?:eds?|editors?|Hrsg|Hg|dirs?|org)\b\.?\s?\)[\s,.:]{0,3}", re.IGNORECASE
)
_EDITED_BY = re.compile(
    r"[\s,.(]{1,3}(?:ed(?:ited|s)?\.?\sby|hrsg\. von)\s(?P<names>[^,()]{3,120}?)(?=[,.)]\s|$)",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(?:proc(?:eedings|\.)|conference|conf\.|symposium|workshop|congress)\b", re.IGNORECASE
)
_PLACE_PUBLISHER = re.compile(
    r"(?P<place>[A-ZÀ-Þ][^:;\d]{1,60}?)\s?:\s{0,2}(?P<publisher>[^:;]{2,100})"
)
_PUBLISHER_WORDS = re.compile(
    r"\b(?:press|publish\w{0,4}|verlag|university|wiley|springer|elsevier|routledge|sage|books?|"
    r"mcgraw|prentice|editions?|éditions|editore|kluwer|birkhäuser|hall|sons|company)\b",
    re.IGNORECASE,
)


def read_tail(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read what stands between a title and the end, as far as it can be told apart."""
    masked = printed.masked
    end = _read_labelled(masked, start, end, draft)
    host = _HOST.match(masked, start, end)
    if host:
        draft.cover(*host.span())
        _read_host(printed, host.end(), end, draft)
        return
    if _read_article(printed, start, end, draft):
        return
    _read_publisher(printed, start, end, draft)


def _read_labelled(masked: str, start: int, end: int, draft: Draft) -> int:
    """Read what is labelled or stands last: imprint, thesis, pages, volume, issue, date.

    Returns:
        Where the first of them begins: what stands before is the container or the publisher.
    """
    first = _read_date(masked, start, end, draft)
    for pattern, reads in _LABELLED:
        match = pattern.search(masked, start, end)
        if not match:
            continue
        for variable in reads:
            name = variable.replace("-", "_")
            if match[name]:
                value = normal_pages(match[name]) if variable == "page" else match[name].strip()
                draft.put(variable, value, *match.span(name), 0.9)
        draft.cover(*match.span())
        first = min(first, match.start())
    if "genre" in draft.fields:
        draft.type = "thesis"
    first = _read_date(masked, start, start + len(masked[start:first].rstrip(" ,.;:(")), draft)
    return start + len(masked[start:first].rstrip(" ,.;:("))


def _read_date(masked: str, start: int, end: int, draft: Draft) -> int:
    date = _DATE_AT_END.search(masked, max(start, end - 60), end)
    read = read_date(date["date"]) if date else None
    if not date or not read or "issued" in draft.fields:
        return end
    draft.put("issued", read, *date.span("date"), 0.9)
    draft.cover(*date.span())
    return date.start()


def _read_host(printed: Printed, start: int, end: int, draft: Draft) -> None:
    masked = printed.masked
    editors = _EDITORS.search(masked, start, end)
    names = parse_names(printed.text[start : editors.start()]) if editors else None
    if editors and names:
        put_names(draft, "editor", start, editors.start(), names)
        draft.cover(start, editors.end())
        start = editors.end()
    edited = _EDITED_BY.search(masked, start, end)
    names = parse_names(printed.text[slice(*edited.span("names"))]) if edited else None
    if edited and names:
        put_names(draft, "editor", *edited.span("names"), names)
        draft.cover(*edited.span())
        rest = masked[edited.end() : end].strip(" ,.)")
        if rest:
            _read_publisher(printed, edited.end(), end, draft)
        end = edited.start()
    if _read_article(printed, start, end, draft):
        return
    breaks = [at for at in stops(masked, start, end) if at < end - 1]
    title_end = end
    if breaks and "publisher" not in draft.fields:
        at = breaks[-1] + 1
        if _read_publisher(printed, at, end, draft):
            title_end = breaks[-1]
    _put_container(printed, start, title_end, draft, 0.8)
    container = printed.text[start:title_end]
    draft.type = "paper-conference" if _PROCEEDINGS.search(container) else "chapter"


def _read_article(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    """Read `Journal, 26(2), 136-152`: a name, then nothing but volume, issue and pages."""
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" ,.;:"))
    for gap in re.finditer(r"[,.]?\s(?=[A-Z]{0,2}\d|\()|,(?=\d)", masked[start:end]):
        at = start + gap.start()
        trial = Draft()
        if at > start + 1 and (
            _read_commas(masked, at, end, trial) or read_locator(masked, at, end, trial)
        ):
            if _is_year(trial) or not trial.fields.keys() & {"volume", "page"}:
                continue
            draft.take(trial)
            _put_container(printed, start, at, draft, 0.9)
            draft.type = "article-journal"
            return True
    if draft.fields.keys() & {"volume", "issue"} and end > start:
        _put_container(printed, start, end, draft, 0.85)
        draft.type = "article-journal"
        return True
    return False


def _read_commas(masked: str, start: int, end: int, draft: Draft) -> bool:
    """Read `1998, 37, 700-705`, `37(2), 700-705` or `37, 2`."""
    match = _YEAR_FIRST.fullmatch(masked, start, end) or _COMMAS.fullmatch(masked, start, end)
    if not match:
        return False
    groups = match.groupdict()
    date = read_date(groups["year"]) if groups.get("year") else None
    if date:
        draft.put("issued", date, *match.span("year"), 0.93)
    for name, variable in (("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        if groups.get(name):
            value = normal_pages(groups[name]) if name == "pages" else groups[name]
            draft.put(variable, value, *match.span(name), 0.9)
    draft.cover(*match.span())
    return True


def _is_year(draft: Draft) -> bool:
    """Whether what was read as a volume is rather the year, which nothing else gives."""
    volume = draft.fields.get("volume")
    return volume is not None and re.fullmatch(YEAR, str(volume.value)) is not None


def _read_publisher(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    """Read `Place: Publisher`, `Publisher, Place`, or a publisher known by its words."""
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" ,.;:()"))
    end = start + len(masked[start:end].rstrip(" ,.;:()"))
    match = _PLACE_PUBLISHER.fullmatch(masked, start, end)
    if match:
        draft.put("publisher-place", match["place"].strip(), *match.span("place"), 0.85)
        draft.put("publisher", match["publisher"].strip(), *match.span("publisher"), 0.85)
    elif _PUBLISHER_WORDS.search(masked, start, end) and end - start < 100:
        comma = masked.find(",", start, end)
        publisher_end = comma if comma > 0 else end
        draft.put("publisher", masked[start:publisher_end].strip(), start, publisher_end, 0.75)
        if comma > 0:
            draft.put("publisher-place", masked[comma + 1 : end].strip(), comma + 1, end, 0.7)
    else:
        return False
    draft.cover(start, end)
    draft.type = draft.type or "book"
    return True


def _put_container(printed: Printed, start: int, end: int, draft: Draft, confidence: float) -> None:
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" ,.;:"))
    title = printed.text[start:end].strip(" ,.;:()“”\"'")
    draft.put("container-title", title, start, end, confidence)
