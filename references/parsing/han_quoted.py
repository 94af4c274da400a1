"""Chinese references whose titles stand in 《》: the humanities' and social sciences' manner.

`冯友兰（2008）：《冯友兰自选集》，首都师范大学出版社，2008年。`, or
`李爽：《题名》，《图书馆》2022年第2期，第85-95页。`
"""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import put_names
from backmatter.references.parsing.names import NameList, group, parse_names
from backmatter.references.parsing.pages import PAGES, normal_pages
from backmatter.references.parsing.printed import Printed

_QUOTED = re.compile(
    r"[《〈]([^《》〈〉]{1,300}(?:[《〈][^《》〈〉]{1,100}[》〉][^《》〈〉]{0,200}){0,3})[》〉]"
)
_YEAR_IN_HEAD = re.compile(rf"\(\s?({YEAR})([a-z])?\s?\)")
_ROLE = re.compile(r"(?:主编|编著|编译|编|著|译|等译|校注|整理)$")
_NATION = re.compile(r"^\s?[\[(][^\[\]()]{1,4}[\])]\s?")
_ISSUE = re.compile(
    rf"(?P<year>{YEAR})\s?年\s?(?:第\s?)?(?P<issue>\d{{1,4}}(?:[-—、]\d{{1,3}})?)\s?期"
)
_VOLUME = re.compile(r"第\s?(?P<volume>\d{1,4})\s?[卷辑]")
_DATE = re.compile(rf"(?P<date>{YEAR}\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?)版?")
_PAGES = re.compile(rf"第?\s?(?P<pages>{PAGES})\s?[页頁]")
_THESIS = re.compile(
    r"(?P<school>[\u3400-\u9fff]{2,20}?(?:大学|学院|研究院|科学院))?(?P<genre>(?:博士|硕士)(?:学位)?论文)"
)
_IMPRINT = re.compile(r"(?:(?P<place>[\u3400-\u9fff]{2,6})\s?:\s?)?(?P<publisher>[^,:.;]{2,40})")
_VOLUME_IN_TITLE = re.compile(r"\s?:\s?卷\s?(?P<volume>\d{1,4})$")


def parse(printed: Printed) -> Draft | None:
    """Read a reference whose title stands in 《》, or None where none does."""
    masked = printed.masked
    title = _QUOTED.search(masked)
    if not title or title.start() - printed.start > 300:
        return None
    draft = Draft(type="book")
    _read_head(printed, title.start(), draft)
    _put_title(printed, *title.span(1), draft)
    draft.cover(*title.span())
    end = len(masked.rstrip(" .,;"))
    host = _QUOTED.search(masked, title.end(), end)
    if host:
        _read_host(printed, title.end(), host, end, draft)
    else:
        _read_rest(printed, title.end(), end, draft)
    return draft


def _read_head(printed: Printed, end: int, draft: Draft) -> None:
    """Read the authors, their role and the year before the title."""
    masked, start = printed.masked, printed.start
    year = _YEAR_IN_HEAD.search(masked, start, end)
    date = read_date(year[1]) if year else None
    if year and date:
        draft.put("issued", date, *year.span(1), 0.97)
        draft.cover(*year.span())
        draft.cover(year.end(), end)
        end = year.start()
    names = _names(printed, start, end)
    if names:
        put_names(draft, "author", start, end, names)


def _names(printed: Printed, start: int, end: int) -> NameList | None:
    piece = printed.text[start:end].strip(" ,，:：、")
    piece = _ROLE.sub("", _NATION.sub("", piece)).strip()
    return (parse_names(piece) or group(piece)) if piece else None


def _put_title(printed: Printed, start: int, end: int, draft: Draft) -> None:
    volume = _VOLUME_IN_TITLE.search(printed.masked, start, end)
    if volume:
        draft.put("volume", volume["volume"], *volume.span("volume"), 0.9)
        end = volume.start()
    draft.put("title", printed.text[start:end].strip(), start, end)


def _read_host(printed: Printed, start: int, host: re.Match[str], end: int, draft: Draft) -> None:
    """Read the second title in 《》: a journal, a newspaper, or the book that holds the work."""
    masked = printed.masked
    between = masked[start : host.start()].strip(" ,:;")
    if between.startswith(("载", "见", "收入", "收于")):
        names = _names(
            printed, start + masked[start : host.start()].index(between[0]) + 1, host.start()
        )
        if names:
            put_names(draft, "editor", start, host.start(), names)
    draft.cover(start, host.start())
    container = printed.text[slice(*host.span(1))]
    draft.put("container-title", container, *host.span(1))
    draft.cover(*host.span())
    _read_rest(printed, host.end(), end, draft)
    if "publisher" in draft.fields:
        proceedings = re.search(r"会议|论文集|年会|研讨会", container)
        draft.type = "paper-conference" if proceedings else "chapter"
    else:
        draft.type = (
            "article-newspaper" if container.endswith(("报", "日报")) else "article-journal"
        )


def _read_rest(printed: Printed, start: int, end: int, draft: Draft) -> None:
    """Read issue, date, pages, thesis and imprint, in whatever order they stand."""
    masked = printed.masked
    for pattern, reads in (
        (_ISSUE, (("issued", "year"), ("issue", "issue"))),
        (_VOLUME, (("volume", "volume"),)),
        (_PAGES, (("page", "pages"),)),
        (_DATE, (("issued", "date"),)),
    ):
        match = pattern.search(masked, start, end)
        if match:
            for variable, name in reads:
                _put(draft, variable, match[name], *match.span(name))
            draft.cover(*match.span())
            masked = masked[: match.start()] + "," * len(match[0]) + masked[match.end() :]
    thesis = _THESIS.search(masked, start, end)
    if thesis:
        draft.type = "thesis"
        draft.put("genre", thesis["genre"], *thesis.span("genre"))
        if thesis["school"]:
            draft.put("publisher", thesis["school"], *thesis.span("school"))
        draft.cover(*thesis.span())
        return
    first = start + len(masked[start:end]) - len(masked[start:end].lstrip(" ,:;."))
    imprint = _IMPRINT.match(masked, first, end)
    if imprint:
        if imprint["place"]:
            draft.put("publisher-place", imprint["place"], *imprint.span("place"))
        draft.put("publisher", imprint["publisher"].strip(), *imprint.span("publisher"), 0.85)
        draft.cover(*imprint.span())


def _put(draft: Draft, variable: str, value: str, start: int, end: int) -> None:
    if variable == "issued":
        date = read_date(value)
        if date:
            draft.put("issued", date, start, end, 0.97)
    else:
        draft.put(variable, normal_pages(value) if variable == "page" else value, start, end)
