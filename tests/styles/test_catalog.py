"""Finding a style by whatever a user calls it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backmatter.references.errors import InputError, StyleError
from backmatter.styles import official
from backmatter.styles.catalog import HOUSE, find_style, list_styles, style_names
from backmatter.styles.style_info import decode_style, read_info

JOURNAL = "chinese-journal-of-spine-and-spinal-cord"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an index of this module's own; it is read from the styles once."""
    return tmp_path_factory.mktemp("cache") / "folder" / "index.json"


@pytest.fixture(autouse=True)
def _own_index(index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test touches the user's cache."""
    monkeypatch.setattr(official, "index_path", lambda: index)
    official.official_styles.cache_clear()
    yield
    official.official_styles.cache_clear()


@pytest.fixture
def two_styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package of two styles, one of them dependent."""
    for name, issn in (("one.csl", "1111-1111"), ("dependent/two.csl", "2222-2222")):
        path = tmp_path / "styles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        info = f"<info><title>{path.stem.title()}</title><issn>{issn}</issn></info>"
        path.write_text(f'<style class="note">{info}</style>', "utf-8")
    monkeypatch.setattr(official, "official_folder", lambda: tmp_path / "styles")
    return tmp_path / "styles"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("apa", "apa"),
        ("APA", "apa"),
        ("nature.csl", "nature"),
        ("http://www.zotero.org/styles/ieee", "ieee"),
        ("vancouver", "nlm-citation-sequence"),
        ("ama", "american-medical-association"),
        ("Academic Medicine", "academic-medicine"),
        ("gb-t-7714-2015", "gb-t-7714-2015-numeric"),
        ("GB/T 7714-2025", "gb-t-7714-2025-numeric"),
        ("GB/T 7714—2025", "gb-t-7714-2025-numeric"),
        (JOURNAL, JOURNAL),
        ("中国脊柱脊髓杂志", JOURNAL),
        ("1004-406X", JOURNAL),
    ],
)
def test_a_style_is_found_by_name_id_former_name_title_and_issn(query: str, name: str) -> None:
    """Whatever stands for a style leads to it."""
    assert find_style(query).name == name


def test_an_issn_or_a_full_title_of_an_official_style_is_looked_up_in_the_index() -> None:
    """The index knows what file names do not tell."""
    assert find_style("1040-2446").name == "academic-medicine"
    assert find_style("10402446").name == "academic-medicine"
    assert find_style("IEEE Reference Guide version 11.29.2023").name == "ieee"


def test_a_plain_name_needs_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only titles and ISSNs cost the reading of ten thousand files."""
    monkeypatch.setattr(official, "index_path", lambda: tmp_path / "index.json")
    find_style("apa")
    find_style(JOURNAL)
    assert not (tmp_path / "index.json").exists()


def test_a_dependent_style_brings_its_parents_rules_and_its_own_locale() -> None:
    """A journal's style is the parent's XML under the journal's name."""
    source = find_style("academic-medicine")
    assert (source.name, source.parent) == ("academic-medicine", "american-medical-association")
    assert source.default_locale == "en-US"
    assert source.title == "Academic Medicine"
    assert "<bibliography" in source.xml
    assert source.path.name == "american-medical-association.csl"


def test_a_dependent_style_of_the_users_own_is_followed_too(tmp_path: Path) -> None:
    """A file that only names a parent and a locale works like an official one."""
    own = tmp_path / "mine.csl"
    own.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="fr-FR">'
        '<info><title>Mine</title><link rel="independent-parent" '
        'href="http://www.zotero.org/styles/vancouver"/></info></style>',
        "utf-8",
    )
    source = find_style(own)
    assert (source.name, source.parent) == ("mine", "nlm-citation-sequence")
    assert source.default_locale == "fr-FR"


