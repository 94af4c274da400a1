"""Citations in a text about something else: told where nothing is shared, in one language only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backmatter.references.citations.doubtful import doubtful_citations
from backmatter.references.reading import ParsedDocument, parse_document

SPINE = (
    "Patients with chronic pain of the lower back were treated in many hospitals of the region. "
    "The surgeon removed the damaged disc and placed a metal cage between the vertebrae, as is "
    "usual in older patients {mark}. They left the hospital within a week and walked again."
)
YEAST = "[1] Smith J. Expression of regulatory genes in growing yeast cells. Nature. 2001;1:1-9."
CAGES = "[2] Moe A. Metal cages in surgery of the lower back. Spine. 2002;2:1-9."
LIST = f"\n\nReferences\n\n{YEAST}\n{CAGES}\n"
CHINESE = (
    "患者的腰痛在许多医院得到治疗，外科医生切除受损的椎间盘并放置金属融合器，这在老年患者中很常见{}。"
    "他们一周内出院并能行走，术后随访十二个月未见明显并发症，功能恢复良好。"
)
FRENCH = (
    "Les patients souffrant de douleurs chroniques du dos ont été traités dans plusieurs "
    "hôpitaux de la région, et le chirurgien a retiré le disque et posé une cage [1]."
)


def told(text: str, listed: str = LIST) -> list[str]:
    parsed = parse_document((text + listed).encode(), "a.txt")
    return [each.message for each in parsed.findings if each.code == "BM404"]


def test_a_mark_whose_surroundings_share_nothing_is_told_with_the_evidence() -> None:
    (only,) = told(SPINE.format(mark="[1]") + " Cages are safe [2].")
    assert "the text around [1] has no word in common" in only
    assert "patient, chronic, pain" in only


@pytest.mark.parametrize(
    "text",
    [
        SPINE.format(mark="[2]"),
        SPINE.format(mark="[1]") + " Yeast is another matter.",
        SPINE.format(mark="[1]").replace("The surgeon", "Smith"),
        "Older patients [1].",
        CHINESE.format("[1]"),
        FRENCH,
    ],
)
def test_what_shares_a_word_an_author_or_no_language_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_chinese_is_compared_with_chinese() -> None:
    listed = (
        "\n\n参考文献\n\n"
        "[1] 张三. 酵母细胞基因表达调控网络的动态变化[J]. 科学通报, 2001, 1(1): 1-9.\n"
        "[2] 李四. 腰椎融合手术后的疼痛[J]. 中华医学杂志, 2002, 2(1): 1-9.\n"
    )
    assert len(told(CHINESE.format("[1]"), listed)) == 1
    assert told(CHINESE.format("[2]"), listed) == []


def shares(parsed: ParsedDocument, shift: int) -> tuple[int, int]:
    """How many marks of a document are told when each entry is one further on, and of how many."""
    count = len(parsed.references)
    moved = [
        replace(parsed.references[(at + shift) % count], key=each.key)
        for at, each in enumerate(parsed.references)
    ]
    found = doubtful_citations(parsed.document, parsed.reference_list, moved, parsed.citations)
    return sum(1 for _ in found), sum(len(mark.keys) for mark in parsed.citations)


@pytest.mark.needs("shared")
def test_on_a_real_review_it_is_rare_and_sees_numbers_that_slipped(shared: Path) -> None:
    path = shared / "documents" / "yeast-review.txt"
    parsed = parse_document(path.read_bytes(), path.name)
    right, marks = shares(parsed, 0)
    slipped, _ = shares(parsed, 1)
    assert right * 50 <= marks
    assert slipped >= 3 * right


@pytest.mark.needs("shared")
def test_chinese_text_over_english_entries_is_left_alone(shared: Path) -> None:
    path = shared / "review" / "review.txt"
    assert shares(parse_document(path.read_bytes(), path.name), 5) == (0, 57)
