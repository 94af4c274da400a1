"""Capitals in titles: which ones a style must not lower, and sentence case as Pandoc makes it.

BibTeX and BibLaTeX styles turn English titles into sentence case; braces keep letters from it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backmatter.references.latex_tables import NO_CASE
from backmatter.references.model import Reference
from backmatter.references.parsing.language import language_of

_TITLES = ("title", "title-short", "volume-title", "part-title")
_HOST_TITLES = frozenset(
    {
        "chapter",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "map",
        "paper-conference",
        "standard",
    }
)
"""The types whose container is a work of its own and not a journal, whose name never changes."""

_EAST = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_RUN = re.compile(rf"[^\W_{_EAST}]+")
"""A word as far as case goes: Han, kana and Hangul have none."""

_STARTS_SENTENCE = re.compile(r"(?:^|[.:?!\u2014]\s+)[\W_]*$")
_CASED = re.compile(r"[^\W\d_]")
_LONG = 4
_SHOUTING = 3

_TAG = re.compile(r"<[^<>]{1,80}>")
_MARKED = re.compile(f"{re.escape(NO_CASE)}([^<>]*)</span>")
_FIRST_WORD = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def with_sentence_case(reference: Reference) -> Reference:
    """The reference with its English titles in sentence case; without a language, words tell it.

    A title that is in sentence case stays as it is: its capitals are names.
    """
    language = reference.language or language_of(reference.variables, "")
    if not language.lower().startswith("en"):
        return reference
    titles = {
        variable: sentence_case(title)
        for variable in title_variables(reference.type)
        if not is_sentence_case(title := reference.text(variable)) and title
    }
    return replace(reference, variables={**reference.variables, **titles})


def title_variables(csl_type: str) -> tuple[str, ...]:
    """The variables of a reference of this type that are titles of works, not of journals."""
    return (*_TITLES, "container-title") if csl_type in _HOST_TITLES else _TITLES


class Guard:
    r"""Puts \x01 and \x02 around the words of one title that must keep their capitals.

    Kept are capitals inside a word (`mRNA`, `BMP7`, `II`), single capitals (`vitamin D`) and, in
    a title that is in sentence case, each capitalised word that does not begin a sentence: names.
    A title all in capitals keeps none.
    """

    def __init__(self, title: str) -> None:
        plain = _TAG.sub("", title)
        self._names = is_sentence_case(title)
        self._none = plain.upper() == plain and len(_RUN.findall(plain)) > _SHOUTING
        self._before = ""

    def __call__(self, text: str) -> str:
        """A stretch of the title, in order, with its words guarded."""
        if self._none or text == text.lower():
            self._before += text
            return text
        guarded = _RUN.sub(lambda run: self._word(run, text), text)
        self._before += text
        return guarded

    def _word(self, run: re.Match[str], text: str) -> str:
        word = run[0]
        keep = len(word) > 1 and _keeps_itself(word)
        if not keep and word[0].isupper() and (self._names or len(word) == 1):
            before = (self._before + text[: run.start()])[-8:]
            short = len(self._before) + run.start() <= len(before)
            keep = not _STARTS_SENTENCE.search(before if short else f"x{before}")
        return f"\x01{word}\x02" if keep else word


def is_sentence_case(title: str) -> bool:
    """Whether a capital tells a name: half of the longer words after the first have none."""
    runs = _RUN.findall(_TAG.sub("", title))
    long = [run for run in runs[1:] if len(run) >= _LONG and _CASED.match(run)]
    lower = sum(run.islower() for run in long)
    return lower > 0 and 2 * lower >= len(long)


def with_needed_marks(title: str) -> str:
    """The title with those of its `<span class="nocase">` that say what its capitals do not.

    In sentence case each capital tells a name, and a word with a capital inside keeps it anyway.
    """
    if NO_CASE not in title or is_sentence_case(title):
        return without_case_marks(title)
    return _MARKED.sub(
        lambda span: span[1] if all(map(_keeps_itself, _RUN.findall(span[1]))) else span[0], title
    )


def sentence_case(title: str) -> str:
    """An English title with its words in lower case, as Pandoc turns titles to sentence case.

    The first word of the title and of a part after a colon has a capital; the first after a full
    stop is left alone, as are words with capitals inside, and what stands in
    `<span class="nocase">` (the spans are taken out).
    """
    out: list[str] = []
    at = 0
    spans: list[bool] = []
    first = True
    for tag in [*_TAG.finditer(title), None]:
        chunk = title[at : tag.start() if tag else len(title)]
        text, first = (
            (chunk, first and not _FIRST_WORD.search(chunk))
            if any(spans)
            else _lower(chunk, first=first)
        )
        out.append(text)
        if tag is None:
            break
        at = tag.end()
        out.append(_tag(tag[0], spans))
    return "".join(out)


def without_case_marks(title: str) -> str:
    """The title without its `<span class="nocase">` pairs."""
    if NO_CASE not in title:
        return title
    spans: list[bool] = []
    return _TAG.sub(lambda tag: _tag(tag[0], spans), title)


def _keeps_itself(word: str) -> bool:
    """Whether a word has a capital inside, is one with digits, or a single capital."""
    inside = word[1:] != word[1:].lower()
    return inside or (word[0].isupper() and (len(word) == 1 or not word.isalpha()))


def _tag(tag: str, spans: list[bool]) -> str:
    """The tag as it is to be written; `spans` tells of each open span whether it is a mark."""
    if tag.startswith("<span"):
        spans.append(tag == NO_CASE)
        return "" if spans[-1] else tag
    if tag == "</span>" and spans:
        return "" if spans.pop() else tag
    return tag


def _lower(chunk: str, *, first: bool) -> tuple[str, bool]:
    """A stretch of text in sentence case, and whether the first word is still to come."""
    parts: list[str] = []
    at = 0
    for match in _WORD.finditer(chunk):
        between = chunk[at : match.start()]
        stop = between.rstrip()[-1:] if between[-1:] == " " else ""
        first = first or stop in (":", "?", "!")
        parts.append(between)
        word = match[0]
        keep = word[1:] != word[1:].lower() or stop == "."
        if first:
            parts.append(word if keep else word[:1].upper() + word[1:])
        else:
            parts.append(word if keep else word.lower())
        first = False
        at = match.end()
    parts.append(chunk[at:])
    return "".join(parts), first or (chunk[at:].rstrip().endswith(":") and at > 0)
