"""Styles at work: bibliographies, citations and sessions."""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.errors import StyleError
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Cite, Style

HEAD = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="{kind}"{more}>'
    "<info><title>t</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
)


def style(body: str, kind: str = "in-text", more: str = "", locale: str | None = None) -> Style:
    return Style.load(f"{HEAD.format(kind=kind, more=more)}{body}</style>", locale=locale)


def article(
    key: str, family: str, year: int = 2020, given: str = "Jane", **texts: str
) -> Reference:
    return Reference(
        key,
        "article-journal",
        {"title": f"On {key}", **texts},
        {"author": (Name(family, given),)},
        {"issued": Date((DatePart(year),))},
    )


AUTHOR_DATE = """
<citation disambiguate-add-year-suffix="true" disambiguate-add-givenname="true" collapse="year">
 <layout prefix="(" suffix=")" delimiter="; "><group delimiter=" ">
  <names variable="author"><name form="short" initialize-with="."/></names>
  <date variable="issued"><date-part name="year"/></date></group></layout></citation>
<bibliography><sort><key variable="author"/><key variable="issued"/></sort>
 <layout suffix="."><group delimiter=". "><names variable="author"><name/></names>
  <date variable="issued"><date-part name="year"/></date><text variable="title"/></group></layout>
</bibliography>"""

NOTE = """
<citation near-note-distance="2"><layout suffix="." delimiter="; "><choose>
 <if position="ibid-with-locator"><group delimiter=", "><text term="ibid"/>
  <text variable="locator"/></group></if>
 <else-if position="ibid"><text term="ibid"/></else-if>
 <else-if position="near-note"><text value="near"/></else-if>
 <else-if position="subsequent"><group delimiter=" "><text value="n."/>
  <text variable="first-reference-note-number"/></group></else-if>
 <else><text variable="title"/></else></choose></layout></citation>"""

ET_AL = """
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout locale="en"><names variable="author"><name/></names></layout>
<layout><names variable="author"><name delimiter=", "/></names></layout></bibliography>"""


def test_year_suffixes_and_collapsed_years() -> None:
    session = style(AUTHOR_DATE).session([article("b", "Doe"), article("a", "Doe")])
    session.append(["a", "b"])
    assert session.citations() == ("(Doe 2020a, 2020b)",)
    entries = [entry.text for entry in session.bibliography().entries]
    assert entries == ["Jane Doe. 2020a. On a.", "Jane Doe. 2020b. On b."]


def test_given_names_tell_authors_of_one_name_apart() -> None:
    references = [article("a", "Doe"), article("b", "Doe", given="Max"), article("c", "Roe")]
    session = style(AUTHOR_DATE).session(references)
    session.append(["a"])
    assert session.citations() == ("(Doe 2020)",)
    session.append(["b", "c"])
    assert session.citations() == ("(J. Doe 2020)", "(M. Doe 2020; Roe 2020)")


def test_positions_follow_insertions_moves_and_deletions() -> None:
    session = style(NOTE, "note").session([article("a", "Doe"), article("b", "Roe")])
    session.append(["a"], note=1)
    session.append([Cite("a", locator="3")], note=2)
    session.append(["b"], note=3)
    session.append(["a"], note=4)
    session.append(["b"], note=9)
    assert session.citations() == ("On a.", "Ibid., 3.", "On b.", "near.", "n. 3.")
    session.delete(0)
    assert session.citations()[0] == "On a."
    session.insert(0, ["b"], note=1)
    assert session.citation(2) == "near."
    session.move(0, 1)
    assert session.citations()[:2] == ("On a.", "On b.")
    assert len(session) == 5


def test_unknown_keys_are_left_out() -> None:
    session = style(AUTHOR_DATE).session([article("a", "Doe")])
    session.append(["nobody", "a"])
    assert session.citations() == ("(Doe 2020)",)


@pytest.mark.parametrize(
    ("cite", "printed"),
    [
        (Cite("a", suppress_author=True), "(2020)"),
        (Cite("a", author_only=True), "Doe"),
        (Cite("a", composite=True), "Doe (2020)"),
        (Cite("a", prefix="see", suffix="and others"), "(see Doe 2020 and others)"),
        (Cite("a", suffix=", passim"), "(Doe 2020, passim)"),
    ],
)
def test_parts_of_a_citation(cite: Cite, printed: str) -> None:
    session = style(AUTHOR_DATE).session([article("a", "Doe")])
    session.append([cite])
    assert session.citations() == (printed,)


@pytest.mark.parametrize("tag", ["xx-YY", "english please", "", "en-"])
def test_a_language_without_a_locale_is_refused(tag: str) -> None:
    if tag:
        with pytest.raises(StyleError, match="no locale of this language; a tag is such as en-GB"):
            style(AUTHOR_DATE, locale=tag)
    else:
        assert style(AUTHOR_DATE, locale=tag)


