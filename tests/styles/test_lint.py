"""`styles check`: what is wrong with a style is found, with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.findings import Finding, Severity
from backmatter.styles.catalog import HOUSE, find_style, style_names
from backmatter.styles.lint.check import RULES, check_style
from backmatter.styles.lint.terms import locale_terms

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">\n'
INFO = "<info><title>T</title><id>i</id><updated>2026-01-01T00:00:00Z</updated></info>\n"
CITATION = '<citation et-al-min="4" et-al-use-first="3"><layout>{}</layout></citation>'


def style(body: str = '<text variable="title"/>', *, extra: str = "", head: str = HEAD) -> str:
    """A small style whose fourth line begins with `extra`, with `body` as its citation."""
    return f"{head}{INFO}<!-- -->\n{extra}{CITATION.format(body)}\n</style>"


def check(xml: str) -> list[Finding]:
    """The findings, and a look at what all must have."""
    found = check_style(xml, "mine.csl")
    for each in found:
        assert each.location.file == "mine.csl"
        assert each.location.line >= 1
        assert each.location.column >= 1
        assert "\n" not in each.message
    return list(found)


def codes(xml: str) -> list[str]:
    """The codes found."""
    return [each.code for each in check(xml)]


def test_a_sound_style_has_no_findings() -> None:
    """The small style that the other tests change is without fault."""
    assert check(style()) == []


@pytest.mark.parametrize("path", sorted(HOUSE.glob("*.csl")), ids=lambda path: path.stem)
def test_our_own_styles_are_without_fault(path: Path) -> None:
    """What we ship passes our own check, notes included."""
    assert check_style(path.read_text("utf-8"), path.name) == ()


def test_official_styles_are_valid_csl() -> None:
    """One official style in seventy, all parts of the alphabet: no error in any."""
    names = [name for name in style_names() if not (HOUSE / f"{name}.csl").is_file()]
    for name in names[:2850:70]:
        errors = [f for f in check_style(find_style(name).xml, name) if f.severity > 2]
        assert errors == []


@pytest.mark.parametrize(
    ("xml", "line", "column", "message"),
    [
        ("<style>\n  <info>\n</style>", 3, 3, "mismatched tag"),
        ("", 1, 1, "no element found"),
        ("<style>\n<a b='&'/></style>", 2, 8, "not well-formed"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>\n<style/>", 1, 13, "document type"),
        ("<a>" * 500, 1, 601, "deeper than 200"),
    ],
)
def test_malformed_xml_is_told_with_line_and_column(
    xml: str, line: int, column: int, message: str
) -> None:
    """One finding, at the place where reading ended."""
    (found,) = check(xml)
    assert (found.code, found.severity) == ("BM801", Severity.ERROR)
    assert (found.location.line, found.location.column) == (line, column)
    assert message in found.message


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("<txt/>", "BM802", "<txt> is no element of CSL"),
        ("<layout/>", "BM802", "<layout> has no place in <layout>"),
        ("<choose/>", "BM802", "<choose> lacks a <if>"),
        ("<group>words</group>", "BM802", "the text “words” has no place in <group>"),
        ('<text varable="title"/>', "BM803", "<text> has no attribute varable"),
        ("<text/>", "BM803", "exactly one of variable, macro, term, value"),
        ('<text variable="title" value="x"/>', "BM803", "exactly one of"),
        ('<text variable="title" font-style="italics"/>', "BM803", "none of italic, normal"),
        ('<names variable="author"><name et-al-min="x"/></names>', "BM803", "et-al-min='x'"),
        ("<number/>", "BM803", "<number> lacks the attribute variable"),
        ("<label/>", "BM803", "<label> lacks the attribute variable"),
        ("<date/>", "BM803", "<date> lacks the attribute variable"),
        ('<choose><if match="any"/></choose>', "BM803", "<if> tests nothing"),
        ('<text variable="tittle"/>', "BM804", "the variable tittle is not one of CSL's"),
        ('<choose><if type="artcle"/></choose>', "BM804", "the type artcle is not one of CSL's"),
        ('<text macro="gone"/>', "BM811", "the macro gone is not defined"),
        ('<text term="retreived"/>', "BM841", "no locale has the term retreived"),
    ],
)
def test_a_fault_in_the_layout_is_found_where_it_stands(body: str, code: str, message: str) -> None:
    """Each fault gives its one code, at the element's line and column."""
    found = check(style(body))
    assert code in [each.code for each in found]
    fault = next(each for each in found if each.code == code)
    assert message in fault.message
    assert fault.location.line == 4
    assert fault.location.column >= len(CITATION.partition("{")[0])


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<locale/>", "the root is <locale>"),
        ("<style/>", "the root is <style>, not CSL's"),
        (HEAD + INFO + "</style>", "<style> lacks a <citation>"),
        (HEAD + "<info/></style>", "<info> lacks a <title>"),
        (style(head=HEAD.replace(' class="in-text"', "")), "<style> lacks the attribute class"),
        (style(head=HEAD.replace("1.0", "9")), "version='9' is none of"),
    ],
)
def test_what_a_whole_style_must_have(xml: str, message: str) -> None:
    """The root, its attributes and its parts."""
    assert any(message in each.message for each in check(xml))


