"""Whole printed references, style by style, and what holds for any string."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.grammars import GRAMMARS
from backmatter.references.parsing.lines import parse_lines
from backmatter.references.parsing.parser import parse_reference


def shown(reference: Reference) -> dict[str, str]:
    """A reference as strings: names as `family, given; …`, dates as `y-m-d`."""
    fields = dict(reference.variables)
    for variable, names in reference.names.items():
        fields[variable] = "; ".join(n.literal or f"{n.family}, {n.given}" for n in names)
    for variable, date in reference.dates.items():
        parts = (date.parts[0].year, date.parts[0].month, date.parts[0].day)
        fields[variable] = "-".join(str(part) for part in parts if part)
    return {"type": reference.type, **fields}


REFERENCES: tuple[tuple[str, dict[str, str]], ...] = (
    (
        (
            "Okuda S, Nagamoto Y, et al. Adjacent segment disease: 10 years[J]. "
            "Spine(Phila Pa 1976), 2018, 43(23): E1384-E1388."
        ),
        {
            "type": "article-journal",
            "author": "Okuda, S; Nagamoto, Y",
            "title": "Adjacent segment disease: 10 years",
            "container-title": "Spine(Phila Pa 1976)",
            "issued": "2018",
            "volume": "43",
            "issue": "23",
            "page": "E1384-E1388",
            "language": "en",
        },
    ),
    (
        (
            "FAN XL, 2013. Purification of a protein[D]. Changsha: Hunan Agricultural University."
            "[范锡麟, 2013．蛋白的纯化[D]．长沙：湖南农业大学.]"
        ),
        {
            "type": "thesis",
            "author": "FAN, XL",
            "title": "Purification of a protein",
            "issued": "2013",
            "publisher-place": "Changsha",
            "publisher": "Hunan Agricultural University",
            "language": "en",
        },
    ),
    (
        (
            "林而达，吴绍洪，等．气候变化影响的最新认知[J]. 气候变化研究进展,2007,3(3):125-131 "
            "Lin E D,Wu S H,et al.Updated understanding[J]. Advances,2007,3(3): 125-131"
        ),
        {
            "type": "article-journal",
            "author": "林, 而达; 吴, 绍洪",
            "title": "气候变化影响的最新认知",
            "container-title": "气候变化研究进展",
            "issued": "2007",
            "volume": "3",
            "issue": "3",
            "page": "125-131",
            "language": "zh",
        },
    ),
    (
        "[7] 冯友兰. 冯友兰自选集. 2 版. 北京: 首都师范大学出版社, 2008: 12.",
        {
            "type": "book",
            "author": "冯, 友兰",
            "title": "冯友兰自选集",
            "edition": "2",
            "publisher-place": "北京",
            "publisher": "首都师范大学出版社",
            "issued": "2008",
            "page": "12",
            "citation-number": "7",
            "language": "zh",
        },
    ),
    (
        "李爽：《智慧图书馆研究》，《图书馆工作》2022年第2期，第85-95页。",
        {
            "type": "article-journal",
            "author": "李, 爽",
            "title": "智慧图书馆研究",
            "container-title": "图书馆工作",
            "issued": "2022",
            "issue": "2",
            "page": "85-95",
            "language": "zh",
        },
    ),
    (
        "Barnett JA (2007) A history of yeasts 10: genetics. Yeast 24: 799–845.",
        {
            "type": "article-journal",
            "author": "Barnett, JA",
            "issued": "2007",
            "title": "A history of yeasts 10: genetics",
            "container-title": "Yeast",
            "volume": "24",
            "page": "799-845",
            "language": "en",
        },
    ),
    (
        (
            "Ganis G. Neural correlates. In: Illes J, Sahakian BJ, editors. The Oxford handbook. "
            "Oxford: Oxford University Press; 2011. p. 101-117."
        ),
        {
            "type": "chapter",
            "author": "Ganis, G",
            "title": "Neural correlates",
            "editor": "Illes, J; Sahakian, BJ",
            "container-title": "The Oxford handbook",
            "publisher-place": "Oxford",
            "publisher": "Oxford University Press",
            "issued": "2011",
            "page": "101-117",
            "language": "en",
        },
    ),
    (
        "Price, D.K. and A. Smith, The scientific estate. 1975, Cambridge, MA: Belknap Press.",
        {
            "type": "book",
            "author": "Price, D.K.; Smith, A.",
            "title": "The scientific estate",
            "issued": "1975",
            "publisher-place": "Cambridge, MA",
            "publisher": "Belknap Press",
            "language": "en",
        },
    ),
)


@pytest.mark.parametrize(("printed", "fields"), REFERENCES)
def test_styles_are_read(printed: str, fields: dict[str, str]) -> None:
    parsed = parse_reference(printed)
    assert shown(parsed.reference) == fields
    assert not parsed.findings


def test_every_grammar_gives_none_for_what_is_not_its_own() -> None:
    assert len({grammar.name for grammar in GRAMMARS}) == len(GRAMMARS)
    assert parse_reference("lorem ipsum dolor sit amet").reference.type == ""


def test_the_twin_in_another_language_is_kept_beside_the_reference() -> None:
    parsed = parse_reference(REFERENCES[1][0])
    assert parsed.reference.fields["twin"].startswith("范锡麟, 2013．蛋白的纯化[D]")


def test_what_cannot_be_read_stays_as_text_with_a_finding() -> None:
    source = Source(file="a.txt", line=7, number="3", printed="nothing like a reference")
    parsed = parse_reference(source)
    assert parsed.reference.fields["unparsed"] == "nothing like a reference"
    assert parsed.reference.variables["citation-number"] == "3"
    (finding,) = parsed.findings
    assert (finding.code, finding.location.line) == ("BM104", 7)
    assert finding.reference == "[3] “nothing like a reference”"


def test_a_remainder_is_kept_beside_the_fields() -> None:
    text = "Smith J. A title[J]. Nature, 2001, see the 4th part of it."
    parsed = parse_reference(text)
    assert parsed.reference.title == "A title"
    assert parsed.reference.fields["unparsed"] == "see the 4th part of it"


def test_lines_give_one_record_each_keyed_by_their_number() -> None:
    read = list(parse_lines([REFERENCES[0][0], "", "???", REFERENCES[5][0]]))
    assert [r.key for r in read] == ["1", "2", "3", "4"]
    assert [r.type for r in read] == ["article-journal", "", "", "article-journal"]


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Smith J",
                "张三",
                ", ",
                ". ",
                "[J]",
                "[M]//",
                "2001",
                "(2001)",
                "12(3): 4-5",
                "《",
                "》",
                "In: ",
            ]
        ),
        st.sampled_from(
            [
                "doi:10.1/x",
                "http://a.b/c",
                "[2001-02-03]",
                "等",
                "et al",
                "译",
                "版",
                ":",
                "(",
                ")",
                "．",
                "：",
            ]
        ),
        st.sampled_from(["Vol. ", "p. 3", "\u3000", "$", "\\", "\u0301", "|"]),
        st.text(max_size=6),
    ),
    max_size=30,
)


@example(
    [*["Smith J"] * 5, "《", "Vol. ", "doi:10.1/x", "p. 3", "Vol. ", "》", "(2001)", "Smith J"]
)
@given(FRAGMENTS)
def test_any_string_gives_a_record_whose_spans_point_into_it(parts: list[str]) -> None:
    text = "".join(parts)
    parsed = parse_reference(text)
    for start, end in parsed.spans.values():
        assert 0 <= start <= end <= len(text)
    assert all(parsed.reference.variables.values())
    assert all(parsed.reference.names.values())
    assert all(0 < value <= 1 for value in parsed.reference.confidence.values())


@pytest.mark.parametrize(
    "unit",
    [
        "A. ",
        "Smith J, ",
        "张三, ",
        "[J]. ",
        "p. 1-2, ",
        "et al. ",
        "Vol. 1 ",
        "《a》",
        "In: ",
        "de la ",
    ],
)
@pytest.mark.usefixtures("no_hang")
def test_a_unit_repeated_is_read(unit: str) -> None:
    for length in (100, 1_000, 10_000):
        parse_reference((unit * length)[:length])


def test_beyond_any_reference_s_length_nothing_is_read() -> None:
    assert parse_reference("Smith J. " * 5000).reference.type == ""
