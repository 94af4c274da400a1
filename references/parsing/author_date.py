"""Author-date references: APA, Harvard, Chicago, and German social science.

`Smith, J. A., & Jones, B. (2007). Title. Journal, 12(3), 45–67.`, `Rudd, Elizabeth. 2000. Title.
Journal 14(4): 517-39.`, `Dillman, D.A. (2000): Title. In: … New York: Wiley.`
"""

from __future__ import annotations

import re

from backmatter.references.parsing.dates import YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import put_names
from backmatter.references.parsing.marks import find_mark
from backmatter.references.parsing.names import group, is_group, parse_names
from backmatter.references.parsing.pages import PAGES, normal_pages
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tail import read_tail
from backmatter.references.parsing.tokens import has_han, stops

_YEAR = re.compile(
    rf"[\s,.]{{1,3}}[(\[]\s?(?P<bracketed>{YEAR})(?P<letter>[a-z])?(?:[,;/][^()]{{1,25}})?\s?[)\]][\s.,:]{{0,3}}"
    rf"|[\s,.]{{1,3}}(?P<plain>{YEAR})(?P<suffix>[a-z])?[.,:]\s{{1,2}}"
)
_EDITORS = re.compile(
    r"[\s,]{0,3}\(?\b(?:eds?|editors?|Hrsg|Hg)\b\.?\)?[\s,.]{0,3}$", re.IGNORECASE
)
_COMMA = re.compile(r",(?=\s[A-ZÀ-Þ])")
_TITLELESS = re.compile(
    rf"(?P<journal>[A-Z][^\d,:;()]{{1,40}})[,\s]{{1,2}}(?P<volume>[A-Z]?\d{{1,4}}[A-Z]?),\s?(?P<pages>{PAGES})"
)
_QUOTES = (("“", "”"), ("„", "“"), ('"', '"'), ("‘", "’"), ("«", "»"), ("``", "''"))


def parse(printed: Printed) -> Draft | None:
    """Read a reference whose authors are followed by the year, or None where none are."""
    masked = printed.masked
    if find_mark(masked):
        return None
    end = len(masked.rstrip(" .,;"))
    for match in _YEAR.finditer(masked, printed.start, min(end, printed.start + 1500)):
        if match["plain"] and has_han(printed.text):
            continue
        draft = Draft()
        if _read_head(printed, match, draft):
            _read_title(printed, match.end(), end, draft)
            return draft if draft.fields.keys() & {"title", "container-title"} else None
    return None


def _read_head(printed: Printed, year: re.Match[str], draft: Draft) -> bool:
    start = printed.start
    piece = printed.text[start : year.start()]
    role = _EDITORS.search(piece)
    if role:
        piece = piece[: role.start()]
    dotted = piece + "." if printed.masked[year.start() : year.start() + 1] == "." else piece
    names = parse_names(dotted) or parse_names(piece)
    if not names and (is_group(piece) or _is_plain_word(piece)) and len(piece) < 150:
        names = group(piece)
    name = "bracketed" if year["bracketed"] else "plain"
    date = read_date(year[name])
    if not names or not date:
        return False
    put_names(draft, "editor" if role else "author", start, start + len(piece), names)
    draft.cover(start, year.end())
    draft.put("issued", date, *year.span(name), 0.97)
    for letter in ("letter", "suffix"):
        if year[letter]:
            draft.put("year-suffix", year[letter], *year.span(letter))
    return True


def _is_plain_word(piece: str) -> bool:
    return re.fullmatch(r"\s?[A-ZÀ-Þ][\w&-]{1,30}\s?", piece) is not None


def _read_title(printed: Printed, start: int, end: int, draft: Draft) -> None:
    masked = printed.masked
    quoted = quoted_title(masked, start, end)
    if quoted:
        draft.put("title", printed.text[slice(*quoted)].strip(" ,."), *quoted, 0.95)
        draft.cover(quoted[0] - 2, quoted[1] + 1)
        read_tail(printed, quoted[1] + 1, end, draft)
        return
    best = _without_title(printed, start, end, draft)
    best_worth = 1.25 if best else -1.0
    for at, cost in _title_ends(masked, start, end):
        trial = Draft(fields=dict(draft.fields))
        stop = at + 1 if masked[at : at + 1] in {"?", "!"} else at
        title = printed.text[start:stop].strip(" ,.:")
        if not title:
            continue
        trial.put("title", title, start, stop, 0.85)
        read_tail(printed, min(at + 1, end), end, trial)
        worth = _worth(trial, masked, start, end) - cost
        if worth > best_worth:
            best, best_worth = trial, worth
    if best:
        draft.take(best)


def _title_ends(masked: str, start: int, end: int) -> list[tuple[int, float]]:
    """Where a title may end, and what each costs: the more stops it goes over, the more."""
    full = [at for at in stops(masked, start, end) if at < end - 1]
    ends = [(at, 0.2 * number) for number, at in enumerate(full[:5])]
    commas = [m.start() for m in _COMMA.finditer(masked, start, full[0] if full else end)]
    ends.extend((at, 0.35) for at in commas[-2:])
    ends.append((end, 0.2 * len(full)))
    return ends


def _without_title(printed: Printed, start: int, end: int, draft: Draft) -> Draft | None:
    """Astronomers print no titles: `2016, MNRAS, 457, 421`."""
    match = _TITLELESS.fullmatch(printed.masked, start, end)
    if not match:
        return None
    trial = Draft(type="article-journal", fields=dict(draft.fields))
    trial.put("container-title", match["journal"].strip(" ,"), *match.span("journal"), 0.85)
    trial.put("volume", match["volume"], *match.span("volume"), 0.9)
    trial.put("page", normal_pages(match["pages"]), *match.span("pages"), 0.9)
    trial.cover(start, end)
    return trial


def _worth(draft: Draft, masked: str, start: int, end: int) -> float:
    """How well the part after the year is explained; short titles are rather a part of one."""
    left = sum(b - a for a, b in draft.uncovered(masked[:end]) if a >= start)
    explained = 1 - left / max(1, end - start)
    title = draft.fields["title"]
    container = draft.fields.get("container-title")
    worth = explained + 0.3 * len(draft.fields.keys() & {"volume", "page", "publisher"})
    worth += 0.2 if container else 0.0
    if container and isinstance(container.value, str) and len(container.value) > 90:
        worth -= 0.3
    return worth - (0.3 if title.end - title.start < 12 else 0.0)


def quoted_title(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The offsets of a title in quotation marks at the start of a stretch."""
    first = start + len(masked[start:end]) - len(masked[start:end].lstrip(" .,:"))
    for opening, closing in _QUOTES:
        if masked.startswith(opening, first):
            close = masked.find(closing, first + len(opening), end)
            while close >= 0 and masked[close + 1 : close + 2].isalnum():
                close = masked.find(closing, close + 1, end)
            if close > first + 3:
                return first + len(opening), close
    return None
