"""A ready-made question to the author about each reference that needs one, to be pasted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backmatter.references.verification.comparing import title
from backmatter.references.verification.results import (
    Candidate,
    Cause,
    FieldComparison,
    Outcome,
    Result,
    Verdict,
)
from backmatter.references.verification.retractions import CONCERN, in_words, retraction_of

LANGUAGES = ("en", "zh")

_NEAR = 0.6
"""The likeness of titles from which on a record is named to the author."""

_FIELDS_ZH: Mapping[str, str] = {
    "title": "题名",
    "author": "作者",
    "container-title": "刊名",
    "issued": "年份",
    "volume": "卷",
    "issue": "期",
    "page": "页码",
    "DOI": "DOI",
}
_FIELDS_EN: Mapping[str, str] = {
    "container-title": "journal",
    "issued": "year",
    "page": "page range",
}
_NOTICES_ZH: Mapping[str, str] = {
    "retraction": "撤稿",
    "withdrawal": "撤回",
    "removal": "删除",
    "partial_retraction": "部分撤稿",
    "expression_of_concern": "关注声明",
}


def author_query(result: Result, language: str) -> str:
    """What to ask the author about a reference; "" when there is nothing to ask.

    Args:
        result: The verdict.
        language: One of `LANGUAGES`.
    """
    parts = _TEXTS[language](result)
    if not parts:
        return ""
    about = _about(result, language)
    return f"{about}{parts}"


def _about(result: Result, language: str) -> str:
    """The reference as the author knows it: by its number, else by its first words."""
    reference = result.reference
    number = reference.source.number if reference.source else ""
    words = reference.plain_title or (reference.source.printed if reference.source else "")
    words = words if len(words) <= 80 else words[:79].rstrip() + "…"
    if language == "zh":
        head = f"参考文献[{number}]" if number else "参考文献"
        return f"{head}“{words}”：" if words else f"{head}："
    head = f"Reference {number}" if number else "The reference"
    return f"{head} (“{words}”): " if words else f"{head}: "


def _english(result: Result) -> str:
    concern = next((n for n in result.notices if n.kind in CONCERN), None)
    match result.verdict:
        case Verdict.RETRACTED:
            notice = retraction_of(result.notices)
            kind = in_words(notice.kind) if notice else "retraction"
            where = f" ({notice.doi})" if notice and notice.doi else ""
            dated = f" of {notice.date}" if notice and notice.date else ""
            text = (
                f"a notice of {kind}{dated}{where} has been published for this work. "
                "Please remove the reference, or say in the text that the work was retracted."
            )
        case Verdict.WRONG_DOI:
            leads = (
                f"leads to another work, {result.leads_to}"
                if result.leads_to
                else "is not registered"
            )
            right = (
                f" Should it be {result.doi}?"
                if result.doi
                else " Please check the DOI and the reference."
            )
            text = f"the DOI {result.printed_doi} {leads}.{right}"
        case Verdict.NOT_FOUND:
            near = _near(result)
            nearest = f" The nearest we found is “{near.title}” ({near.doi})." if near else ""
            text = (
                f"we could not find this work at {result.source}.{nearest} "
                "Please check the details, and send us a link or a copy of its first page."
            )
        case Verdict.DIFFERS:
            text = f"{_differences_en(result)}. Please confirm which is right."
        case _:
            text = ""
    if concern and result.verdict is not Verdict.RETRACTED:
        where = f" ({concern.doi})" if concern.doi else ""
        text = f"{text} " if text else ""
        text += (
            f"an expression of concern{where} has been published for this work. "
            "Do you still wish to rely on it?"
        )
    if not text and result.cause is Cause.TIE:
        found = ", ".join(each.doi for each in result.candidates if each.doi)
        text = f"several works fit this reference equally well ({found}). Which one is meant?"
    return text


def _chinese(result: Result) -> str:
    concern = next((n for n in result.notices if n.kind in CONCERN), None)
    match result.verdict:
        case Verdict.RETRACTED:
            notice = retraction_of(result.notices)
            kind = _NOTICES_ZH.get(notice.kind, "撤稿") if notice else "撤稿"
            where = "，".join(part for part in (notice.date, notice.doi) if part) if notice else ""
            text = (
                f"该文献已发布{kind}通知{f'（{where}）' if where else ''}。"
                "请删除该文献，或在正文中说明其已被撤稿。"
            )
        case Verdict.WRONG_DOI:
            leads = f"指向另一文献{result.leads_to}" if result.leads_to else "未注册"
            right = f"是否应为 {result.doi}？" if result.doi else "请核对 DOI 及著录内容。"
            text = f"DOI {result.printed_doi} {leads}，{right}"
        case Verdict.NOT_FOUND:
            near = _near(result)
            nearest = f"最接近的是“{near.title}”（{near.doi}）。" if near else ""
            text = f"在 {result.source} 中未查到该文献。{nearest}请核对著录内容，并提供链接或首页。"
        case Verdict.DIFFERS:
            text = f"{_differences_zh(result)}。请确认以何者为准。"
        case _:
            text = ""
    if concern and result.verdict is not Verdict.RETRACTED:
        where = f"（{concern.doi}）" if concern.doi else ""
        text += f"该文献已发布关注声明{where}，请确认是否仍需引用。"
    if not text and result.cause is Cause.TIE:
        found = "、".join(each.doi for each in result.candidates if each.doi)
        text = f"有多篇文献与之同样相符（{found}），请确认所指为何者。"
    return text


_TEXTS: Mapping[str, Callable[[Result], str]] = {"en": _english, "zh": _chinese}


def _near(result: Result) -> Candidate | None:
    """The nearest record, where its title is near enough to help anybody."""
    for candidate in result.candidates[:1]:
        if title.similarity(result.reference.plain_title, candidate.title) >= _NEAR:
            return candidate
    return None


def _differences_en(result: Result) -> str:
    parts = [
        f"the {_FIELDS_EN.get(row.field, row.field)} is given as “{row.ours}”, "
        f"{result.source} has “{row.theirs}”"
        for row in _differing(result)
    ]
    return "; ".join(parts)


def _differences_zh(result: Result) -> str:
    parts = [
        f"{_FIELDS_ZH.get(row.field, row.field)}著录为“{row.ours}”，"
        f"{result.source} 记录为“{row.theirs}”"
        for row in _differing(result)
    ]
    return "；".join(parts)


def _differing(result: Result) -> list[FieldComparison]:
    return [row for row in result.fields if row.outcome is Outcome.DIFFER]
