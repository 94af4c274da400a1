"""EndNote's numbered style.

`Olson, M. and A. Smith, Title. Journal, 1973. 52(1): p. 4-10.`

Authors and title are set off by a comma, the first author inverted; books end in `1975,
Cambridge: Belknap Press.` Chinese manuscripts made with EndNote print it with their own marks.
"""

from __future__ import annotations

import re

from backmatter.references.model import Name
from backmatter.references.parsing.dates import YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import put_names
from backmatter.references.parsing.names import NameList, parse_name
from backmatter.references.parsing.pages import PAGES, normal_pages
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_JOURNAL_END = re.compile(
    rf",\s?(?P<year>{YEAR})(?:\s?[.,]\s?(?P<volume>[A-Z]?\d{{1,5}}))?(?:\s?\((?P<issue>[^()]{{1,20}})\))?"
    rf"(?:\s?:\s?p?p?\.?\s?(?P<pages>{PAGES}))?$"
)
_STOP_JOURNAL_END = re.compile(
    rf"[.,]\s?(?P<year>{YEAR})[.,]\s?(?P<volume>[A-Z]?\d{{1,5}})\s?(?:\((?P<issue>[^()]{{1,20}})\))?"
    rf"(?:\s?:\s?p?p?\.?\s?(?P<pages>{PAGES}))?$"
)
_BOOK_END = re.compile(
    rf"[.,]\s?(?P<year>{YEAR})(?:,\s?(?P<place>[^:]{{2,60}}))?\s?:\s?(?P<publisher>[^:]{{2,120}}?)"
    rf"(?:\.\s?(?P<pages>{PAGES})(?:\s?p)?)?$"
)
_INVERTED = re.compile(
    r"(?P<family>[^\W\d_][\w'’ -]{0,40}),\s?(?P<given>(?:[A-Z]\.?[\s-]?){1,4})"
    r"(?=,|\s+and\b|\s+et\b|$)"
)
_JOINT = re.compile(r"\s{0,2},\s{0,2}(?:and\s{1,2}|et\s?al\.?,?\s?)?|\s{1,2}and\s{1,2}")


def parse(printed: Printed) -> Draft | None:
    """Read a reference in this manner, or None where its tail is another's."""
    masked = printed.masked
    end = len(masked.rstrip(" .,;"))
    for pattern in (_BOOK_END, _STOP_JOURNAL_END, _JOURNAL_END):
        match = pattern.search(masked, printed.start, end)
        if match and any(match.groupdict().get(n) for n in ("pages", "issue", "publisher")):
            break
    else:
        return None
    draft = Draft(type="book" if pattern is _BOOK_END else "article-journal")
    title_end = match.start()
    if draft.type != "book":
        breaks = [at for at in stops(masked, printed.start, title_end) if at < title_end - 1]
        if not breaks:
            return None
        start = breaks[-1] + 1
        draft.put(
            "container-title", printed.text[start:title_end].strip(" ,."), start, title_end, 0.9
        )
        title_end = breaks[-1]
    start = _read_authors(printed, title_end, draft)
    title = printed.text[start:title_end].strip(" ,，.．")
    if start < 0 or not title:
        return None
    draft.put("title", title, start, title_end, 0.85)
    _put_tail(match, draft)
    return draft


def _put_tail(match: re.Match[str], draft: Draft) -> None:
    groups = match.groupdict()
    date = read_date(groups["year"])
    if date:
        draft.put("issued", date, *match.span("year"), 0.97)
    for name, variable in (
        ("volume", "volume"),
        ("issue", "issue"),
        ("place", "publisher-place"),
        ("publisher", "publisher"),
    ):
        if groups.get(name):
            draft.put(variable, groups[name].strip(), *match.span(name))
    if groups.get("pages"):
        draft.put("page", normal_pages(groups["pages"]), *match.span("pages"))
    draft.cover(*match.span())


def _read_authors(printed: Printed, end: int, draft: Draft) -> int:
    """Read the names up to the comma before the title; where the title begins, or -1."""
    masked, start = printed.masked, printed.start
    names: list[Name] = []
    first = _INVERTED.match(masked, start, end)
    at = start
    others = False
    if first:
        names.append(Name(family=first["family"], given=first["given"].strip()))
        at = first.end()
    while True:
        joint = _JOINT.match(masked, at, end) if names else None
        if names and not joint:
            break
        begin = joint.end() if joint else at
        if joint and "al" in joint[0]:
            others, at = True, begin
            break
        following = _JOINT.search(masked, begin, end)
        piece = printed.text[begin : following.start()] if following else ""
        name = parse_name(piece) if piece else None
        if not name or not following or not masked[following.end() : end].strip():
            break
        names.append(name)
        at = following.start()
        if joint and "and" in joint[0]:
            break
    if not names:
        return -1
    put_names(draft, "author", start, at, NameList(tuple(names), others, 0.85))
    comma = _JOINT.match(masked, at, end)
    return comma.end() if comma else at
