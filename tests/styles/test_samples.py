"""The ten references of `styles show`."""

from __future__ import annotations

from backmatter.styles.samples import sample_references


def test_there_are_ten_with_titles_dates_and_languages() -> None:
    """Of several types, English and Chinese, with keys of their own."""
    samples = sample_references()
    assert len(samples) == len({each.key for each in samples}) == 10
    assert all(each.title and each.type and each.names for each in samples)
    assert len({each.type for each in samples}) >= 8
    assert {each.language[:2] for each in samples} == {"en", "zh"}
