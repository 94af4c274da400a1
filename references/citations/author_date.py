"""Author–date citations linked to a list: `(Li et al. 2015; Smith, 2012a, b)`, `Smith (2012)`.

A mark is one pair of brackets with the years in it; names stand in the brackets too, or right
before them. It leads to the entry that begins with the same names and has the same year; among
several, to the one with as many authors as the mark names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backmatter.references.citations.marks import FoundMark, Work

_BRACKETS = re.compile(r"[(（\[［]((?:[^()（）\[\]［］]|\[\d{4}\]){4,600})[)）\]］]")
"""Square brackets inside hold the year of a first edition: `(Moyo 2010 [2009]: 42)`."""

YEAR = re.compile(
    r"(?<![\dA-Za-z])((?:1[5-9\dOo]|2[0Oo])[\dOo]{2})([a-z]?)(?![\dA-Za-z])((?:\s?[,，、/&]\s?[a-z]\b(?!\.)){0,5})"
)
_PARTICLE = (
    r"(?:van|von|vom|zu|zur|de|der|den|di|da|del|della|du|des|la|le|dos|das|ter|ten|al|el|bin|ibn)"
)
_WORD = r"[A-ZÀ-ÖØ-Þ\u0100-\u017f\u0400-\u042f][\w'’´`¨-]{0,40}"
_NAME = rf"(?:{_PARTICLE}\s){{0,3}}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{0,5}}"
_JOINT = r"(?:\s?,?\s?(?:&|/|;)\s?|,?\s(?:and|und|et|y|e)\s|,\s?)"
_OTHERS = r",?\s?(?:et\.?\s?al\.?|and others|and colleagues|u\.\s?a\.|等人?|ら)"
_BEFORE = re.compile(
    rf"(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,4}})(?P<others>{_OTHERS})?(?:['’]s?)?\s?$"
    r"|(?P<han>[\u3400-\u9fff]{2,4}(?:[和与、][\u3400-\u9fff]{2,4}){0,2})(?P<hanothers>等人?)?\s?$"
)
_NAMES = re.compile(rf"{_NAME}(?:{_JOINT}{_NAME}){{0,4}}(?:{_OTHERS})?[\s,，.]{{0,3}}$")
_SPLIT = re.compile(rf"{_JOINT}|\s?[和与、，＆]\s?")
_OTHERS_MARK = re.compile(_OTHERS)
_NOISE = re.compile(
    r"^(?:(?:see|e\.\s?g\.,?|cf\.?|compare|vgl\.?|siehe|in|for example|for instance|also|and|und|&|"
    r"i\.\s?e\.|quoted in|cited in|following|after|from|参见|见|如)[\s,:]+){1,4}",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’´`]s?$")
_INITIALS = re.compile(r"(?:\b[A-ZÀ-Þ]\.[\s-]?){1,4}")
_TOKEN = re.compile(r"[^\W\d_]+")
_WORD_START = re.compile(r"(?<!\S)\S")
_LOOK_BACK = 160
_MAX_HEAD = 260


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry is found by: the words before its year, its years, all text without spaces."""

    words: tuple[str, ...]
    authors: int
    years: frozenset[str]
    text: str


def author_date_citations(text: str, entries: Sequence[str]) -> Iterator[FoundMark]:
    """The author–date marks of a text that lead to entries, their `numbers` positions from 1.

    Args:
        text: The document's text.
        entries: The printed references in the order of the list.
    """
    known = [_entry(printed) for printed in entries]
    first_words: dict[str, list[int]] = {}
    for position, entry in enumerate(known, 1):
        for word in dict.fromkeys(entry.words[:5]):
            first_words.setdefault(word, []).append(position)
    for match in _BRACKETS.finditer(text):
        if not YEAR.search(match[1]):
            continue
        for start, names, others in _before(text, match):
            works = list(_works(match[1], names, others=others))
            strict = start < match.start()
            numbers = [n for w in works if (n := _position(w, known, first_words, strict=strict))]
            if numbers:
                plain = tuple(Work(" ".join(work.names), work.year) for work in works)
                yield FoundMark(start, match.end(), tuple(dict.fromkeys(numbers)), plain)
                break