def test_a_style_file_is_named_as_its_user_named_it(tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    path.write_text("<style", encoding="utf-8")
    with pytest.raises(StyleError, match=re.escape(f"{path}:")):
        Style.load(path)


SUBSTITUTED = """
<citation><layout suffix="."><group delimiter=", ">
 <names variable="composer"><name form="short"/>
  <substitute><names variable="author"/><text variable="title"/></substitute></names>
 <text variable="title"/><text variable="locator"/></group></layout></citation>"""


def test_names_that_stand_in_are_left_out_without_another_in_their_place() -> None:
    session = style(SUBSTITUTED).session([article("a", "Doe")])
    session.append([Cite("a", suppress_author=True, locator="3")])
    assert session.citations() == ("On a, 3.",)


def test_et_al_is_printed_in_the_language_of_the_reference() -> None:
    english = Reference(
        "e",
        "book",
        {"language": "en"},
        {"author": (Name("Doe", "J"),)},
        others=frozenset({"author"}),
    )
    chinese = Reference(
        "c",
        "book",
        {"language": "zh"},
        {"author": (Name("张", "三"),)},
        others=frozenset({"author"}),
    )
    result = style(ET_AL, more=' default-locale="zh-CN"').bibliography([english, chinese])
    assert [entry.text for entry in result.entries] == ["J Doe et al.", "张三等"]


def test_terms_around_their_number() -> None:
    body = """<locale><terms><term name="volume" form="short">第%s卷</term></terms></locale>
    <citation><layout><text value="x"/></layout></citation><bibliography><layout>
    <label variable="volume" form="short"/><text variable="volume"/></layout></bibliography>"""
    result = style(body).bibliography([Reference("a", "book", {"volume": "12"})])
    assert [entry.text for entry in result.entries] == ["第12卷"]


def test_variables_in_the_note_count() -> None:
    body = """<citation><layout><text value="x"/></layout></citation><bibliography><layout>
    <text variable="genre"/><date variable="issued" prefix=" "><date-part name="year"/></date>
    <text variable="note" prefix=" "/></layout></bibliography>"""
    note = "genre: Report\nissued: 1865（清同治四年）\nSeen by us."
    result = style(body).bibliography([Reference("a", "book", {"note": note})])
    assert [entry.text for entry in result.entries] == ["Report 1865 Seen by us."]


def test_numbers_collapse_to_ranges() -> None:
    body = """<citation collapse="citation-number"><sort><key variable="citation-number"/></sort>
    <layout prefix="[" suffix="]" delimiter=","><text variable="citation-number"/></layout>
    </citation>
    <bibliography><layout><text variable="title"/></layout></bibliography>"""
    session = style(body).session([article(key, "Doe") for key in "abcde"])
    session.append(list("abcde"))
    session.append(list("dacb"))
    session.append(["a", "b", "e"])
    assert session.citations() == ("[1–5]", "[1–4]", "[1,2,5]")


def test_the_same_author_again_is_a_dash() -> None:
    body = AUTHOR_DATE.replace("<bibliography>", '<bibliography subsequent-author-substitute="—">')
    result = style(body).bibliography([article("a", "Doe", 2001), article("b", "Doe", 2002)])
    assert [entry.text for entry in result.entries] == ["Jane Doe. 2001. On a.", "—. 2002. On b."]


def test_identifiers_become_links_on_request() -> None:
    body = """<citation><layout><text value="x"/></layout></citation><bibliography><layout>
    <text variable="DOI" prefix="https://doi.org/"/></layout></bibliography>"""
    reference = Reference("a", "book", {"DOI": "10.1/a<b"})
    result = style(body).bibliography([reference], output="html", links=True)
    assert result.entries[0].text == "https://doi.org/10.1/a&#60;b"
    reference = Reference("a", "book", {"DOI": "10.1/a&b"})
    result = style(body).bibliography([reference], output="html", links=True)
    link = '<a href="https://doi.org/10.1/a&#38;b">https://doi.org/10.1/a&#38;b</a>'
    assert result.entries[0].text == link
    assert style(body).bibliography([reference]).entries[0].text == "https://doi.org/10.1/a&b"


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<style><info></style>", "style:1:"),
        ("<other/>", "not a CSL style"),
        (HEAD.format(kind="in-text", more="") + "</style>", "no cs:citation"),
    ],
)
def test_broken_styles_are_refused_with_the_place(xml: str, message: str) -> None:
    with pytest.raises(StyleError, match=re.escape(message)):
        Style.load(xml)


