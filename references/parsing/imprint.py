"""Where and by whom a work was published, its edition, volume and translators."""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.names import parse_names
from backmatter.references.parsing.pages import PAGES, normal_pages
from backmatter.references.parsing.tokens import stops

_END = re.compile(
    rf"(?:^|(?<=[\s,.:;(]))[(]?(?P<year>{YEAR})(?P<suffix>[a-z])?[)]?年?"
    rf"(?:\s?[:.,]\s?(?:pp?\.\s?)?(?P<pages>{PAGES})(?:\s?页)?)?$"
)
_END_WITHOUT_YEAR = re.compile(rf"(?:(?<=[^\d\s])\s?:\s?(?:pp?\.\s?)?(?P<pages>{PAGES}))?$")
_EDITION = re.compile(
    r"(?:第\s?)?(?P<number>\d{1,4})\s?版|(?P<ordinal>\d{1,2})(?:st|nd|rd|th|\.)?\s(?:ed(?:ition|n)?\b|Aufl)\w{0,6}\.?"
    r"|(?P<other>(?:rev(?:ised|\.)?|new|int(?:ernational|\.)?)\s?ed(?:ition|\.)?|修订版|增订版|影印版|新版|[\w\s]{0,12}版)",
    re.IGNORECASE,
)
_TRANSLATORS = re.compile(r"(?P<names>.{2,200}?)[,\s]{0,3}(?:译|譯)")
_VOLUME = re.compile(
    r"\s?[:;]\s?(?:(?:卷|vol(?:ume)?\.?|第)\s?(?P<number>\d{1,4})\s?[卷册辑]?"
    r"|(?P<han>[一二三四五六七八九十上中下]{1,3}[部册卷编辑]))$",
    re.IGNORECASE,
)


def read_imprint(masked: str, start: int, end: int, draft: Draft, *, hosted: bool = False) -> int:
    """Read place, publisher, year and pages from the end of a stretch; where they begin.

    Args:
        masked: The reference, identifiers blanked.
        start: Where the stretch begins.
        end: Where it ends.
        draft: Takes what is read.
        hosted: Whether a title stands in the stretch before, so that a lone part is that title.
    """
    end = start + len(masked[start:end].rstrip(" .,;"))
    match = _END.search(masked, max(start, end - 120), end)
    if match and not (
        "issued" in draft.fields and match["pages"] is None and match.start() == start
    ):
        _put_year(match, draft)
        before = match.start()
    else:
        plain = _END_WITHOUT_YEAR.search(masked, max(start, end - 60), end)
        if plain and plain["pages"]:
            draft.put("page", normal_pages(plain["pages"]), *plain.span("pages"), 0.9)
            draft.cover(*plain.span())
        before = plain.start() if plain else end
    return _read_publisher(masked, start, before, draft, hosted=hosted)


def read_edition(masked: str, start: int, end: int, draft: Draft) -> bool:
    """Read a whole part as an edition (`3 版`, `4th ed`, `Rev. ed.`)."""
    match = _EDITION.fullmatch(masked[start:end].strip(" .,;"))
    if not match:
        return False
    number = match["number"] or match["ordinal"]
    value = number if number and int(number) < 100 else masked[start:end].strip(" ,;")
    draft.put("edition", value, start, end)
    return True


def read_translators(masked: str, start: int, end: int, draft: Draft) -> bool:
    """Read a whole part as translators (`谢远涛, 译`)."""
    match = _TRANSLATORS.fullmatch(masked[start:end].strip(" .,;"))
    names = parse_names(match["names"]) if match else None
    if not names:
        return False
    draft.put("translator", names.names, start, end, names.confidence)
    if names.others:
        draft.others.add("translator")
    return True


def read_title_volume(masked: str, start: int, end: int, draft: Draft) -> int:
    """Read a volume from the end of a book's title (`国史旧闻: 卷 1`); where the title ends."""
    match = _VOLUME.search(masked, start, end)
    if not match:
        return end
    name = "number" if match["number"] else "han"
    draft.put("volume", match[name], *match.span(name))
    draft.cover(*match.span())
    return match.start()


def read_parts(masked: str, text: str, start: int, end: int, draft: Draft) -> None:
    """Read what stands between title and imprint: editions and translators."""
    at = start
    for stop in (*stops(masked, start, end), end):
        first = at + len(masked[at:stop]) - len(masked[at:stop].lstrip(" .,;"))
        if first < stop and not read_translators(masked, first, stop, draft):
            last = stop + 1 if text[first:stop].lower().endswith("ed") else stop
            read_edition(masked, first, min(last, end), draft)
        at = stop + 1


def _put_year(match: re.Match[str], draft: Draft) -> None:
    date = read_date(match["year"])
    if date:
        draft.put("issued", date, *match.span("year"), 0.97)
    if match["suffix"]:
        draft.put("year-suffix", match["suffix"], *match.span("suffix"))
    if match["pages"]:
        draft.put("page", normal_pages(match["pages"]), *match.span("pages"), 0.95)
    draft.cover(*match.span())


def _read_publisher(masked: str, start: int, end: int, draft: Draft, *, hosted: bool) -> int:
    """Read `Place: Publisher` or a lone publisher that ends at `end`; where it begins."""
    stretch = masked[start:end]
    separated = stretch.rstrip()[-1:]
    end = start + len(stretch.rstrip(" ,;(:"))
    if end <= start or separated == ".":
        return end
    breaks = [at for at in stops(masked, start, end) if at < end - 1]
    first = breaks[-1] + 1 if breaks else start
    first += len(masked[first:end]) - len(masked[first:end].lstrip(" .,;"))
    colon = masked.find(":", first, end)
    if colon < 0 and hosted and not breaks:
        return end
    if colon >= 0:
        place, publisher = masked[first:colon].strip(), masked[colon + 1 : end].strip()
        draft.put("publisher-place", place, first, colon)
        draft.put("publisher", publisher, end - len(masked[colon + 1 : end].lstrip()), end)
        draft.cover(first, end)
    elif any(character.isalpha() for character in masked[first:end]):
        draft.put("publisher", masked[first:end].strip(), first, end, 0.8)
    return first
