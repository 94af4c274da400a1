"""Citations as an author types them: `[see @key1, p. 5; -@key2]`, `@key [ch. 2]`.

The syntax is that of Pandoc's citations (its manual, "Citation syntax"), as far as one citation
goes; docs/citations.md has the grammar. Reading takes time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from backmatter.references.errors import BackmatterError
from backmatter.styles.csl.context import Cite
from backmatter.styles.locator_labels import LABELS, MEASURES

_MARK = re.compile(
    r"\\.|[\[\];]|(?<![^\W_])(?P<at>(?P<minus>-?)@)(?:\{[^{}\s]*\})?|\{[^{}]*\}", re.DOTALL
)
_KEY = re.compile(r"\{([^{}\s]+)\}|((?:\w(?:[:.#$%&+?<>~/-]+(?=\w))?)+)")
_ESCAPE = re.compile(r"\\([\\@;\[\]{}-])")
_LABEL_WORD = re.compile(r"(¶¶?|§§?|[a-z]{1,12}(?:\.vv?)?\.?)\s*", re.IGNORECASE)
_VALUE = re.compile(
    r"[^\s,;{}]*\d[^\s,;{}]*|[ivxlcdm]+(?:[-–][ivxlcdm]+)?(?![^\s,;.:])", re.IGNORECASE
)
_NEXT_VALUE = re.compile(r"\s*,\s*|\s+(?:&|-|–)\s+|\s+(?=\d)")
_CHINESE = re.compile(
    rf"第\s*([\d一二三四五六七八九十百]+(?:[-–—~～、,，][\d一二三四五六七八九十百]+)*)\s*({'|'.join(MEASURES)})"
)
_FORCED = re.compile(r"\{([^{}]*)\}")
_ENDS_VALUE = ".:!?"


class CiteError(BackmatterError):
    """A citation that cannot be read, or of a key that nobody has; shows the place by a caret."""


@dataclass(frozen=True, slots=True)
class WrittenCitation:
    """A citation as it was typed.

    Attributes:
        text: All of it.
        cites: What it cites, in order.
        starts: For each cite, where in `text` its key begins.
    """

    text: str
    cites: tuple[Cite, ...]
    starts: tuple[int, ...]


def parse_citation(text: str) -> WrittenCitation:
    """Read one citation.

    Raises:
        CiteError: When it does not follow the grammar; the message shows where.
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        raise _error(text, start, "a citation is missing here, such as [@key, p. 5]")
    if text[start] == "[":
        inside_end = _closing(text, start)
        if text[inside_end + 1 : end].strip():
            raise _error(text, inside_end + 1, "nothing may follow the closing bracket")
        parsed = [_cite(text, a, b) for a, b in _parts(text, start + 1, inside_end)]
    else:
        parsed = [_in_text(text, start, end)]
    return WrittenCitation(text, tuple(c for c, _ in parsed), tuple(s for _, s in parsed))


def check_keys(citation: WrittenCitation, keys: Collection[str]) -> None:
    """See that every key of a citation is known.

    Raises:
        CiteError: For the first that is not; the message names the nearest known key.
    """
    known = frozenset(keys)
    for cite, start in zip(citation.cites, citation.starts, strict=True):
        if cite.key not in known:
            raise _error(citation.text, start, f"no reference has this key{_nearest(cite, keys)}")


def _nearest(cite: Cite, keys: Collection[str]) -> str:
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        cite.key, list(keys), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=50
    )
    return f"; did you mean @{found[0]}?" if found else ""


def _in_text(text: str, start: int, end: int) -> tuple[Cite, int]:
    """`@key`, `@key [locator, suffix]` or `-@key`."""
    mark = _MARK.match(text, start)
    if mark is None or not mark["at"]:
        raise _error(text, start, "a citation begins with [ or @ or -@")
    key, key_start, after = _key(text, mark.end("at"))
    rest = text[after:end].strip()
    suppressed = bool(mark["minus"])
    cite = Cite(key, suppress_author=suppressed, composite=not suppressed)
    if not rest:
        return cite, key_start
    opening = after + text[after:end].index(rest[0])
    if rest[0] != "[":
        hint = "; several belong in brackets: [@one; @two]" if "@" in rest else ""
        raise _error(text, opening, f"only [locator] may follow the key{hint}")
    closing = _closing(text, opening)
    if text[closing + 1 : end].strip():
        raise _error(text, closing + 1, "nothing may follow the closing bracket")
    for mark in _MARK.finditer(text, opening + 1, closing):
        if mark[0] == ";" or mark["at"]:
            raise _error(text, mark.start(), "brackets after a key hold its locator only")
    return _with_locator(cite, text[opening + 1 : closing], compulsory=False), key_start


