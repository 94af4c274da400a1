"""What Crossref hardly holds: a miss there says nothing about such a reference.

Crossref registers for publishers who are its members. Journals of China, Japan and Korea
register elsewhere (ISTIC, CNKI, JaLC, KISTI) or have no DOIs; web pages, theses, patents,
standards and letters mostly have none at all.
"""

from __future__ import annotations

import re

from backmatter.references.model import Reference
from backmatter.references.verification.comparing.words import is_cjk

_TYPES = {
    "webpage": "a web page",
    "post": "a web page",
    "post-weblog": "a web page",
    "thesis": "a thesis",
    "patent": "a patent",
    "standard": "a standard",
    "personal_communication": "a personal communication",
    "software": "software",
    "dataset": "a data set",
    "legislation": "a law",
    "legal_case": "a court case",
    "article-newspaper": "a newspaper article",
    "interview": "an interview",
    "manuscript": "a manuscript",
    "motion_picture": "a film",
    "broadcast": "a broadcast",
    "speech": "a talk",
}
_NEVER_REGISTERED = frozenset(
    {"patent", "personal_communication", "webpage", "post", "post-weblog"}
)
_LANGUAGES = {"zh": "Chinese", "ja": "Japanese", "ko": "Korean"}
_LETTER = re.compile(
    r"\b(?:personal communications?|private communications?)\b"
    r"|\bunpublished (?:data|observations?|results?)\b"
    r"|私人通信|未发表",
    re.IGNORECASE,
)
_PATENT = re.compile(r"\[P(?:/OL)?\]|\bpatent\b", re.IGNORECASE)
_GB_MARKS = {
    "[D": "thesis",
    "[P": "patent",
    "[S": "standard",
    "[EB": "webpage",
    "[CP": "software",
    "[DS": "dataset",
    "[DB": "dataset",
    "[N": "article-newspaper",
}
_GB_MARK = re.compile(r"\[(D|P|S|EB|CP|DS|DB|N)(?:/(?:OL|CD|MT|DK))?\]")


def why_uncovered(reference: Reference) -> str:
    """What makes a miss at Crossref say nothing, as words for a person; "" when it does say."""
    kind = _kind(reference)
    if kind in _TYPES:
        return _TYPES[kind]
    language = reference.language[:2].lower()
    texts = [reference.title, reference.text("container-title")]
    if not any(texts) and reference.source:
        texts = [reference.source.printed]
    if language not in _LANGUAGES and any(is_cjk(text) for text in texts):
        language = "ja" if any("\u3040" <= char <= "\u30ff" for char in "".join(texts)) else "zh"
        if any("\uac00" <= char <= "\ud7af" for char in "".join(texts)):
            language = "ko"
    if language in _LANGUAGES:
        return f"a work in {_LANGUAGES[language]}"
    return ""


def is_worth_asking(reference: Reference) -> bool:
    """Whether Crossref can have it at all: it registers no patents, letters or web pages."""
    return _kind(reference) not in _NEVER_REGISTERED


def _kind(reference: Reference) -> str:
    """The CSL type, or what the printed text plainly says."""
    if reference.type in _TYPES:
        return reference.type
    printed = reference.source.printed if reference.source else ""
    if mark := _GB_MARK.search(printed):
        return _GB_MARKS[f"[{mark[1]}"]
    if _LETTER.search(printed) or _LETTER.search(reference.title):
        return "personal_communication"
    return reference.type
