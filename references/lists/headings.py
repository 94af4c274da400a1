"""What the heading over a reference list says, in many languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.documents.model import Document, LineKind

HEADINGS = (
    "主要参考文献",
    "参考文献",
    "参考资料",
    "参考书目",
    "引用文献",
    "參考文獻",
    "參考資料",
    "參考書目",
    "引用文獻",
    "参照文献",
    "文献目录",
    "文献",
    "文獻",
    "참고문헌",
    "references and notes",
    "references cited",
    "cited references",
    "list of references",
    "reference list",
    "references",
    "reference",
    "selected bibliography",
    "bibliography",
    "literature cited",
    "cited literature",
    "literature",
    "works cited",
    "literaturverzeichnis",
    "literaturangaben",
    "literatur",
    "quellenverzeichnis",
    "bibliographie",
    "références bibliographiques",
    "références",
    "referencias bibliográficas",
    "referencias",
    "bibliografía",
    "referências bibliográficas",
    "referências",
    "riferimenti bibliografici",
    "bibliografia",
    "literatuur",
    "referenser",
    "litteratur",
    "piśmiennictwo",
    "список литературы",
    "литература",
)
"""Longer phrases before those they contain; in lower case."""

FURTHER = (
    "supplementary references",
    "supplemental references",
    "additional references",
    "additional reading",
    "selected readings",
    "selected reading",
    "suggested readings",
    "suggested reading",
    "recommended readings",
    "recommended reading",
    "further readings",
    "further reading",
    "weiterführende literatur",
    "lectures complémentaires",
    "lecturas recomendadas",
    "letture consigliate",
    "推荐阅读",
    "推荐书目",
    "推薦閱讀",
    "延伸阅读",
    "延伸閱讀",
    "拓展阅读",
    "扩展阅读",
    "补充文献",
    "补充参考文献",
)
"""Over a list that stands beside the main one, whose entries the text need not cite."""

_NUMBER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[章节、.．\s]|[\divx]{1,4}(?:[.．]\d{1,2}){0,2}[.．、)\s]?)\s{0,4}",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"[#*_\s:：.。【】\[\]［］()（）<>|/&-]+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s{1,4}(?=[\u3400-\u9fff])")
_OPENING = re.compile(r"\s{0,8}(参考文献|參考文獻|references)\s?[:：]\s{0,4}(?=\S)", re.IGNORECASE)
_MAX_LENGTH = 60


def is_list_heading(line: str) -> bool:
    """Whether a line, numbering and ornament aside, is the heading of a reference list."""
    return any(map(_only_headings, _bare(line)))


def is_further_heading(line: str) -> bool:
    """Whether a line is the heading of a list beside the main one, such as *Further reading*."""
    return any(words in FURTHER for words in _bare(line))


def _bare(line: str) -> Sequence[str]:
    """A line's words without ornament; without its numbering, too, where it has one."""
    if len(line) > _MAX_LENGTH:
        return ()
    content = _HAN_GAP.sub("", line.strip().lower())
    words = _ORNAMENT.sub(" ", content).strip()
    number = _NUMBER.match(words)
    return (words, words[number.end() :].strip()) if number else (words,)


def opening(line: str) -> int:
    """The length of a heading that an entry follows on the same line (`参考文献：[1] …`), or 0."""
    match = _OPENING.match(line)
    return match.end() if match else 0


def list_headings(document: Document) -> Sequence[int]:
    """The indices of the lines that are, or begin with, the heading of a list."""
    return [
        index
        for index, line in enumerate(document.lines)
        if line.kind is LineKind.TEXT
        and (is_list_heading(text := document.line_text(index)) or opening(text))
    ]


def further_headings(document: Document) -> Sequence[int]:
    """The indices of the lines that are the heading of a list beside the main one."""
    return [
        index
        for index, line in enumerate(document.lines)
        if line.kind is LineKind.TEXT and is_further_heading(document.line_text(index))
    ]


def _only_headings(words: str) -> bool:
    """Whether a text consists of such phrases alone (`参考文献 References`)."""
    if not words:
        return False
    rest = words
    for phrase in HEADINGS:
        rest = rest.replace(phrase, " ", 1) if phrase in rest else rest
    return not rest.strip() and words != rest
