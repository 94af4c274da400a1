"""References in the manner of GB/T 7714 without its type marks, parts set off by full stops.

`Authors. Year. Title. Journal, 52(11): 1518-1523.`, `Authors. Title. Translators, 译. 2 版. Place:
Publisher, year: pages.`, and parts of books behind 见, 载, *In* or `//`.
"""

from __future__ import annotations

import re

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import (
    Head,
    put_names,
    read_authors,
    read_group,
    read_year_after,
)
from backmatter.references.parsing.imprint import read_imprint, read_parts, read_title_volume
from backmatter.references.parsing.marks import find_mark
from backmatter.references.parsing.names import is_group, parse_names
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops
from backmatter.references.parsing.works import read_host, read_journal

_HOST = re.compile(r"(?<=[.\s?!])(?:见|载|In)\s?:\s{0,2}|[\s.,]{0,3}//\s{0,2}")
_THESIS = re.compile(
    r"\s?\[(?P<genre>[^\[\]]{0,4}学位论文|[\w. ]{0,12}(?:thesis|dissertation))\]", re.IGNORECASE
)
_PROCEEDINGS = re.compile(
    r"会议|论文集|年会|研讨会|proceedings|conference|symposium|workshop", re.IGNORECASE
)
_EDITED = re.compile(r"\s?(?:主编|编著|[编著])$")


_LONGEST_JOURNAL = 600
"""How many characters the title of a journal takes with year, volume, issue and pages."""


def parse(printed: Printed) -> Draft | None:
    """Read a reference in this manner, or None where it has a type mark or no imprint."""
    masked = printed.masked
    if find_mark(masked):
        return None
    draft = Draft()
    end = len(masked.rstrip(" .,;"))
    start = _read_head(printed, end, draft)
    if start < 0:
        return None
    host = _HOST.search(masked, start, end)
    if host:
        _put_title(printed, start, host.start(), draft)
        draft.cover(*host.span())
        read_host(printed, host.end(), end, draft)
        draft.type = "paper-conference" if _is_proceedings(draft) else "chapter"
        return draft if "container-title" in draft.fields else None
    if _read_article(printed, start, end, draft) or _read_book(printed, start, end, draft):
        return draft
    return None


def _read_head(printed: Printed, end: int, draft: Draft) -> int:
    """Read authors and year; where the title begins, or -1 where nothing can be an author."""
    masked = printed.masked
    foreign = re.search(r"译[,.\s;]|譯", masked) is not None
    head = read_authors(printed, printed.start, end, foreign=foreign)
    head = head or _edited(printed, end) or _body(printed, end)
    if not head:
        return -1
    put_names(draft, "author", printed.start, head.names_end, head.names)
    draft.cover(printed.start, head.end)
    start = read_year_after(masked, head.names_end, draft)
    return head.end if start == head.names_end else start


def _edited(printed: Printed, end: int) -> Head | None:
    """Authors followed by 编 or 著."""
    at = next(iter(stops(printed.masked, printed.start, end)), -1)
    role = _EDITED.search(printed.masked, printed.start, at) if at > 0 else None
    if not role:
        return None
    names = printed.text[printed.start : role.start()]
    read = parse_names(names)
    return Head(read, role.start(), at + 1) if read else None


def _body(printed: Printed, end: int) -> Head | None:
    head = read_group(printed, printed.start, end)
    return head if head and is_group(printed.text[printed.start : head.names_end]) else None


def _read_article(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    masked = printed.masked
    # What a journal and its places take is short: a stop far from the end is not before them.
    for stop in stops(masked, max(start, end - _LONGEST_JOURNAL), end - 1):
        trial = Draft(fields=dict(draft.fields))
        first = stop + 1 + len(masked[stop + 1 : end]) - len(masked[stop + 1 : end].lstrip())
        if read_journal(printed, first, end, trial) and "page" in trial.fields:
            draft.take(trial)
            _put_title(printed, start, stop, draft)
            draft.type = "article-journal"
            return True
    return False


def _read_book(printed: Printed, start: int, end: int, draft: Draft) -> bool:
    masked = printed.masked
    trial = Draft(fields=dict(draft.fields))
    at = read_imprint(masked, start, end, trial)
    if "publisher-place" not in trial.fields or "issued" not in trial.fields:
        return False
    draft.take(trial)
    breaks = [stop for stop in stops(masked, start, at) if stop < at - 1]
    title_end = breaks[0] if breaks else at
    read_parts(masked, printed.text, title_end, at, draft)
    draft.type = "book"
    _put_title(printed, start, title_end, draft)
    return True


def _put_title(printed: Printed, start: int, end: int, draft: Draft) -> None:
    masked = printed.masked
    start += len(masked[start:end]) - len(masked[start:end].lstrip(" .,:"))
    end = start + len(masked[start:end].rstrip(" .,"))
    thesis = _THESIS.search(masked, start, end)
    if thesis and thesis.end() == end:
        draft.put("genre", thesis["genre"], *thesis.span("genre"), 0.9)
        draft.cover(*thesis.span())
        draft.type = "thesis"
        end = thesis.start()
    elif draft.type == "book":
        end = read_title_volume(masked, start, end, draft)
    draft.put("title", printed.text[start:end].strip(), start, end, 0.85)


def _is_proceedings(draft: Draft) -> bool:
    container = draft.fields.get("container-title")
    return bool(container) and _PROCEEDINGS.search(str(container.value)) is not None
