"""What an editor sends to the author about a reference, in English and Chinese."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backmatter.references.model import Reference, Source
from backmatter.references.verification.queries import author_query
from backmatter.references.verification.results import (
    Candidate,
    Cause,
    FieldComparison,
    Notice,
    Outcome,
    Result,
    Verdict,
)

REFERENCE = Reference(
    key="a", variables={"title": "Slow discs of rabbits"}, source=Source(number="7", printed="…")
)
YEAR = FieldComparison("issued", "2008", "2018", Outcome.DIFFER)
PAGE = FieldComparison("page", "1-2", "1-20", Outcome.DIFFER)
RETRACTION = Notice("retraction", "10.5555/n", "2019-01-02", "publisher")
CONCERN = Notice("expression_of_concern", "10.5555/c", "2019-01-02", "publisher")
NEAR = Candidate("10.5555/near", "Slow disc of rabbits", 2018, "another title")
FAR = Candidate("10.5555/far", "Something else altogether", 1970, "another title")


def result(verdict: Verdict, **more: object) -> Result:
    return replace(Result(REFERENCE, verdict, "", source="Crossref"), **more)  # pyright: ignore[reportArgumentType]  # a shorthand


CASES = [
    (
        result(Verdict.DIFFERS, fields=(YEAR, PAGE)),
        (
            "the year is given as “2008”, Crossref has “2018”; the page "
            "range is given as “1-2”, Crossref has “1-20”. Please confirm which is right."
        ),
        (
            "年份著录为“2008”，Crossref 记录为“2018”；"
            "页码著录为“1-2”，Crossref 记录为“1-20”。请确认以何者为准。"
        ),
    ),
    (
        result(Verdict.RETRACTED, notices=(RETRACTION,)),
        (
            "a notice of retraction of 2019-01-02 (10.5555/n) has been "
            "published for this work. Please remove the reference, or say in the "
            "text that the work "
            "was retracted."
        ),
        ("该文献已发布撤稿通知（2019-01-02，10.5555/n）。请删除该文献，或在正文中说明其已被撤稿。"),
    ),
    (
        result(Verdict.WRONG_DOI, printed_doi="10.5555/x", leads_to="“Other” (2001)", doi="10.5/r"),
        ("the DOI 10.5555/x leads to another work, “Other” (2001). Should it be 10.5/r?"),
        "DOI 10.5555/x 指向另一文献“Other” (2001)，是否应为 10.5/r？",
    ),
    (
        result(Verdict.WRONG_DOI, printed_doi="10.5555/x"),
        ("the DOI 10.5555/x is not registered. Please check the DOI and the reference."),
        "DOI 10.5555/x 未注册，请核对 DOI 及著录内容。",
    ),
    (
        result(Verdict.NOT_FOUND, candidates=(NEAR,)),
        (
            "we could not find this work at Crossref. The nearest we found "
            "is “Slow disc of rabbits” (10.5555/near). Please check the details, "
            "and send us a link or a copy of "
            "its first page."
        ),
        (
            "在 Crossref 中未查到该文献。"
            "最接近的是“Slow disc of rabbits”（10.5555/near）。请核对著录内容，并提供链接或首页。"
        ),
    ),
    (
        result(Verdict.VERIFIED, notices=(CONCERN,)),
        (
            "an expression of concern (10.5555/c) has been published for "
            "this work. Do you still wish to rely on it?"
        ),
        "该文献已发布关注声明（10.5555/c），请确认是否仍需引用。",
    ),
    (
        result(Verdict.UNCHECKED, cause=Cause.TIE, candidates=(NEAR, FAR)),
        (
            "several works fit this reference equally well "
            "(10.5555/near, 10.5555/far). Which one is meant?"
        ),
        ("有多篇文献与之同样相符（10.5555/near、10.5555/far），请确认所指为何者。"),
    ),
]


@pytest.mark.parametrize(("verdict", "english", "chinese"), CASES)
def test_questions(verdict: Result, english: str, chinese: str) -> None:
    head = "Reference 7 (“Slow discs of rabbits”): "
    assert author_query(verdict, "en") == head + english
    head = "参考文献[7]“Slow discs of rabbits”："
    assert author_query(verdict, "zh") == head + chinese


def test_a_record_that_is_not_near_is_not_named() -> None:
    found = result(Verdict.NOT_FOUND, candidates=(FAR,))
    assert "10.5555/far" not in author_query(found, "en") + author_query(found, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_is_nothing_to_ask_about_what_is_verified_or_could_not_be_checked(
    language: str,
) -> None:
    assert author_query(result(Verdict.VERIFIED), language) == ""
    assert author_query(result(Verdict.UNCHECKED, cause=Cause.FAILED), language) == ""


def test_a_reference_without_title_is_named_by_its_print() -> None:
    printed = Reference(source=Source(number="3", printed="Owl N. " + "x" * 100))
    query = author_query(replace(result(Verdict.NOT_FOUND), reference=printed), "en")
    assert query.startswith("Reference 3 (“Owl N. xxx")
    assert "…”" in query
