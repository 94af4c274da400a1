"""Citations whose surroundings have no word in common with the work that they lead to.

Only English text with English titles, and Chinese text with Chinese titles, are compared: between
two languages no word is shared for reasons of language alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from backmatter.references.documents.model import Document
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.lists.entries import ReferenceList
from backmatter.references.model import Citation, Reference
from backmatter.references.words import folded, is_east_asian


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REACH = 400
"""How much text on each side of a mark is looked at, in characters."""

_ENOUGH_OF_TITLE, _ENOUGH_OF_TEXT = 4, 20
"""So many words that say something must a title and its surroundings have."""

_STEM = 6
"""Words that begin alike in so many letters count as one."""

_SHOWN = 6
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_CUT_AT_START = re.compile(r"^[A-Za-z]{1,30}")
_CUT_AT_END = re.compile(r"[A-Za-z]{1,30}$")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENGLISH = _words("the of and in for on with to from by an is are at as between")
_SILENT = _ENGLISH | _words(
    "this that these those its their our can may has have had not than which who into using use "
    "used based via new study studies analysis approach method methods result results effect "
    "effects among during after before how what when where why was were been other more most such "
    "also about over under both all each one two three case review recent toward towards some many "
    "model models system systems data paper work research application applications development "
    "problem problems but they them itself themselves just even only same thus however although "
    "while because will would could should been being far example further first second well "
    "研究 分析 方法 应用 基于 中国 影响 进展 及其 问题 发展 技术 系统 模型 作用 效果 理论 探讨 "
    "综述 一种 我国 国内 国外 现状 综合 评价 设计 实现 机制 策略 关系 特征"
)
"""Words and pairs of Han characters that say nothing of a topic, or what any work may say."""


def doubtful_citations(
    document: Document,
    found: ReferenceList,
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> Iterator[Finding]:
    """BM404: a mark in whose surroundings neither a word of the work stands, nor an author.

    Args:
        document: The document.
        found: Its list.
        references: The entries as read, in the list's order.
        citations: The marks that lead to them.
    """
    works = {each.key: work for each in references if (work := _Work.of(each)) is not None}
    for citation in citations if works else ():
        around = _surroundings(document, found, citation)
        language = _language(around)
        said = _topic(around)
        if not language or len(said) < _ENOUGH_OF_TEXT:
            continue
        names = frozenset(folded(around, singular=False))
        for key in dict.fromkeys(citation.keys):
            work = works.get(key)
            if work is None or work.language != language or work.stems.keys() & said.keys():
                continue
            if any(names.issuperset(author) for author in work.authors):
                continue
            yield _finding(document, citation, work, said)


def _finding(
    document: Document, citation: Citation, work: _Work, said: Mapping[str, str]
) -> Finding:
    shown = ", ".join(list(said.values())[:_SHOWN])
    message = (
        f"the text around {citation.mark} has no word in common with the title of this entry, and "
        f"names no author of it (it has: {shown} …): see whether another work is meant"
    )
    place = Location(document.name, citation.line, citation.column)
    return Finding("BM404", message, Severity.INFO, place, work.reference.label)


class _Work:
    """What a work is about, as far as its title and its journal's name say so."""

    def __init__(self, reference: Reference, language: str) -> None:
        self.reference = reference
        self.language = language
        self.stems = _topic(f"{reference.plain_title} {reference.text('container-title')}")
        self.authors = [
            words
            for names in reference.names.values()
            for name in names
            if (words := folded(name.family or name.literal, singular=False))
        ]

    @classmethod
    def of(cls, reference: Reference) -> _Work | None:
        """The work of an entry, None where its title says too little."""
        title = reference.plain_title
        language = _language(title)
        if not language or len(_topic(title)) < _ENOUGH_OF_TITLE:
            return None
        return cls(reference, language)


def _surroundings(document: Document, found: ReferenceList, citation: Citation) -> str:
    """The text on both sides of a mark, the list of references left out."""
    start = max(0, citation.start - _REACH)
    end = min(len(document.text), citation.end + _REACH)
    for part in found.parts:
        if citation.end <= part.start:
            end = min(end, part.start)
        elif citation.start >= part.end:
            start = max(start, part.end)
    around = document.text[start:end]
    around = (
        _CUT_AT_START.sub("", around) if start and document.text[start - 1].isalpha() else around
    )
    return _CUT_AT_END.sub("", around) if document.text[end : end + 1].isalpha() else around


def _language(text: str) -> str:
    """`zh` or `en` where the text plainly is in one of them, else ""."""
    if _KANA_OR_HANGUL.search(text):
        return ""
    latin = _LATIN_WORD.findall(text)
    han = sum(is_east_asian(character) for character in text)
    if han > len(latin):
        return "zh"
    is_english = any(word.lower() in _ENGLISH for word in latin) and not han
    return "en" if is_english else ""


def _topic(text: str) -> dict[str, str]:
    """The stems of the words that say something, each with its word; Han characters in pairs."""
    words = folded(text)
    found: dict[str, str] = {}
    for word in words:
        if len(word) > 2 and word not in _SILENT and not word.isdigit():
            found.setdefault(word[:_STEM], word)
    for one, other in pairwise(words):
        if is_east_asian(one) and is_east_asian(other) and one + other not in _SILENT:
            found.setdefault(one + other, one + other)
    return found
