"""Positions: what a change of the document leaves is what placing all anew would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backmatter.styles.csl.context import Cite
from backmatter.styles.csl.positions import Cluster, Placement

CITES = st.builds(
    Cite,
    st.sampled_from("abc"),
    locator=st.sampled_from(["", "", "1", "2"]),
    position=st.sampled_from([None, None, None, 1]),
)
CLUSTERS = st.builds(
    Cluster, st.lists(CITES, max_size=3).map(tuple), st.sampled_from([0, 0, 1, 2, 3, 9])
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "insert", "delete", "move", "replace"]),
        st.integers(0, 8),
        st.integers(0, 8),
        CLUSTERS,
    ),
    max_size=10,
)


def _edit(clusters: list[Cluster], what: str, place: int, to: int, cluster: Cluster) -> None:
    if what == "insert" or not clusters:
        clusters.insert(place, cluster)
    elif what == "delete":
        del clusters[place % len(clusters)]
    elif what == "move":
        clusters.insert(to, clusters.pop(place % len(clusters)))
    else:
        clusters[place % len(clusters)] = cluster


@given(st.lists(CLUSTERS, max_size=8), EDITS, st.integers(0, 3))
def test_changes_leave_what_placing_anew_gives(
    clusters: list[Cluster], edits: list[tuple[str, int, int, Cluster]], distance: int
) -> None:
    placement = Placement(distance)
    placement.update(clusters)
    for edit in edits:
        _edit(clusters, *edit)
        placement.update(clusters)
        anew = Placement(distance)
        anew.update(list(clusters))
        assert placement.placed == anew.placed
        assert placement.first_notes == anew.first_notes


def test_positions_of_a_document() -> None:
    placement = Placement(5)
    one, two = Cite("a"), Cite("b")
    clusters = [Cluster((one,), 1), Cluster((one,), 2), Cluster((two,), 3), Cluster((one,), 9)]
    placement.update(clusters)
    assert [each.cites[0].position for each in placement.placed] == [0, 2, 0, 1]
    assert [each.cites[0].near_note for each in placement.placed] == [False, True, False, False]
    del clusters[0]
    placement.update(clusters)
    assert [each.cites[0].position for each in placement.placed] == [0, 0, 1]
    assert placement.first_notes == {"a": 2, "b": 3}