def test_parents_that_lead_nowhere_or_round_in_a_circle_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain of parents ends at an independent style, or at a message."""
    own = tmp_path / "mine.csl"
    link = '<style><info><link rel="independent-parent" href="http://x.org/{}"/></info></style>'
    own.write_text(link.format("no-such-style-at-all"), "utf-8")
    with pytest.raises(StyleError, match="depends on the style no-such-style-at-all"):
        find_style(own)
    monkeypatch.setattr("backmatter.styles.catalog.HOUSE", tmp_path)
    own.write_text(link.format("mine"), "utf-8")
    with pytest.raises(StyleError, match="does not end"):
        find_style(own)


@pytest.mark.parametrize(
    ("query", "near"),
    [("vancuver", "vancouver"), ("chicago", "chicago-author-date"), ("natur", "nature")],
)
def test_an_unknown_style_names_what_comes_near(query: str, near: str) -> None:
    """One line, with a way on."""
    with pytest.raises(StyleError, match=f"did you mean .*{near}") as caught:
        find_style(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query", ["", " ", "..", "a" * 5000, "\0", "?", "00000000", "a" * 500 + ".csl"]
)
def test_nonsense_is_an_unknown_style(query: str) -> None:
    """No name leads out of the folders or to a traceback."""
    with pytest.raises(StyleError, match="no style of this name"):
        find_style(query)


def test_a_path_that_does_not_exist_is_an_input_error(tmp_path: Path) -> None:
    """A path is never taken for a name."""
    with pytest.raises(InputError, match=r"apa\.csl: no such file"):
        find_style(tmp_path / "apa.csl")


def test_bytes_in_no_known_encoding_are_no_style() -> None:
    """The declared encoding counts; a wrong one is told in one line."""
    latin = (
        '<?xml version="1.0" encoding="iso-8859-1"?><style><info><title>É</title></info></style>'
    )
    assert read_info(decode_style(latin.encode("latin-1"), "x.csl"), "x").title == "É"
    with pytest.raises(StyleError, match=r"x\.csl: not a style: its bytes are no utf-8 text"):
        decode_style(b"<style>\xff\xfe\xff</style>", "x.csl")
    with pytest.raises(StyleError, match="no martian text"):
        decode_style(b'<?xml version="1.0" encoding="martian"?>', "x.csl")


def test_the_list_holds_all_styles_ours_first_and_is_narrowed_by_words() -> None:
    """Ten thousand official styles, found by any words of title, name or ISSN."""
    styles = list_styles()
    ours = {path.stem for path in HOUSE.glob("*.csl")}
    assert {style.name for style in styles[: len(ours)]} == ours
    assert len(styles) > 10_000
    assert [style.name for style in list_styles("SPINE spinal cord chinese")] == [JOURNAL]
    assert {s.name for s in list_styles("1040-2446")} == {"academic-medicine"}
    assert len(list(style_names())) == len(styles)


@pytest.mark.parametrize("damage", ["", "{}", "[]", "[[1]]", "[{}]", '[["x"]]', "\xff"])
@pytest.mark.usefixtures("two_styles")
def test_a_damaged_index_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """The index may be deleted or damaged at any time."""
    path = tmp_path / "index.json"
    monkeypatch.setattr(official, "index_path", lambda: path)
    first = official.official_styles()
    assert [(s.name, s.style_class, s.issns) for s in first] == [
        ("one", "note", ("1111-1111",)),
        ("two", "note", ("2222-2222",)),
    ]
    assert json.loads(path.read_text("utf-8"))[0][0] == "one"
    path.write_text(damage, "latin-1")
    official.official_styles.cache_clear()
    assert official.official_styles() == first


def test_the_index_is_read_instead_of_the_styles(
    two_styles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the index holds is believed: it is named after the version of the package."""
    monkeypatch.setattr(official, "index_path", lambda: tmp_path / "index.json")
    first = official.official_styles()
    (two_styles / "one.csl").unlink()
    official.official_styles.cache_clear()
    assert official.official_styles() == first


def test_a_cache_folder_that_cannot_be_made_costs_only_time(
    two_styles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No index is written, nothing fails."""
    monkeypatch.setattr(official, "index_path", lambda: two_styles / "one.csl" / "index.json")
    assert [style.name for style in official.official_styles()] == ["one", "two"]


def test_without_the_package_only_our_own_styles_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The official styles are a dependency that may be missing."""
    monkeypatch.setattr("backmatter.styles.catalog.official_folder", lambda: None)
    monkeypatch.setattr(official, "official_folder", lambda: None)
    assert find_style(JOURNAL).name == JOURNAL
    assert all(style.is_house for style in list_styles())
