"""Text: markup of fields, case, numbers, pages, names and dates as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.model import Date, DatePart, Name
from backmatter.styles.csl.date_text import parse_date_text
from backmatter.styles.csl.locale import make_locale
from backmatter.styles.csl.markers import BOUNDARY, CLOSE, QUOTE, UNQUOTE, Kind, affix, bare
from backmatter.styles.csl.markup import parse_markup
from backmatter.styles.csl.numbers import ordinal, parse_number, roman
from backmatter.styles.csl.pages import page_ranger
from backmatter.styles.csl.people import initials, parse_person
from backmatter.styles.csl.runs import Quotes, write
from backmatter.styles.csl.settling import settle
from backmatter.styles.csl.sorting import collation_key
from backmatter.styles.csl.textcase import apply_case
from backmatter.styles.outputs.html import HTML
from backmatter.styles.outputs.text import TEXT

ENGLISH = make_locale("en-US")


@pytest.mark.parametrize(
    ("field", "html"),
    [
        ("a <i>b</i> c", "a <i>b</i> c"),
        ("a <i>b", "a &#60;i&#62;b"),
        ("x < y & z", "x &#60; y &#38; z"),
        ('the "new" one', "the “new” one"),
        ("the 'x \"y\" z' end", "the “x ‘y’ z” end"),
        ("l'été '09", "l’été ’09"),
        ("H<sub>2</sub>O and E=mc<sup>2</sup>", "H<sub>2</sub>O and E=mc<sup>2</sup>"),
        ("<script>alert(1)</script>", "&#60;script&#62;alert(1)&#60;/script&#62;"),
        ("1ª edición", "1<sup>a</sup> edición"),
    ],
)
def test_markup_and_quotation_marks_of_a_field(field: str, html: str) -> None:
    assert write(parse_markup(field), HTML, Quotes.of(ENGLISH)) == html


def test_italics_flip_inside_italics() -> None:
    text = Kind.ITALIC.value + parse_markup("a <i>b</i> c") + CLOSE
    html = write(text, HTML, Quotes.of(ENGLISH))
    assert html == '<i>a <span style="font-style:normal;">b</span> c</i>'


@pytest.mark.parametrize(
    ("parts", "settled"),
    [
        (("Why?", ". "), "Why? "),
        (("End.", ". Next"), "End. Next"),
        (("a,", ". "), "a,. "),
        (("a;", ", "), "a;, "),
        (("a:", "! "), "a! "),
        (("a. ", " b"), "a. b"),
        (("a", ", ", ", b"), "a, , b"),
    ],
)
def test_punctuation_that_meets_is_settled(parts: tuple[str, ...], settled: str) -> None:
    text = parts[0] + "".join(affix(part) for part in parts[1:])
    assert settle(text, punctuation_in_quote=True) == settled


def test_commas_go_into_the_quotation_where_the_locale_says_so() -> None:
    text = f"{QUOTE}Title{UNQUOTE}{BOUNDARY}, 2020"
    assert (
        write(settle(text, punctuation_in_quote=True), TEXT, Quotes.of(ENGLISH)) == "“Title,” 2020"
    )
    assert (
        write(settle(text, punctuation_in_quote=False), TEXT, Quotes.of(ENGLISH)) == "“Title”, 2020"
    )


@pytest.mark.parametrize(
    ("case", "text", "result"),
    [
        ("title", "the end of an era: a history", "The End of an Era: A History"),
        (
            "title",
            "CDC.gov and iPhones in self-driving cars",
            "CDC.Gov and iPhones in Self-Driving Cars",
        ),
        ("title", "vis-à-vis α-helix what?", "Vis-à-Vis α-Helix What?"),
        ("sentence", "The End Of DNA", "The end of dna"),
        ("capitalize-first", "arXiv preprint", "arXiv preprint"),
        ("capitalize-first", "second edition", "Second edition"),
        ("capitalize-all", "on mRNA and dna", "On mRNA And Dna"),
        ("uppercase", "straße", "STRASSE"),
        ("unknown", "As it Is", "As it Is"),
    ],
)
def test_text_case(case: str, text: str, result: str) -> None:
    assert apply_case(case, text) == result


def test_protected_words_keep_their_case_and_other_languages_have_no_title_case() -> None:
    protected = parse_markup('on <span class="nocase">de novo</span> design')
    assert bare(apply_case("title", protected)) == "On de novo Design"
    assert apply_case("title", "das ende der welt", "de-DE") == "das ende der welt"
    assert apply_case("uppercase", "istanbul", "tr") == "İSTANBUL"


@pytest.mark.parametrize(
    ("form", "pages", "printed"),
    [
        ("", "12-18", "12–18"),
        ("expanded", "1001-8", "1001–1008"),
        ("minimal", "1001-1008", "1001–8"),
        ("minimal-two", "1001-1008", "1001–08"),
        ("chicago", "71-72", "71–72"),
        ("chicago", "1087-1089", "1087–89"),
        ("chicago", "1496-1500", "1496–1500"),
        ("chicago-16", "1496-1501", "1496–501"),
        ("minimal", "S12-S15", "S12–5"),
        ("expanded", "E525-30", "E525-30"),
        ("", "iv-x", "iv–x"),
        ("", "3\\-B", "3-B"),
    ],
)
def test_page_ranges(form: str, pages: str, printed: str) -> None:
    assert page_ranger(form, "–")(pages) == printed


@pytest.mark.parametrize(
    ("text", "numeric", "plural"),
    [
        ("12", True, False),
        ("2nd", True, False),
        ("5-6", True, True),
        ("1, 2", True, True),
        ("5,6", False, False),
        ("suppl 1", False, False),
        ("i-iv", True, True),
        ("second", False, False),
    ],
)
def test_what_is_numeric_and_what_is_plural(text: str, numeric: bool, plural: bool) -> None:
    number = parse_number(text)
    assert (number.numeric, number.plural) == (numeric, plural)


def test_ordinals_and_roman_numerals() -> None:
    assert [ordinal(n, ENGLISH) for n in (1, 2, 3, 11, 12, 21, 111)] == [
        "1st", "2nd", "3rd", "11th", "12th", "21st", "111th",
    ]  # fmt: skip
    assert (roman(4), roman(1994), roman(0)) == ("iv", "mcmxciv", "0")


@pytest.mark.parametrize(
    ("given", "family", "mark", "printed"),
    [
        ("John Maynard", "Keynes", ". ", "J. M."),
        ("Jean-Luc", "Picard", ".", "J.-L."),
        ("CL", "Dahia", "", "CL"),
        ("CL", "Dahia", ". ", "C. L."),
        ("JOHN", "SMITH", ". ", "J."),
        ("Guo-ping", "Chen", "", "G"),
        ("Ph. M.", "E", ".", "Ph.M."),
        ("Ludwig van", "B", ".", "L. van"),
    ],
)
def test_initials(given: str, family: str, mark: str, printed: str) -> None:
    assert initials(given, family, mark, hyphen=True) == printed


def test_particles_and_suffixes_are_found_in_names() -> None:
    person = parse_person(Name(family="van der Meer", given="Jan"))
    assert (person.non_dropping, person.family) == ("van der", "Meer")
    person = parse_person(Name(family="Aubignac", given="François d'"))
    assert (person.dropping, person.given) == ("d’", "François")
    person = parse_person(Name(family="King", given="Martin Luther, Jr."))
    assert (person.given, person.suffix) == ("Martin Luther", "Jr.")
    kept = parse_person(Name(family="van Meer", given="Jan", parse_names=False))
    assert kept.family == "van Meer"
    assert parse_person(Name(family="张", given="三")).east_asian


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2000-05-10", (DatePart(2000, 5, 10),)),
        ("2000-05/2001", (DatePart(2000, 5), DatePart(2001))),
        ("May 10-15, 1989", (DatePart(1989, 5, 10), DatePart(1989, 5, 15))),
        ("Spring 2002", (DatePart(2002, season=1),)),
        ("44 BC", (DatePart(-44),)),
        ("2015–Present", (DatePart(2015),)),
        ("1979/..", (DatePart(1979), DatePart())),
        ("2020年5月", (DatePart(2020, 5),)),
    ],
)
def test_dates_given_as_text(text: str, parts: tuple[DatePart, ...]) -> None:
    assert parse_date_text(text).parts == parts


def test_text_that_is_no_date_stays_text() -> None:
    assert parse_date_text("in press") == Date(literal="in press")


def test_names_sort_by_the_language() -> None:
    chinese = sorted(
        ["张", "阿", "李", "Zeta", "beta", "10"], key=lambda s: collation_key(s, "zh-CN")
    )
    assert chinese == ["10", "阿", "李", "张", "beta", "Zeta"]
    assert sorted(["胡", "湖"], key=lambda s: collation_key(s, "zh-CN")) == ["胡", "湖"]
    latin = sorted(["Zoe", "éclair", "Eclair", "ecl", "Öl"], key=lambda s: collation_key(s, "en"))
    assert latin == ["ecl", "Eclair", "éclair", "Öl", "Zoe"]


@given(st.text(alphabet="ab<i>/sup\"'“”‘’ «»&张", max_size=40))
def test_any_field_is_escaped_and_closed(field: str) -> None:
    """What is not a pair of tags is text; what is opened is closed."""
    html = write(parse_markup(field), HTML, Quotes.of(ENGLISH))
    from xml.etree import ElementTree

    ElementTree.fromstring(f"<p>{html}</p>")  # noqa: S314 - our own output, to see that it parses


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-CN-u-co-stroke"])
def test_collation_goes_by_letters_then_accents_then_case(language: str) -> None:
    words = ["a b", "a-b", "a²", "a2", "ab", "Ab", "áb", "a.b.c", "abc", "aß", "b", "й"]
    expected = ["a b", "a-b", "a2", "a²", "ab", "Ab", "áb", "a.b.c", "abc", "aß", "b", "й"]
    assert sorted(words, key=lambda word: collation_key(word, language)) == expected
