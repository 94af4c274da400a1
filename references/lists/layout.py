"""Split a list that has no numbers, by its layout: blank lines, hanging indents, or whole lines."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from backmatter.references.documents.model import Document, Line, LineKind

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[0Oo])[\dOo]{2}[a-z]?(?!\d)")
_AUTHOR = re.compile(r"\s{0,20}(?:[A-ZÀ-ÖØ-Þ\u0400-\u042f\u3400-\u9fff—“\"‘']|(?:de|van|von|d')\b)")
_END = re.compile(r"(?:[.。．\]］)）>」]|\d|/|[a-z]{2,})\s*$")
_AUTHORS_YEAR = re.compile(
    r"[A-ZÀ-Þ][\w'’-]{1,30}\s[A-Z]{1,4}(?:,\s?[A-ZÀ-Þ][\w'’-]{1,30}\s[A-Z]{1,4}){0,12}"
    r"(?:,?\s?et\sal\.?)?[\s,(]{1,3}[12][\dOo]{3}[a-z]?[).,]"
)
_MIDDLING = 0.7
"""Taken off for every entry, so that cutting references into pieces does not pay."""

_MAX_ODD = 2
"""So many entries at a list's end may look like none, and belong to it all the same."""

_GAP = re.compile(r"(?<=[.\]])[ \t]{1,4}")


@dataclass(frozen=True, slots=True)
class Span:
    """An entry's place: where its number begins, where its text does, and its end."""

    start: int
    body: int
    end: int
    number: str = ""


def entry_starts(document: Document, start: int, end: int) -> Sequence[Span]:
    """The entries of an unnumbered list between two offsets.

    Every way of splitting is tried, and the one kept whose entries look most like references:
    each beginning as an author does, and with one year near the start or the end.
    """
    lines = [line for line in document.lines if start < line.end and line.start < end]
    best: Sequence[Span] = ()
    best_worth = -math.inf
    for split in _SPLITS:
        firsts = split(document, lines)
        starts = [max(start, lines[index].start) for index in firsts]
        if not starts:
            continue
        spans = [
            Span(a, a, b)
            for a, b in zip(starts, (*starts[1:], end), strict=True)
            if document.text[a:b].strip()
        ]
        spans, found = _best_beginning(document, spans)
        if spans and found > best_worth:
            best, best_worth = spans, found
    return [part for span in best for part in _parts(document, span)]


def _parts(document: Document, span: Span) -> list[Span]:
    """The entries that one line holds, where authors and a year open each of them."""
    text = document.text
    if not _AUTHORS_YEAR.match(text, span.body, span.end):
        return [span]
    starts = [span.start]
    starts.extend(
        gap.end()
        for gap in _GAP.finditer(text, span.body, span.end)
        if _AUTHORS_YEAR.match(text, gap.end(), span.end)
    )
    return [Span(a, a, b) for a, b in zip(starts, (*starts[1:], span.end), strict=True)]


def worth(document: Document, spans: Sequence[Span]) -> float:
    """How much the entries look like references, all in all."""
    return sum(_worths(document, spans))


def _worths(document: Document, spans: Sequence[Span]) -> list[float]:
    """How much more or less than middling each entry looks like a reference, from -1.7 to 0.8.

    Where most of them begin with names and a year, those that do not are likely to be halves.
    """
    texts = [" ".join(document.text[span.body : span.end].split()) for span in spans]
    dated = [_opens_with_year(text) for text in texts]
    author_date = sum(dated) > 0.5 * len(dated)
    found: list[float] = []
    for text, opens in zip(texts, dated, strict=True):
        years = len(_YEAR.findall(text))
        if not years or not 25 < len(text) < 1500 or not _AUTHOR.match(text):
            found.append(-1.0 - _MIDDLING)
            continue
        good = 1.0 if years == 1 else 0.8 if years < 5 else -1.0
        good += 0.2 if _END.search(text) else -0.3
        if opens:
            good += 0.3
        elif author_date or not _OPENING_NAME.match(text):
            good -= 0.5
        found.append(good - _MIDDLING)
    return found


def _best_beginning(document: Document, spans: Sequence[Span]) -> tuple[Sequence[Span], float]:
    """The entries up to where they stop looking like references, and what they are worth."""
    sums = [0.0, *accumulate(_worths(document, spans))]
    count = max(range(len(sums)), key=lambda index: (sums[index], -index))
    first = spans[:count] if len(spans) - count > _MAX_ODD else spans
    return first, worth(document, first)


def _by_blank_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    del document
    return [
        index
        for index, line in enumerate(lines)
        if line.kind is LineKind.TEXT and (index == 0 or lines[index - 1].kind is LineKind.BLANK)
    ]


