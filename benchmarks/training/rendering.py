"""Works as printed by CSL styles, and where in the text each field stands."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from backmatter.references.errors import BackmatterError
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.parsing.dates import MONTH_NAMES
from backmatter.styles import Style
from benchmarks.training.works import Item, Stock, work

Span = dict[str, Any]
_PLAIN = (
    ("title", "title"),
    ("container-title", "container-title"),
    ("container-title-short", "container-title"),
    ("collection-title", "collection-title"),
    ("publisher", "publisher"),
    ("publisher-place", "location"),
    ("genre", "genre"),
)
_MONTH = "|".join(sorted((m for m in MONTH_NAMES if len(m) > 2), key=len, reverse=True))
_AND = r"and|und|et|y|e|&|et al\.?|u\. ?a\.|and others|others|等|-|–"
_BETWEEN = re.compile(r"[\s.,;:/&()\-–]*")


@dataclass(slots=True)
class _Text:
    """A text, and which of its characters belong to a field already."""

    text: str
    folded: str
    taken: list[bool] = field(default_factory=list[bool])

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def take(self, start: int, end: int) -> None:
        self.taken[start:end] = [True] * (end - start)


def rendered(
    parts: Stock, styles: Sequence[tuple[str, str]], each: int, choose: random.Random
) -> Iterator[tuple[str, list[Span]]]:
    """Texts and spans: `each` works in each of the styles (name, language)."""
    for name, language in styles:
        try:
            style = Style.load(name, locale=_LOCALES[language] if language != "en" else None)
        except BackmatterError:
            continue
        for _ in range(each):
            item = work(parts, language, choose)
            printed = _printed(style, item)
            spans = locate(printed, item) if printed else None
            if spans:
                yield printed, spans


_LOCALES = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}


def _printed(style: Style, item: Item) -> str:
    try:
        entries = style.bibliography([item_to_reference(item)]).entries
    except BackmatterError:
        return ""
    return " ".join(entries[0].text.split()) if entries else ""


def locate(printed: str, item: Item) -> list[Span] | None:
    """The spans of an item's fields in its printed form, None where they are not clear."""
    text = _Text(printed, _folded(printed), [False] * len(printed))
    spans: list[Span] = []
    for variable, label in _PLAIN:
        value = str(item.get(variable, ""))
        if value and not (variable == "container-title-short" and _has(spans, "container-title")):
            spans += _plain(text, value, label)
    if not _has(spans, "title") and item["type"] != "article-journal":
        return None
    for variable in ("author", "editor", "translator"):
        found = _people(text, item.get(variable) or ())
        if found is None:
            return None
        spans += [{"label": variable, "start": found[0], "end": found[1]}] if found[1] else []
    spans += _date(text, item)
    spans += _numbers(text, item)
    if item.get("edition"):
        spans += _first(
            text,
            rf"\b{item['edition']}(?:st|nd|rd|th|\.|e|ª)? ?(?:ed\w*\.?|Aufl\w*\.?|éd\w*\.?)",
            "edition",
        )
    return spans if len(spans) > 2 else None


