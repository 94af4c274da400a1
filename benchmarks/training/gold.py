"""Gold references as examples: the spans of the shared data, made alike, as labels of tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from backmatter.references.parsing.model.fine_tokens import FineTokens, fine_tokens
from backmatter.references.parsing.model.labels import FIELDS, NONE, first, inner
from backmatter.references.parsing.model.word_classes import IDENTIFIER_MARK
from backmatter.references.parsing.printed import prepare
from benchmarks.training.crf import Example

_NAMES = {
    "location": "place",
    "director": "editor",
    "producer": "editor",
    "institution": "publisher",
    "notes": "note",
    "source": "note",
    "medium": "note",
    "collaboration": "author",
    "doi": "identifier",
    "url": "identifier",
    "isbn": "identifier",
    "arxiv": "identifier",
    "number": "identifier",
}
_MARKS = " \t.,;:()[]{}<>“”„‘’‚\"'«»‹›《》「」『』–—-/、，。；：（）［］【】．*"
_BEFORE = {
    "container-title": r"(?:in|dans|en|in:|presented at|载|见)\b[\s:,.]*",
    "editor": r"(?:in|dans|edited|eds?|hrsg|hg|by|von|par|under the direction of"
    r"|sous la direction de|and|&)\b[\s:,.)(]*",
    "translator": r"(?:trans(?:lated|l)?|trad|by|von|par)\b[\s:,.)(]*",
    "volume": r"(?:vol(?:umes?|s)?|bd|band|jg|jahrgang|tome|t|v|第|no|nr|n)(?![^\W\d_])[\s:,.°º]*",
    "issue": r"(?:no|nos|nr|number|num|issue|iss|heft|h|n|n°|nº|№|#|第)(?![^\W\d_])[\s:,.°º]*",
    "pages": r"(?:(?:pages?|pp|p|pgs?|seiten?|第)(?![^\W\d_])|ss?\.|s\s)[\s:,.]*",
    "collection-title": r"(?:in)\b[\s:,.]*",
}
_BEHIND = {
    "editor": r"[\s,.(\[]*(?:eds?|editors?|edited by|hrsg|hg|dir|coord|编|主编|編)[\s.)\],:]*",
    "issue": r"[\s]*[期号號권호]",
    "volume": r"[\s]*[卷권]",
    "pages": r"[\s]*(?:页|頁|면|쪽|ff?\.?|p|pp|pages?)",
    "date": r"[\s]*年",
}
_IS_ISSUE = re.compile(r"[\s(]*(?:n\s?[°º]|№|no\.|nr\.|issue|heft|number|num)", re.IGNORECASE)
_BEFORE_RE = {name: re.compile(p, re.IGNORECASE) for name, p in _BEFORE.items()}
_BEHIND_RE = {name: re.compile(rf"(?:{p})$", re.IGNORECASE) for name, p in _BEHIND.items()}


def example(row: Mapping[str, Any], weight: float = 1.0) -> Example:
    """The example that a gold reference is."""
    return labelled(row["text"], row["spans"], weight)


def labelled(text: str, spans: Sequence[Mapping[str, Any]], weight: float = 1.0) -> Example:
    """A printed reference and its spans ({label, start, end}) as an example."""
    printed = prepare(text)
    tokens = fine_tokens(printed)
    labels = [NONE] * len(tokens.texts)
    for span in sorted(spans, key=lambda s: s["start"]):
        name = _NAMES.get(span["label"], span["label"])
        if name not in FIELDS:
            continue
        if name == "volume" and _IS_ISSUE.match(text, span["start"]):
            name = "issue"
        start, end = trimmed(text, name, span["start"], span["end"])
        _mark(tokens, labels, FIELDS.index(name), start, end)
    for i, word in enumerate(tokens.texts):
        if word == IDENTIFIER_MARK:
            labels[i] = first(FIELDS.index("identifier"))
    for i in range(len(labels)):
        before = labels[i - 1] if i else NONE
        if labels[i] and labels[i] % 2 == 0 and (before - 1) // 2 != (labels[i] - 1) // 2:
            labels[i] -= 1
    return Example(tokens, tuple(labels), weight)


def trimmed(text: str, name: str, start: int, end: int) -> tuple[int, int]:
    """A span without the marks and the words (*In*, *vol.*) that stand at its ends."""
    while True:
        was = start, end
        while start < end and text[start] in _MARKS and not _kept(text, name, start, end):
            start += 1
        before = _BEFORE_RE.get(name)
        match = before.match(text, start, end) if before else None
        if match and match.end() < end:
            start = match.end()
        behind = _BEHIND_RE.get(name)
        match = behind.search(text, start, end) if behind else None
        if match and match.start() > start:
            end = match.start()
        while end > start and text[end - 1] in _MARKS and not _closes(text, name, start, end):
            end -= 1
        if (start, end) == was:
            return start, end


def _kept(text: str, name: str, start: int, end: int) -> bool:
    """Whether an opening mark is part of the field: a repeated author's dash."""
    return name == "author" and not any(c.isalnum() for c in text[start:end])


def _closes(text: str, name: str, start: int, end: int) -> bool:
    """Whether the last mark is the field's own: it closes what the field opens."""
    if name == "author" and not any(c.isalnum() for c in text[start:end]):
        return True
    pairs = {")": "(", "]": "[", "”": "“", "’": "‘", "»": "«", "》": "《", "）": "（", '"': '"'}
    opening = pairs.get(text[end - 1])
    return opening is not None and opening in text[start : end - 1]


def _mark(tokens: FineTokens, labels: list[int], field: int, start: int, end: int) -> None:
    begun = False
    for i, (a, b) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        if a >= start and min(b, a + 1) <= end and labels[i] == NONE:
            labels[i] = inner(field) if begun else first(field)
            begun = True
        if a >= end:
            break
