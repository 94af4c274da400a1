"""What follows a title, in styles that part their fields by full stops: journal, host, imprint."""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import DATE, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import Head, put_names, read_authors, read_group
from backmatter.references.parsing.imprint import (
    read_imprint,
    read_parts,
    read_title_volume,
)
from backmatter.references.parsing.names import is_group
from backmatter.references.parsing.pages import read_locator
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_CONTAINER_YEAR = re.compile(
    rf"(?P<title>[^\s].{{0,300}}?)\s?[,.]\s?(?P<year>{YEAR})(?P<suffix>[a-z])?(?![\d/])"
)
_DATE_AND_PAGE = re.compile(
    rf"[\s,.]{{0,3}}(?P<date>{DATE})\s?(?:\((?P<page>[A-Z]?\d{{1,4}}版?)\))?[\s.,:]{{0,4}}"
)
_IN_BRACKETS = re.compile(rf"\(\s?(?P<date>{DATE})\s?\)")


def read_journal(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    """Read `Journal, 2016, 283(9): 1689-1700`; whether all of it was read, with a place in it.

    Where the volume, issue and pages cannot be read, the journal is what stands before them.
    """
    masked = printed.masked
    match = _CONTAINER_YEAR.match(masked, start, end)
    if match:
        put_container(printed, *match.span("title"), draft)
        date = read_date(match["year"])
        if date:
            draft.put("issued", date, *match.span("year"), 0.97)
        draft.cover(match.end("title"), match.end())
        return read_locator(masked, match.end(), end, draft)
    for comma in re.finditer(r",\s?(?=\d|\()|\.\s?(?=\d)|\s(?=\d{1,4}\s?\()", masked[start:end]):
        at = start + comma.start()
        if read_locator(masked, at, end, draft):
            put_container(printed, start, at, draft)
            return True
    put_container(printed, start, end, draft)
    return False


def put_container(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """The title of what the work stands in."""
    draft.put("container-title", printed.text[start:end].strip(" ,.，"), start, end)


def read_newspaper(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read `Newspaper, 2000-11-20(15)`."""
    masked = printed.masked
    for comma in re.finditer(r"[,.]\s?(?=\d)|\s(?=\d{4})", masked[start:end]):
        at = start + comma.start()
        match = _DATE_AND_PAGE.fullmatch(masked, at, end)
        date = read_date(match["date"]) if match else None
        if match and date:
            draft.put("issued", date, *match.span("date"), 0.97)
            if match["page"]:
                draft.put("page", match["page"].removesuffix("版"), *match.span("page"))
            draft.cover(at, end)
            end = at
            break
    put_container(printed, start, end, draft)


def read_host(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read a book or proceedings that holds the work: editors, title, edition, imprint."""
    masked = printed.masked
    end = read_imprint(masked, start, end, draft, hosted=True)
    end = start + len(masked[start:end].rstrip(" .,;"))
    editors = read_authors(printed, start, end) or _read_body(printed, start, end)
    if editors:
        put_names(draft, "editor", start, editors.names_end, editors.names)
        draft.cover(start, editors.end)
        start = editors.end
    breaks = [at for at in stops(masked, start, end) if at < end - 1]
    title_end = breaks[0] if breaks else end
    read_parts(masked, printed.text, title_end, end, draft)
    start += len(masked[start:title_end]) - len(masked[start:title_end].lstrip())
    title_end = read_title_volume(masked, start, title_end, draft)
    put_container(printed, start, title_end, draft)


def _read_body(printed: Printed, start: int, end: int) -> Head | None:
    """A body as editor: its name has the words of one, and a title follows it."""
    head = read_group(printed, start, end)
    if not head or not printed.masked[head.end : end].strip():
        return None
    piece = printed.text[start : head.names_end]
    return head if is_group(piece) and not re.search(r"\d", piece) else None


def read_publication(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read what follows a book, thesis, report, patent or page: edition, translators, imprint."""
    masked = printed.masked
    bracketed = _IN_BRACKETS.search(masked, start, end)
    if bracketed and (date := read_date(bracketed["date"])):
        draft.put("issued", date, *bracketed.span("date"), 0.97)
        draft.cover(*bracketed.span())
        end = start + len(masked[start : bracketed.start()].rstrip(" .,;"))
    whole = _DATE_AND_PAGE.fullmatch(masked, start, end)
    if whole and (date := read_date(whole["date"])):
        draft.put("issued", date, *whole.span("date"), 0.97)
        draft.cover(start, end)
        return
    at = read_imprint(masked, start, end, draft)
    read_parts(masked, printed.text, start, at, draft)
