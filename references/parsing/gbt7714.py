"""References with a type mark: GB/T 7714, numeric and author-date, and journals' variants of it.

`Authors. Title[J]. Journal, year, volume(issue): pages.` and its like for books, parts of
books, theses, reports, standards, patents, newspapers, data and web pages.
"""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import DATE, YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import (
    Head,
    put_names,
    read_authors,
    read_group,
    read_year_after,
)
from backmatter.references.parsing.imprint import (
    read_imprint,
    read_parts,
    read_title_volume,
)
from backmatter.references.parsing.marks import TypeMark, csl_type, find_mark
from backmatter.references.parsing.names import is_group
from backmatter.references.parsing.pages import read_locator
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_HOST = re.compile(r"[\s.,]{0,3}//\s{0,2}")
_CONTAINER_YEAR = re.compile(
    rf"(?P<title>[^\s].{{0,300}}?)\s?[,.]\s?(?P<year>{YEAR})(?P<suffix>[a-z])?(?![\d/])"
)
_DATE_AND_PAGE = re.compile(
    rf"[\s,.]{{0,3}}(?P<date>{DATE})\s?(?:\((?P<page>[A-Z]?\d{{1,4}}版?)\))?[\s.,:]{{0,4}}"
)
_IN_BRACKETS = re.compile(rf"\(\s?(?P<date>{DATE})\s?\)")
_NUMBER = re.compile(
    r"\s?[:,]\s?(?P<number>[A-Z0-9][^,:a-z\u3400-\u9fff]{0,10}[A-Za-z\d./—–:\s-]{0,40}\d[A-Z\d.]{0,6})$"
)
_PREPRINTS = frozenset(
    {
        "arxiv",
        "biorxiv",
        "medrxiv",
        "chinaxiv",
        "chemrxiv",
        "psyarxiv",
        "ssrn",
        "research square",
        "preprints",
    }
)


def parse(printed: Printed) -> Draft | None:
    """Read a reference with a type mark, or None where it has none."""
    masked = printed.masked
    mark = find_mark(masked)
    if not mark:
        return None
    draft = Draft()
    end = len(masked.rstrip(" .,;"))
    host = _HOST.match(masked, mark.end)
    draft.type = csl_type(mark, in_host=host is not None)
    draft.cover(mark.start, mark.end)
    _read_head(printed, mark, draft)
    start = host.end() if host else mark.end + _separators(masked, mark.end)
    if mark.letters == "J":
        _read_journal(printed, start, end, draft)
    elif mark.letters == "N":
        _read_newspaper(printed, start, end, draft)
    elif host:
        _read_host(printed, start, end, draft)
    else:
        _read_publication(printed, start, end, draft)
    if draft.type == "webpage" and _publisher(draft).lower() in _PREPRINTS:
        draft.type = "article"
    return draft


def _separators(masked: str, at: int) -> int:
    rest = masked[at : at + 8]
    return len(rest) - len(rest.lstrip(" .,:;"))


def _publisher(draft: Draft) -> str:
    field = draft.fields.get("publisher")
    return field.value if field and isinstance(field.value, str) else ""


def _read_head(printed: Printed, mark: TypeMark, draft: Draft) -> None:
    masked, end = printed.masked, mark.start
    foreign = re.search(r"译[,.\s;]|譯", masked[mark.end :]) is not None
    head = read_authors(printed, 0, end, foreign=foreign) or read_group(printed, 0, end)
    start = 0
    if head:
        put_names(draft, "author", 0, head.names_end, head.names)
        draft.cover(0, head.end)
        start = read_year_after(masked, head.names_end, draft)
        start = head.end if start == head.names_end else start
    _read_title(printed, start, end, mark, draft)


def _read_title(printed: Printed, start: int, end: int, mark: TypeMark, draft: Draft) -> None:
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" .,:"))
    if mark.letters in {"S", "P", "R"}:
        match = _NUMBER.search(masked, start, end)
        if match and re.search(r"\d", match["number"]):
            draft.put("number", printed.text[match.start("number") : match.end("number")].strip(),
                      *match.span("number"))  # fmt: skip
            draft.cover(*match.span())
            end = match.start()
    if draft.type in {"book", "chapter"} and mark.letters in {"M", "G", "K"}:
        end = read_title_volume(masked, start, end, draft)
    title = printed.text[start:end].strip()
    draft.put("title", title, start, end, 0.95 if "author" in draft.fields else 0.8)


def _read_journal(printed: Printed, start: int, end: int, draft: Draft) -> None:
    masked = printed.masked
    match = _CONTAINER_YEAR.match(masked, start, end)
    if match:
        _put_container(printed, *match.span("title"), draft)
        date = read_date(match["year"])
        if date:
            draft.put("issued", date, *match.span("year"), 0.97)
        draft.cover(match.end("title"), match.end())
        read_locator(masked, match.end(), end, draft)
        return
    for comma in re.finditer(r",\s?(?=\d|\()|\.\s?(?=\d)|\s(?=\d{1,4}\s?\()", masked[start:end]):
        at = start + comma.start()
        if read_locator(masked, at, end, draft):
            _put_container(printed, start, at, draft)
            return
    _put_container(printed, start, end, draft)


def _put_container(printed: Printed, start: int, end: int, draft: Draft) -> None:
    draft.put("container-title", printed.text[start:end].strip(" ,.，"), start, end)


def _read_newspaper(printed: Printed, start: int, end: int, draft: Draft) -> None:
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
    _put_container(printed, start, end, draft)


def _read_host(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read what follows `//`: editors, the host's title, and its imprint."""
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
    _put_container(printed, start, title_end, draft)


def _read_body(printed: Printed, start: int, end: int) -> Head | None:
    """A body as editor: its name has the words of one, and a title follows it."""
    head = read_group(printed, start, end)
    if not head or not printed.masked[head.end : end].strip():
        return None
    piece = printed.text[start : head.names_end]
    return head if is_group(piece) and not re.search(r"\d", piece) else None


def _read_publication(printed: Printed, start: int, end: int, draft: Draft) -> None:
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
