"""Keywords are proposed by the words of a title and by references with similar titles."""

from __future__ import annotations

from backmatter.references.model import Reference
from backmatter.references.topics.similar import Similar


def reference(title: str, *keywords: str) -> Reference:
    return Reference(variables={"title": title}, keywords=keywords)


LIBRARY = (
    reference("Wavelet filters for hyperspectral images", "remote sensing", "wavelets"),
    reference("Hyperspectral images of maize", "Remote sensing", "maize"),
    reference("Wavelet filters and hyperspectral images"),
    reference("Breeding maize for drought"),
    reference("基于小波滤波的图像", "小波"),
    reference("小波滤波与图像", "小波"),
    reference("小波滤波综述"),
    reference("A novel with nothing shared"),
)


def test_neighbours_and_words_of_the_title_propose() -> None:
    similar = Similar(LIBRARY)
    found = similar.propose(2)
    assert [(each.tag, each.start, each.neighbours) for each in found] == [
        ("wavelets", 0, (0,)),
        ("Remote sensing", -1, (0, 1)),
        ("maize", -1, (1,)),
    ]
    assert [each.is_convincing for each in found] == [True, True, False]
    maize = similar.propose(3)
    assert [(each.tag, each.start, each.end) for each in maize if each.is_convincing] == [
        ("maize", 9, 14)
    ]
    assert [each.tag for each in similar.propose(6)] == ["小波"]
    assert similar.propose(7) == []


def test_what_a_reference_carries_is_not_proposed_and_does_not_speak_for_itself() -> None:
    similar = Similar(LIBRARY)
    assert [each.tag for each in similar.propose(0) if each.is_convincing] == []
    assert "wavelets" not in [each.tag for each in similar.ranked(0)]
    assert "Remote sensing" in [each.tag for each in similar.ranked(0)]


def test_of_levels_the_last_is_looked_for() -> None:
    similar = Similar([reference("x", "crop > maize"), reference("Maize")])
    assert [each.tag for each in similar.propose(1)] == ["crop > maize"]


def test_one_far_neighbour_convinces_nobody() -> None:
    similar = Similar([reference("Alpha beta", "k"), reference("Alpha gamma")])
    assert [each.is_convincing for each in similar.propose(1)] == [False]
