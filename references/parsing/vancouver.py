"""Biomedical references without type marks: Vancouver (ICMJE, NLM) and PLOS.

`Authors. Title. Journal. 2006;29(9):536-546.`, `Authors (2007) Title. Journal 24: 799-845.`,
and books, parts of books, reports and web pages in the same manner.
"""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import MONTH_NAMES, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import Head, put_names, read_authors, read_group
from backmatter.references.parsing.imprint import read_edition
from backmatter.references.parsing.names import group, is_group, parse_names
from backmatter.references.parsing.pages import normal_pages, read_locator
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_MONTH = "(?:" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")\.?"
_YEAR_LOCATOR = re.compile(
    rf"(?<=[\s.,(])(?P<date>(?P<year>{YEAR})(?:\s{_MONTH}(?:[-/]{_MONTH})?(?:\s\d{{1,2}})?)?)\s?;",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(rf"\s\((?P<year>{YEAR})(?P<suffix>[a-z])?\)\s{{1,3}}")
_IN = re.compile(r"(?<=[.?!\s])In\s?:\s{0,2}")
_EDITORS = re.compile(
    r"[,\s]{0,3}\(?\b(?:editors?|eds?|Hrsg|Hg)\b\.?\)?[.,:]?\s{1,3}", re.IGNORECASE
)
_PAGE_COUNT = re.compile(
    r"(?<=[\s.;,])(?P<count>\d{1,5}|[ivxlc]{1,8},\s\d{1,5})\s?(?:p|pp|pages|S)\.?$"
)
_PAGES_AT_END = re.compile(
    r"(?<=[\s.;,:])(?:pp?\.?|pages|S\.)\s?(?P<pages>[A-Za-z]?\d{1,6}(?:\s?[-–]\s?[A-Za-z]?\d{1,6})?)$"
)
_BOOK = re.compile(
    rf"(?P<place>[^.;:]{{2,80}}(?:\([^()]{{1,20}}\))?)\s?:\s{{1,2}}(?P<publisher>[^;:]{{2,120}});\s?(?P<year>{YEAR})[.,]?$"
)
_REPORT = re.compile(rf"(?P<genre>[^;.]{{2,80}});\s?(?P<year>{YEAR})[.,]?$")
_PLOS_JOURNAL = re.compile(r"\s(?P<volume>[A-Z]{0,2}\d{1,4}(?:\s?\([^()]{1,20}\))?)\s?:\s?\S")
_WEB_YEAR = re.compile(rf"[.,\s]{{1,3}}(?P<year>{YEAR})[.,\s]{{0,3}}$")


def parse(printed: Printed) -> Draft | None:
    """Read a reference in this manner, or None where its signs are missing."""
    masked = printed.masked
    end = len(masked.rstrip(" .,;"))
    bracketed = _YEAR_IN_BRACKETS.search(masked, 0, min(end, 3000))
    draft = Draft()
    head = _head_before_year(printed, bracketed, draft) if bracketed else None
    if head:
        _read_plos(printed, head.end, end, draft)
        return draft
    head = read_authors(printed, printed.start, end) or read_group(printed, printed.start, end)
    if not head:
        return None
    put_names(draft, "author", printed.start, head.names_end, head.names)
    draft.cover(printed.start, head.end)
    if _read_journal(printed, head.end, end, draft) or _read_book(printed, head.end, end, draft):
        return draft
    if "URL" in printed.certain.fields:
        _read_page(printed, head.end, end, draft)
        return draft
    return None


def _head_before_year(printed: Printed, match: re.Match[str], draft: Draft) -> Head | None:
    """Authors directly followed by the year in brackets."""
    piece = printed.text[printed.start : match.start()]
    names = parse_names(piece) or (group(piece) if is_group(piece) else None)
    date = read_date(match["year"])
    if not names or not date or "." in piece.removesuffix("et al."):
        return None
    put_names(draft, "author", printed.start, match.start(), names)
    draft.put("issued", date, *match.span("year"), 0.98)
    if match["suffix"]:
        draft.put("year-suffix", match["suffix"], *match.span("suffix"))
    draft.cover(*match.span())
    return Head(names, match.start(), match.end())


def _read_plos(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read `Title. Journal 24: 799-845` after the year."""
    masked = printed.masked
    if _read_part_of_book(printed, start, end, draft):
        return
    breaks = [at for at in stops(masked, start, end) if at < end - 1]
    locator = None
    for locator in _PLOS_JOURNAL.finditer(masked, start, end):
        if read_locator(masked, locator.start(), end, draft):
            break
    found = "page" in draft.fields and locator is not None
    journal_end = locator.start() if locator and found else end
    inside = [at for at in breaks if at < journal_end]
    title_end = inside[-1] if inside else journal_end
    _put_title(printed, start, title_end, draft)
    if inside:
        _put_container(printed, title_end + 1, journal_end, draft, 0.95 if found else 0.75)
        draft.type = "article-journal"


def _read_journal(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    """Read `Title. Journal. 2006;29(9):536-546`."""
    masked = printed.masked
    for match in _YEAR_LOCATOR.finditer(masked, start, end):
        trial = Draft()
        if not read_locator(masked, match.end(), end, trial):
            continue
        journal_end = start + len(masked[start : match.start()].rstrip(" .,("))
        breaks = [at for at in stops(masked, start, journal_end) if at < journal_end - 1]
        if not breaks:
            continue
        date = read_date(match["year"])
        if date:
            draft.put("issued", date, *match.span("year"), 0.98)
        draft.cover(*match.span())
        draft.take(trial)
        _put_title(printed, start, breaks[-1], draft)
        _put_container(printed, breaks[-1] + 1, journal_end, draft, 0.95)
        draft.type = "article-journal"
        return True
    return False


def _read_book(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    """Read `Title. Place: Publisher; 2008. 214 p.`, a part `In:` one, or a report."""
    if _read_part_of_book(printed, start, end, draft):
        return True
    imprint = _read_imprint(printed.masked, start, end, draft)
    if imprint < 0:
        return False
    _put_title(printed, start, imprint, draft)
    return True


def _read_part_of_book(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    masked = printed.masked
    inside = _IN.search(masked, start, end)
    if not inside:
        return False
    trial = Draft()
    imprint = _read_imprint(masked, inside.end(), end, trial)
    draft.take(trial)
    book_end = imprint if imprint >= 0 else end
    editors = _EDITORS.search(masked, inside.end(), book_end)
    at = inside.end()
    if editors:
        names = parse_names(printed.text[at : editors.start()])
        if names:
            put_names(draft, "editor", at, editors.start(), names)
            draft.cover(at, editors.end())
            at = editors.end()
    _put_title(printed, start, inside.start(), draft)
    draft.cover(*inside.span())
    _put_container(printed, at, book_end, draft, 0.9)
    draft.type = "chapter"
    return True


def _read_imprint(masked: str, start: int, end: int, draft: Draft) -> int:
    """Read the imprint at the end; where it begins, or -1 where there is none."""
    trial = Draft()
    pages = _PAGES_AT_END.search(masked, start, end) or _PAGE_COUNT.search(masked, start, end)
    if pages:
        name, variable = (
            ("pages", "page") if "pages" in pages.groupdict() else ("count", "number-of-pages")
        )
        trial.put(variable, normal_pages(pages[name]), *pages.span(name))
        trial.cover(*pages.span())
        end = start + len(masked[start : pages.start()].rstrip(" .,;"))
    breaks = [start, *(at + 1 for at in stops(masked, start, end) if at < end - 1)]
    for at in reversed(breaks):
        first = at + len(masked[at:end]) - len(masked[at:end].lstrip())
        match = _BOOK.fullmatch(masked, first, end)
        if match:
            trial.put("publisher-place", match["place"].strip(), *match.span("place"))
            trial.put("publisher", match["publisher"].strip(), *match.span("publisher"))
            trial.type = "book"
        else:
            match = _REPORT.fullmatch(masked, first, end) if at == breaks[-1] else None
            if match:
                trial.put("genre", match["genre"].strip(), *match.span("genre"), 0.7)
                trial.type = "report"
        date = read_date(match["year"]) if match else None
        if match and date:
            trial.put("issued", date, *match.span("year"), 0.98)
            trial.cover(*match.span())
            draft.take(trial)
            return at
    return -1


def _read_page(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read a web page: title, the site it stands on, a year."""
    masked = printed.masked
    year = _WEB_YEAR.search(masked, start, end)
    if year and (date := read_date(year["year"])):
        draft.put("issued", date, *year.span("year"), 0.9)
        draft.cover(*year.span())
        end = year.start()
    breaks = [at for at in stops(masked, start, end) if at < end - 1]
    if len(breaks) == 1:
        _put_container(printed, breaks[0] + 1, end, draft, 0.8)
        end = breaks[0]
    _put_title(printed, start, end, draft)
    draft.type = "webpage"


def _put_title(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """The title; a question mark or exclamation mark that ends it is its own."""
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" .,"))
    if masked[end : end + 1] in {"?", "!"}:
        end += 1
    pieces = [start, *(at + 1 for at in stops(masked, start, end) if at < end - 1), end]
    if len(pieces) > 2 and read_edition(masked, pieces[-2], end, draft):
        end = pieces[-2]
    draft.put("title", printed.text[start:end].strip().rstrip(" .,;"), start, end)


def _put_container(printed: Printed, start: int, end: int, draft: Draft, confidence: float) -> None:
    start += len(printed.masked[start:end]) - len(printed.masked[start:end].lstrip(" .,;"))
    title = printed.text[start:end].strip(" .,;")
    draft.put("container-title", title, start, end, confidence)