def test_a_dependent_style_needs_neither_class_nor_layouts() -> None:
    """It only says whose rules it uses."""
    link = '<link rel="independent-parent" href="http://www.zotero.org/styles/apa"/>'
    head = HEAD.replace(' class="in-text"', "")
    assert check(head + INFO.replace("</info>", f"{link}</info>") + "</style>") == []


def test_macros_twice_and_unused_and_in_a_circle() -> None:
    """Each fault at the macro it is about; a circle is told once, with its way round."""
    one = '<macro name="a"><text macro="b"/></macro>\n'
    two = '<macro name="b"><group><text macro="a"/></group></macro>\n'
    found = check(style('<text macro="a"/>', extra=one + two))
    assert [(f.code, f.location.line) for f in found] == [("BM813", 4)]
    assert "a → b → a" in found[0].message
    assert codes(style(extra='<macro name="a"><text variable="title"/></macro>')) == ["BM814"]
    twice = '<macro name="a"><text variable="title"/></macro>\n' * 2
    found = check(style('<text macro="a"/>', extra=twice))
    assert [(f.code, f.location.line) for f in found] == [("BM812", 5)]
    assert "already in line 4" in found[0].message


def test_a_macro_that_only_sorting_calls_is_used() -> None:
    """`<key macro>` is a call like any other."""
    macro = '<macro name="a"><text variable="title"/></macro>'
    xml = style(extra=macro).replace("<layout>", '<sort><key macro="a"/></sort><layout>')
    assert check(xml) == []


TEXT = '<text variable="title"/>'


@pytest.mark.parametrize(
    "branches",
    [
        '<if type="book chapter" match="any">{t}</if><else-if type="chapter">{t}</else-if>',
        '<if variable="DOI">{t}</if><else-if variable="DOI URL">{t}</else-if>',
        (
            '<if variable="DOI" match="none">{t}</if><else-if variable="DOI">{t}</else-if>'
            "<else>{t}</else>"
        ),
        '<if type="book"><choose><if type="chapter">{t}</if></choose></if>',
        '<if type="book" match="none"><choose><if type="book">{t}</if></choose></if>',
        '<if variable="DOI"><choose><if variable="DOI" match="none">{t}</if></choose></if>',
        '<if type="book"><choose><if type="book">{t}</if><else>{t}</else></choose></if>',
        '<if disambiguate="true">{t}</if><else-if disambiguate="true">{t}</else-if>',
    ],
)
def test_a_branch_that_nothing_reaches_is_found(branches: str) -> None:
    """Taken by an earlier branch, excluded outside, or the repetition of a known test."""
    assert codes(style(f"<choose>{branches.format(t=TEXT)}</choose>")) == ["BM821"]