def entry_words(printed: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of an entry before its year, folded, and the years in it with their letters."""
    entry = _entry(printed)
    return entry.words, entry.years


def all_words(printed: str) -> Sequence[str]:
    """All words of an entry, folded."""
    return _words(printed)


def _before(text: str, match: re.Match[str]) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Where a mark may begin and the names that stand before its brackets, likeliest first."""
    if not YEAR.match(match[1].lstrip()):
        yield match.start(), (), False
        return
    before = _BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
    if not before:
        return
    # Words of the sentence may stand before the name; Chinese has no spaces to part them by.
    begins = range(3) if before["han"] else [m.start() for m in _WORD_START.finditer(before[0])]
    for skipped in begins:
        phrase = before[0][skipped:].strip()
        if len(phrase) > 1:
            yield before.start() + skipped, *_named(phrase)


@dataclass(frozen=True, slots=True)
class _Named:
    """A work as a mark names it."""

    names: tuple[str, ...]
    others: bool
    year: str


def _works(content: str, names: tuple[str, ...], *, others: bool) -> Iterator[_Named]:
    """The works of a mark; names stand for all that follows until others come."""
    for part in re.split(r"[;；]", content):
        years = list(YEAR.finditer(part))
        if not years:
            continue
        head = part[: years[0].start()].strip(" ,，.、\n:(")
        if head:
            names, others = _named(_NOISE.sub("", head))
        if not names:
            continue
        for index, year in enumerate(years):
            if index:
                between = _NOISE.sub("", part[years[index - 1].end() : year.start()].strip(" ,"))
                names, others = _named(between) if _NAMES.match(between) else (names, others)
            digits = re.sub("[Oo]", "0", year[1])
            yield _Named(names, others, digits + year[2])
            for letter in re.findall(r"[a-z]", year[3]):
                yield _Named(names, others, digits + letter)


def _named(head: str) -> tuple[tuple[str, ...], bool]:
    """The names that a mark gives, and whether more are meant."""
    others = _OTHERS_MARK.search(head)
    head = head[: others.start()] if others else head
    parts = [
        _POSSESSIVE.sub("", _INITIALS.sub("", part).strip(" .,'’")) for part in _SPLIT.split(head)
    ]
    return tuple(part for part in parts if part and not part.isdigit()), others is not None


def _entry(printed: str) -> _Entry:
    text = re.sub(r"(?<=\d)[Oo]|[Oo](?=[\dOo]*\d)", "0", printed)
    year = YEAR.search(text)
    head = text[: year.start() if year else 120][:_MAX_HEAD]
    authors = 1 + len(re.findall(r";|/|&|\band\b|\bund\b|和|与", head)) or 1
    authors += max(0, (head.count(",") + head.count("，")) // 2 - 1)
    years = frozenset(m[1] + m[2] for m in YEAR.finditer(text))
    return _Entry(tuple(_words(head)), authors, years, re.sub(r"\s{1,20}", "", text).casefold())


def _words(text: str) -> list[str]:
    return [_fold(word) for word in _TOKEN.findall(text)]


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _position(
    work: _Named, entries: Sequence[_Entry], index: dict[str, list[int]], *, strict: bool
) -> int:
    """The position, from 1, of the entry that a work's names and year lead to; 0 for none.

    `strict` asks that the entry begins with all words of the first name.
    """
    for wanted in dict.fromkeys((work.year, work.year[:4])):
        fitting = [
            (-_nearness(work, entries[position - 1]), position)
            for position in _candidates(work, entries, index, strict=strict)
            if wanted in entries[position - 1].years
            or (len(wanted) == 4 and any(y[:4] == wanted for y in entries[position - 1].years))
        ]
        if fitting:
            return min(fitting)[1]
    return 0


def _candidates(
    work: _Named, entries: Sequence[_Entry], index: dict[str, list[int]], *, strict: bool
) -> Sequence[int]:
    """The entries that begin with the first name."""
    name = work.names[0]
    if "\u3400" <= name[0] <= "\u9fff":
        return [n for n, entry in enumerate(entries, 1) if name in entry.text]
    words = _words(name)
    if not words:
        return ()
    found = [n for n in index.get(words[0], ()) if _begins(entries[n - 1].words, words)]
    if found or len(words) < 2 or (strict and name[0].isupper()):
        return found
    # A given name, or the particle that the list puts behind the name.
    last = words[-1]
    return [n for n in index.get(last, ()) if _begins(entries[n - 1].words, [last])]


def _begins(entry: Sequence[str], words: Sequence[str]) -> bool:
    """Whether an entry begins with words, initials and short given names before them aside."""
    for start in range(min(4, len(entry))):
        if list(entry[start : start + len(words)]) == list(words):
            return start == 0 or all(len(word) <= 2 for word in entry[:start])
    return False


def _nearness(work: _Named, entry: _Entry) -> int:
    """How well the number and the names of the further authors fit."""
    later = sum(1 for name in work.names[1:] if (w := _words(name)) and w[-1] in entry.words)
    if work.others:
        return (2 if entry.authors > 2 else 0) + later
    return 3 * later + (2 if entry.authors == len(work.names) else 0)