def test_faults_of_a_style_are_warnings_with_the_line() -> None:
    body = """<macro name="loop"><text macro="loop"/><text variable="title"/></macro>
    <citation><layout><text value="x"/></layout></citation>
    <bibliography><layout><text macro="loop"/><text macro="none"/><text term="no-such"/>
    </layout></bibliography>"""
    result = style(body).bibliography([article("a", "Doe")])
    assert [entry.text for entry in result.entries] == ["On a"]
    assert len(result.warnings) == 3
    assert all(re.match(r"style:\d+: ", warning) for warning in result.warnings)


def test_entities_and_doctypes_reach_nothing() -> None:
    xml = '<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + HEAD.format(
        kind="in-text", more=""
    )
    xml += '<citation><layout><text value="&x;"/></layout></citation></style>'
    with pytest.raises(StyleError):
        Style.load(xml)


def test_an_unknown_output_is_refused() -> None:
    with pytest.raises(StyleError, match="no such output"):
        style(AUTHOR_DATE).bibliography([], output="papyrus")


def test_loading_the_package_does_not_load_the_xml_library() -> None:
    import subprocess
    import sys

    code = "import sys; from backmatter.styles import Style; sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


TEXT = st.text(alphabet="ab Z.,:;!?<>&'\"“”()张三中-–/1éß\ufdd8\ufdd1", min_size=1, max_size=24)
NAMES = st.builds(
    Name, family=TEXT, given=TEXT, suffix=st.sampled_from(["", "Jr."]), literal=st.just("")
)
PARTS = st.builds(
    DatePart,
    year=st.one_of(st.none(), st.integers(-500, 2100)),
    month=st.integers(0, 12),
    day=st.integers(0, 31),
)
REFERENCES = st.builds(
    Reference,
    key=st.uuids().map(str),
    type=st.sampled_from(["article-journal", "book", "webpage", "", "chapter"]),
    variables=st.dictionaries(
        st.sampled_from(
            [
                "title",
                "container-title",
                "volume",
                "issue",
                "page",
                "URL",
                "DOI",
                "language",
                "note",
            ]
        ),
        TEXT,
    ),
    names=st.dictionaries(
        st.sampled_from(["author", "editor"]), st.lists(NAMES, min_size=1, max_size=4).map(tuple)
    ),
    dates=st.dictionaries(
        st.sampled_from(["issued", "accessed"]),
        st.builds(Date, parts=st.lists(PARTS, max_size=2).map(tuple), literal=st.just("")),
    ),
    others=st.sampled_from([frozenset[str](), frozenset({"author"})]),
)
STYLES = [
    Style.load(name)
    for name in ("apa", "nlm-citation-sequence", "chinese-journal-of-spine-and-spinal-cord")
]


@settings(max_examples=40)
@given(st.lists(REFERENCES, min_size=1, max_size=3), st.sampled_from(STYLES))
def test_any_reference_prints_well_formed_html_and_the_same_text(
    references: list[Reference], chosen: Style
) -> None:
    """HTML is well-formed and escaped whatever the fields hold; text is HTML without its tags."""
    in_html = chosen.bibliography(references, output="html").entries
    in_text = chosen.bibliography(references, output="text").entries
    for one, other in zip(in_html, in_text, strict=True):
        ElementTree.fromstring(f"<p>{one.text}</p>")  # noqa: S314 - our own output
        plain = html.unescape(re.sub(r"<[^<>]*>", " ", one.text))
        assert "".join(plain.split()) == "".join(other.text.split())


GROUPED = """
<citation et-al-min="3" et-al-use-first="1" collapse="year">
 <sort><key macro="who"/><key variable="issued"/></sort>
 <layout delimiter="; "><group delimiter=" "><text macro="who"/>
  <date variable="issued"><date-part name="year"/></date></group></layout></citation>"""
WHO = '<macro name="who"><names variable="author"><name form="short"/></names></macro>'


def test_groups_of_the_same_first_key_go_by_their_names_as_printed() -> None:
    alone = article("a", "Smith", 2019)
    names = (Name("Smith", "Jane"), Name("Doe", "Jo"), Name("Li", "Mei"))
    many = Reference("b", "book", {"title": "T"}, {"author": names}, alone.dates)
    older = article("c", "Smith", 2018)
    session = style(WHO + GROUPED).session([many, alone, older])
    session.append(["b", "a", "c"])
    assert session.citation(0) == "Smith 2018, 2019; Smith et al. 2019"


def test_the_same_cite_twice_stays_twice() -> None:
    nameless = Reference("a", "book", {"title": "T"}, {}, {"issued": Date((DatePart(2019),))})
    session = style(WHO + GROUPED).session([nameless])
    session.append(["a", "a"])
    assert session.citation(0) == "2019; 2019"


