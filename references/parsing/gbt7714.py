"""References with a type mark: GB/T 7714, numeric and author-date, and journals' variants of it.

`Authors. Title[J]. Journal, year, volume(issue): pages.` and its like for books, parts of
books, theses, reports, standards, patents, newspapers, data and web pages.
"""

from __future__ import annotations

import re

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import (
    put_names,
    read_authors,
    read_group,
    read_year_after,
)
from backmatter.references.parsing.imprint import read_title_volume
from backmatter.references.parsing.marks import TypeMark, csl_type, find_mark
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.works import (
    read_host,
    read_journal,
    read_newspaper,
    read_publication,
)

_HOST = re.compile(r"[\s.,]{0,3}//\s{0,2}")
_NUMBER = re.compile(
    r"\s?[:,]\s?(?P<number>[A-Z0-9][^,:a-z\u3400-\u9fff]{0,10}[A-Za-z\d./—–:\s-]{0,40}"
    r"\d[A-Z\d.]{0,6})$"
)
_PREPRINTS = frozenset(
    ("arxiv", "biorxiv", "medrxiv", "chinaxiv", "chemrxiv", "psyarxiv", "ssrn", "preprints")
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
        read_journal(printed, start, end, draft)
    elif mark.letters == "N":
        read_newspaper(printed, start, end, draft)
    elif host:
        read_host(printed, start, end, draft)
    else:
        read_publication(printed, start, end, draft)
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
    masked, start, end = printed.masked, printed.start, mark.start
    foreign = re.search(r"译[,.\s;]|譯", masked[mark.end :]) is not None
    head = read_authors(printed, start, end, foreign=foreign) or read_group(printed, start, end)
    if head:
        put_names(draft, "author", start, head.names_end, head.names)
        draft.cover(start, head.end)
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
