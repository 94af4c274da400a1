"""What a reference tells of itself."""

from __future__ import annotations

from backmatter.references.model import Reference, Source


def test_the_plain_title_has_no_inline_markup() -> None:
    """Marks of case and fonts are for styles; a less-than sign is text."""
    title = 'The <span class="nocase"><i>Eucalyptus</i></span> genome at <i>p</i> < 0.05'
    reference = Reference(key="a", variables={"title": title})
    assert reference.plain_title == "The Eucalyptus genome at p < 0.05"
    assert reference.label == "a “The Eucalyptus genome at p < 0.05”"


def test_a_label_is_number_key_and_first_words() -> None:
    """Of the title, else of the printed text; at most forty characters."""
    source = Source(number="23", printed="Noriega DC, Ardura F, Hernández-Ramajo R, et al.")
    assert Reference(source=source).label == "[23] “Noriega DC, Ardura F, Hernández-Ramajo…”"