@pytest.mark.parametrize(
    "branches",
    [
        '<if type="chapter">{t}</if><else-if type="book chapter" match="any">{t}</else-if>',
        '<if type="book" variable="DOI">{t}</if><else-if type="book">{t}</else-if>',
        '<if variable="DOI URL" match="any">{t}</if><else-if variable="ISBN">{t}</else-if>',
        '<if variable="DOI URL">{t}</if><else-if variable="DOI">{t}</else-if><else>{t}</else>',
        (
            '<if type="book" variable="DOI" match="any">'
            '<choose><if type="chapter">{t}</if></choose></if>'
        ),
        (
            '<if type="book" variable="DOI" match="none">'
            '<choose><if variable="URL">{t}</if></choose></if>'
            '<else-if variable="DOI">{t}</else-if><else-if type="book">{t}</else-if>'
        ),
        '<if is-numeric="volume">{t}</if><else-if variable="volume">{t}</else-if>',
        '<if position="ibid">{t}</if><else-if position="subsequent">{t}</else-if>',
    ],
)
def test_a_branch_that_something_can_reach_is_left_alone(branches: str) -> None:
    """No false alarm for conditions that overlap without covering each other."""
    assert codes(style(f"<choose>{branches.format(t=TEXT)}</choose>")) == []


def test_several_types_without_match_are_a_note() -> None:
    """By the letter never true, by use any of them."""
    found = check(style(f'<choose><if type="book chapter">{TEXT}</if></choose>'))
    assert [(f.code, f.severity) for f in found] == [("BM822", Severity.INFO)]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('et-al-min="4"', "BM831"),
        ('et-al-min="4" et-al-use-first="4"', "BM831"),
        ('et-al-min="4" et-al-use-first="3"', None),
        ("", "BM832"),
        ('form="count"', None),
    ],
)
def test_lists_of_names_and_et_al(attributes: str, code: str | None) -> None:
    """A list that is never cut, or cut to nothing, is noticed."""
    names = f'<names variable="author"><name {attributes}/></names>'
    xml = style(names).replace(' et-al-min="4" et-al-use-first="3">', ">", 1)
    assert codes(xml) == ([code] if code else [])


def test_a_bare_substitute_is_cut_like_the_names_it_stands_for() -> None:
    """`<names variable="editor"/>` has the author's `<name>`; with children it has its own."""
    name = '<name et-al-min="4" et-al-use-first="3"/>'
    names = f'<names variable="author">{name}<substitute>{{}}</substitute></names>'
    for substitute, expected in (
        ('<names variable="editor"/>', []),
        ('<names variable="editor"><label/></names>', ["BM832"]),
    ):
        xml = style(names.format(substitute))
        assert codes(xml.replace(' et-al-min="4" et-al-use-first="3">', ">", 1)) == expected


def test_settings_that_the_name_inherits_are_seen() -> None:
    """From the style, the citation or the bibliography."""
    names = '<names variable="author"/>'
    assert codes(style(names)) == []
    bare = style(names).replace(' et-al-min="4" et-al-use-first="3">', ">", 1)
    assert codes(bare.replace("<style ", '<style et-al-min="3" et-al-use-first="1" ')) == []


def test_terms_are_looked_for_in_the_styles_locale_and_in_the_style() -> None:
    """A form that is missing falls back as CSL says; a term of the style's own counts."""
    assert codes(style('<text term="edition" form="verb-short"/>')) == []
    own = '<locale xml:lang="en"><terms><term name="retreived">x</term></terms></locale>\n'
    assert codes(style('<text term="retreived"/>', extra=own)) == []
    assert codes(style('<label variable="locator"/>')) == []
    german = HEAD.replace("class=", 'default-locale="de-DE" class=')
    assert codes(style('<text term="accessed"/>', head=german)) == []
    found = check(style(head=HEAD.replace("class=", 'default-locale="xx-XX" class=')))
    assert [f.message for f in found if "there is no locale xx-XX" in f.message]


def test_a_language_without_dialect_has_the_locale_of_its_main_one() -> None:
    """`de` is `de-DE`, `ca` the one Catalan there is; nonsense is none."""
    assert locale_terms("de") == locale_terms("de-DE")
    assert ("edition", "long") in locale_terms("ca")
    assert locale_terms("../../x") == frozenset()


def test_every_rule_has_a_page_of_its_own() -> None:
    """What, why, bad, good; codes in order, no two alike."""
    listed = [rule.code for rule in RULES]
    assert listed == sorted(set(listed))
    for rule in RULES:
        assert rule.page.startswith(f"# {rule.code}: ")
        for part in ("**What.**", "**Why.**", "**Bad** ", "**Good** "):
            assert part in rule.page


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    """Whatever the file holds, the outcome is findings."""
    assert check_style(text, "x.csl")
    check_style(style(text), "x.csl")