def _folded(text: str) -> str:
    """Case and quotation marks folded, character by character."""
    out = "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
    return out.translate({0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-"})


def _has(spans: Sequence[Span], label: str) -> bool:
    return any(span["label"] == label for span in spans)


def _plain(text: _Text, value: str, label: str) -> list[Span]:
    for variant in (value, value.replace(".", ""), value.rstrip(".?!")):
        wanted = _folded(" ".join(variant.split()))
        at = text.folded.find(wanted)
        while at >= 0 and not text.free(at, at + len(wanted)):
            at = text.folded.find(wanted, at + 1)
        if at >= 0 and wanted:
            text.take(at, at + len(wanted))
            return [{"label": label, "start": at, "end": at + len(wanted)}]
    return []


def _first(text: _Text, pattern: str, label: str) -> list[Span]:
    for match in re.finditer(pattern, text.text):
        start, end = match.span("value" if "value" in match.re.groupindex else 0)
        if text.free(start, end):
            text.take(start, end)
            return [{"label": label, "start": start, "end": end}]
    return []


def _people(text: _Text, names: Sequence[Item]) -> tuple[int, int] | None:
    """Where a list of names stands: (0, 0) where it is not printed, None where that is unclear."""
    places: list[tuple[int, int]] = []
    words: set[str] = set()
    for name in names:
        family = _folded(name.get("family") or name.get("literal") or "")
        given = _folded(name.get("given", ""))
        words |= set(re.findall(r"\w+", f"{family} {given}"))
        words |= {w[0] for w in re.findall(r"\w+", given)}
        words.add("".join(w[0] for w in re.findall(r"\w+", given)))
        for match in re.finditer(rf"(?<!\w){re.escape(family)}(?!\w)", text.folded):
            if text.free(*match.span()):
                places.append(match.span())
                break
    words.discard("")
    if not places:
        return 0, 0
    start, end = min(a for a, _ in places), max(b for _, b in places)
    middle = re.findall(r"\w+", text.folded[start:end])
    known = words | set(re.findall(r"\w+", _AND.replace("|", " "))) | {"al", "u", "a"}
    if any(word not in known for word in middle) or not text.free(start, end):
        return None
    start, end = _grown(text, start, end, words)
    text.take(start, end)
    return start, end


def _grown(text: _Text, start: int, end: int, words: set[str]) -> tuple[int, int]:
    """A list of names with the given names and *et al.* at its ends."""
    while match := re.search(r"(\w+)[.,\s\-]{0,3}$", text.folded[:start]):
        if match[1] not in words or not text.free(match.start(), start):
            break
        start = match.start()
    while match := re.match(rf"[.,;\s\-]{{0,3}}(?:({_AND}) ?)?(\w+|…)?", text.folded[end:]):
        conjunction, word = match[1] or "", match[2] or ""
        closing = conjunction.startswith(("et al", "u.", "and others", "others", "等"))
        if closing:
            end += match.end(1)
        elif word in words and text.free(end, end + match.end()):
            end += match.end()
        else:
            break
    return start, end


def _date(text: _Text, item: Item) -> list[Span]:
    parts = item.get("issued", {}).get("date-parts", [[None]])[0]
    if not parts[0]:
        return []
    year = str(parts[0])
    day = str(parts[2]) if len(parts) > 2 else "0"
    month = rf"(?:{_MONTH})\.?"
    before = rf"(?:{day}(?:st|nd|rd|th|\.)? )?(?:de )?"
    number = f"{parts[1]:02d}|{parts[1]}" if len(parts) > 1 else "00"
    forms = (
        rf"{before}{month},? (?:de )?(?:{day}(?:st|nd|rd|th)?,? )?{year}",
        rf"{year}[,.]? {month}(?: {day}(?:st|nd|rd|th)?)?",
        rf"{year}[-/.](?:{number})(?:[-/.]0?{day})?",
        rf"0?{day}[./](?:{number})[./]{year}",
        rf"(?<!\d){year}(?!\d)[a-c]?",
    )
    for form in forms:
        for match in re.finditer(form, text.text, re.IGNORECASE):
            if text.free(*match.span()):
                text.take(*match.span())
                return [{"label": "date", "start": match.start(), "end": match.end()}]
    return []


def _numbers(text: _Text, item: Item) -> list[Span]:
    spans: list[Span] = []
    page = str(item.get("page", ""))
    if page:
        first, _, last = page.partition("-")
        ends = "|".join(re.escape(last[at:]) for at in range(len(last))) if last else ""
        rest = rf"(?:\s?[-–—]\s?(?:{ends}))?" if ends else ""
        spans += _first(
            text,
            rf"(?:(?<![\w.])|(?<=p\.)|(?<=S\.)|(?<=\bp)){re.escape(first)}{rest}(?!\w)",
            "pages",
        )
    if item.get("number-of-pages"):
        spans += _first(text, rf"(?<!\w){item['number-of-pages']}(?= ?(?:p|S|s))", "pages")
    for variable in ("volume", "issue"):
        value = str(item.get(variable, ""))
        if value:
            pattern = re.escape(value).replace(r"\-", "[-–—/]")
            spans += _first(text, rf"(?:(?<![\w.])|(?<=[A-Za-z]{{2}}\.)){pattern}(?!\w)", variable)
    return spans