def _by_indent(document: Document, lines: Sequence[Line]) -> list[int]:
    """Entries begin at the margin and go on indented."""
    indents = {
        index: len(content) - len(content.lstrip())
        for index, line in enumerate(lines)
        if line.kind is LineKind.TEXT and (content := document.text[line.start : line.end])
    }
    if len(set(indents.values())) < 2:
        return []
    margin = min(indents.values())
    return [index for index, indent in indents.items() if indent <= margin + 1]


def _by_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    """Every line is an entry."""
    del document
    return [index for index, line in enumerate(lines) if line.kind is LineKind.TEXT]


def _by_author_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    """An entry begins where a line starts as an author does, after a line that may end one."""
    return _by_openings(document, lines, lambda text: _OPENING_NAME.match(text) is not None)


def _by_author_and_year(document: Document, lines: Sequence[Line]) -> list[int]:
    """An entry begins with names that a year follows, once the one before has had its year."""
    return _by_openings(document, lines, _opens_with_year)


def _by_openings(
    document: Document, lines: Sequence[Line], opens: Callable[[str], bool]
) -> list[int]:
    """The lines that open an entry, where what stands before may end and has had a year."""
    firsts: list[int] = []
    so_far = ""
    texts = [
        document.text[line.start : line.end] if line.kind is LineKind.TEXT else "" for line in lines
    ]
    for index, text in enumerate(texts):
        if not text:
            continue
        ahead = " ".join(t.strip() for t in (text, *texts[index + 1 : index + 4]) if t)
        complete = _DATED.search(so_far) is not None and not _UNFINISHED.search(so_far)
        if not so_far or (complete and opens(ahead)):
            firsts.append(index)
            so_far = ""
        so_far = f"{so_far[-2000:]} {text.strip()}"
    return firsts


def _opens_with_year(text: str) -> bool:
    """Whether a text begins with names, all capitalised but for what joins them, and a year."""
    year = _YEAR_MARK.search(text, 2, 400)
    if not year or not _AUTHOR.match(text):
        return False
    head = text[: year.start()].rstrip(" .,")
    words = _NAME_WORD.findall(head)
    small = [word for word in words if word[0].islower() and word.lower() not in _JOINING]
    bracketed = text[year.start()] in "(["
    allowed = len([word for word in small if word in _IN_BODIES]) if bracketed else 0
    plain = not _DIGIT.search(head) and not _SENTENCE_END.search(head)
    return 0 < len(words) <= 80 and len(small) <= allowed and plain


_OPENING_NAME = re.compile(
    r"\s{0,20}(?:(?:de|van|von|der|la|le|d')\s){0,3}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
    r"(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){0,2},?\s(?:[A-ZÀ-ÖØ-Þ]\.|[A-Z]{1,3}[,.\s]|[A-Z][a-zà-ÿ]+)"
    r"|[\u3400-\u9fff]{2,4}[,，、.．]"
)


_DATED = re.compile(rf"{_YEAR.pattern}|\b(?:in press|forthcoming|n\.\s?d\.)", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:[,;:&–-]|\b(?:and|und|et|in|In|of|the|der|die|pp?\.|S\.))\s*$")
"""How a line ends that the next one goes on."""

_YEAR_MARK = re.compile(
    r"[(\[]\s?(?:1[5-9]|20)\d\d|[(\[](?:in press|forthcoming|n\.\s?d)"
    r"|[,.]\s{0,3}(?:1[5-9]|2[0O])[\dO]{2}[a-z]?[.,:]|\s(?:1[5-9]|20)\d\d[a-z]?[.,:]\s",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_END = re.compile(r":|(?!eds|Hrsg|Jnr)\b[^\W\d_]{3,40}[.?!]\s")
_DIGIT = re.compile(r"\d")
_JOINING = frozenset(
    (
        *(
            "and",
            "und",
            "et",
            "y",
            "e",
            "i",
            "with",
            "ed",
            "eds",
            "hrsg",
            "hg",
            "editor",
            "editors",
        ),
        *("de", "des", "la", "le", "du", "di", "da", "del", "della", "dos", "das", "al", "el"),
        *("van", "von", "vom", "zu", "zur", "der", "den", "bin", "ibn", "ten", "ter"),
    )
)
"""Words in small letters that stand among names."""

_IN_BODIES = frozenset(("of", "for", "the", "on", "für", "in"))

BY_WORDS: tuple[Callable[[Document, Sequence[Line]], list[int]], ...] = (
    _by_author_and_year,
    _by_author_lines,
)
"""The ways of splitting that ask what the lines say; each gives the indices of opening lines."""

_SPLITS: tuple[Callable[[Document, Sequence[Line]], list[int]], ...] = (
    _by_blank_lines,
    _by_indent,
    *BY_WORDS,
    _by_lines,
)