def test_a_cite_with_a_suffix_is_in_no_range_of_numbers() -> None:
    body = (
        '<citation collapse="citation-number"><layout delimiter=",">'
        '<text variable="citation-number"/></layout></citation>'
    )
    session = style(body).session([article(key, "Doe") for key in "abc"])
    session.append(["a", "b", Cite("c", suffix=", passim")])
    assert session.citation(0) == "1,2,3, passim"


@pytest.mark.parametrize(("label", "printed"), [("page", "110–2"), ("line", "110–112")])
def test_page_range_format_is_for_pages(label: str, printed: str) -> None:
    body = '<citation><layout><text variable="locator"/></layout></citation>'
    session = style(body, more=' page-range-format="minimal"').session([article("a", "Doe")])
    session.append([Cite("a", "110-112", label)])
    assert session.citation(0) == printed


@pytest.mark.parametrize(
    ("output", "printed"),
    [
        ("html", '<i><i>Doe</i> The <span style="font-style:normal;">Of</span> Life</i>'),
        ("markdown", '*Doe The <span style="font-style:normal;">Of</span> Life*'),
        ("text", "Doe The Of Life"),
    ],
)
def test_only_markup_of_fields_turns_round_inside_itself(output: str, printed: str) -> None:
    body = (
        '<citation><layout><group font-style="italic" delimiter=" ">'
        '<names variable="author"><name form="short"><name-part name="family" '
        'font-style="italic"/></name></names><text variable="title" text-case="title"/>'
        "</group></layout></citation>"
    )
    reference = Reference(
        "a", "book", {"title": "the <i>Of</i> life"}, {"author": (Name("Doe", "J"),)}
    )
    session = style(body).session([reference])
    session.append(["a"])
    assert session.citation(0, output=output) == printed


def test_a_title_that_begins_in_italics_begins_with_a_capital() -> None:
    body = '<citation><layout><text variable="title" text-case="title"/></layout></citation>'
    session = style(body).session([Reference("a", "book", {"title": "<i>the cat</i> of a king"})])
    session.append(["a"])
    assert session.citation(0, output="html") == "<i>The Cat</i> of a King"


def test_years_collapse_beside_locators_too() -> None:
    body = """
<citation disambiguate-add-year-suffix="true" collapse="year-suffix">
 <layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">
  <group delimiter=" "><names variable="author"><name form="short"/></names>
  <date variable="issued"><date-part name="year"/></date></group>
  <text variable="locator" prefix="p. "/></group></layout></citation>"""
    session = style(body).session([article("a", "Doe"), article("b", "Doe")])
    session.append([Cite("a", "5"), Cite("b", "7")])
    assert session.citation(0) == "(Doe 2020a, p. 5; b, p. 7)"


def test_a_substitute_ends_with_the_first_names_of_a_choose() -> None:
    body = """
<citation><layout><names variable="author"><name form="short"/><substitute>
 <choose><if type="book"><names variable="editor"/><names variable="translator"/></if></choose>
 <text variable="title"/></substitute></names>
 <names variable="translator" prefix=" by "><name form="short"/></names></layout></citation>"""
    names = {"editor": (Name("Li", "Mei"),), "translator": (Name("Xu", "An"),)}
    made = style(body)

    def cite(kind: str, given: dict[str, tuple[Name, ...]]) -> str:
        session = made.session([Reference("a", kind, {"title": "T"}, given)])
        session.append(["a"])
        return session.citation(0)

    assert cite("book", names) == "Li by Xu"
    assert cite("book", {"translator": names["translator"]}) == "Xu"
    assert cite("report", {}) == "T"


def test_a_term_has_the_apostrophe_that_is_printed() -> None:
    body = (
        '<locale><terms><term name="available at">à l\'adresse</term></terms></locale>'
        '<citation><layout><text term="available at"/></layout></citation>'
    )
    session = style(body).session([article("a", "Doe")])
    session.append(["a"])
    assert session.citation(0) == "à l’adresse"


@pytest.mark.parametrize(
    ("demote", "printed"), [("display-and-sort", "Berg, van der"), ("sort-only", "van der Berg")]
)
def test_a_short_name_turned_round_has_its_particle_behind(demote: str, printed: str) -> None:
    body = (
        '<citation><layout><names variable="author">'
        '<name form="short" name-as-sort-order="all"/></names></layout></citation>'
    )
    name = Name("Berg", "Jan", non_dropping_particle="van der")
    made = style(body, more=f' demote-non-dropping-particle="{demote}"')
    session = made.session([Reference("a", "book", {"title": "T"}, {"author": (name,)})])
    session.append(["a"])
    assert session.citation(0) == printed
