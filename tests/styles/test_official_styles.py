"""Official styles load and print: a sample of forty, across the alphabet."""

from __future__ import annotations

import pytest

from backmatter.references.model import Reference
from backmatter.styles import Style
from backmatter.styles.catalog import find_style
from backmatter.styles.official import official_folder
from backmatter.styles.samples import sample_references

FOLDER = official_folder()
NAMES = sorted(path.stem for path in FOLDER.glob("*.csl"))[5::71] if FOLDER else []


@pytest.mark.parametrize("name", NAMES)
def test_an_official_style_prints_the_samples(name: str) -> None:
    """Every reference has an entry, unless the style has no bibliography; no mark is left over."""
    samples = sample_references()
    entries = Style.load(name).bibliography(samples).entries
    if "<bibliography" not in find_style(name).xml:
        return
    assert {entry.key for entry in entries} == {reference.key for reference in samples}
    for entry in entries:
        assert not any("\ufdd0" <= character <= "\ufdef" for character in entry.text)


def test_a_reference_of_nothing_prints_in_every_output() -> None:
    """No field is taken for granted."""
    style = Style.load("apa")
    for output in ("text", "html", "markdown", "latex", "rtf"):
        assert style.bibliography([Reference(key="a")], output=output).render()