def _closing(text: str, opening: int) -> int:
    """Where the bracket is closed that stands at `opening`."""
    depth = 0
    for mark in _MARK.finditer(text, opening):
        depth += {"[": 1, "]": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == "]":
            return mark.start()
    raise _error(text, opening, "this bracket is not closed")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between semicolons that stand in no further bracket."""
    depth = 0
    for mark in _MARK.finditer(text, start, end):
        depth += {"[": 1, "]": -1}.get(mark[0], 0)
        if mark[0] == ";" and depth == 0:
            yield start, mark.start()
            start = mark.end()
    yield start, end


def _cite(text: str, start: int, end: int) -> tuple[Cite, int]:
    """One cite in brackets: prefix, key, locator, suffix."""
    marks = [mark for mark in _MARK.finditer(text, start, end) if mark["at"]]
    if not marks:
        raise _error(text, _first_character(text, start, end), "an @key is missing here")
    at = marks[0]
    key, key_start, after = _key(text, at.end("at"))
    if len(marks) > 1:
        raise _error(text, marks[1].start(), "a semicolon is missing before this key")
    cite = Cite(key, prefix=_plain(text[start : at.start()]), suppress_author=bool(at["minus"]))
    return _with_locator(cite, text[after:end], compulsory=True), key_start


def _first_character(text: str, start: int, end: int) -> int:
    return start + len(text[start:end]) - len(text[start:end].lstrip())


def _key(text: str, start: int) -> tuple[str, int, int]:
    """A key, where it begins, and where it ends."""
    match = _KEY.match(text, start)
    if match is None:
        raise _error(text, start, "the key is missing after @")
    group = 1 if match[1] else 2
    return match[group], match.start(group), match.end()


def _with_locator(cite: Cite, rest: str, *, compulsory: bool) -> Cite:
    """The cite with what follows its key: a locator if it begins with one, and the suffix.

    Args:
        cite: The cite.
        rest: The text after the key.
        compulsory: Whether a number without a label needs a comma before it to be a locator.
    """
    body = rest.lstrip()
    has_comma = body.startswith(",")
    found = _locator(body[has_comma:].lstrip(), bare=has_comma or not compulsory)
    if found is None:
        return replace(cite, suffix=_plain(rest))
    label, locator, suffix = found
    return replace(cite, label=label, locator=locator, suffix=_plain(suffix))


def _locator(text: str, *, bare: bool) -> tuple[str, str, str] | None:
    """Label, value and what follows; `bare`: a number alone is a page."""
    if forced := _FORCED.match(text):
        label, rest = _labelled(forced[1].strip())
        return label or "page", rest, text[forced.end() :]
    if chinese := _CHINESE.match(text):
        return MEASURES[chinese[2]], chinese[1], text[chinese.end() :]
    label, rest = _labelled(text)
    if not label and not (bare and text[:1].isdigit()):
        return None
    end = _values_end(rest)
    if not end:
        return None
    return label or "page", rest[:end], rest[end:]


def _labelled(text: str) -> tuple[str, str]:
    """The locator type that the text begins with, "" if none, and the rest."""
    match = _LABEL_WORD.match(text)
    label = LABELS.get(match[1].lower()) or LABELS.get(f"{match[1].lower()}.") if match else None
    return (label, text[match.end() :]) if match and label else ("", text)


def _values_end(text: str) -> int:
    """Where the numbers end that the text begins with: `33, 35-37` of `33, 35-37, passim`."""
    end = at = 0
    while match := _VALUE.match(text, at):
        value = match[0].rstrip(_ENDS_VALUE)
        end = match.start() + len(value)
        if value != match[0]:
            break
        between = _NEXT_VALUE.match(text, end)
        if between is None:
            break
        at = between.end()
    return end


def _plain(text: str) -> str:
    """A prefix or suffix with its escapes resolved."""
    return _ESCAPE.sub(r"\1", text.strip())


def _error(text: str, place: int, message: str) -> CiteError:
    """The message, the citation below it, and a caret below the place."""
    shown = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    width = sum(_width(character) for character in shown[:place])
    return CiteError(f"{message}\n  {shown}\n  {' ' * width}^")


def _width(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
