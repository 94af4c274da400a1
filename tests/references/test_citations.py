"""Citation marks: found, expanded, linked, and what is wrong with them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.citations.author_date import author_date_citations
from backmatter.references.citations.finder import citations_to_json, find_citations
from backmatter.references.citations.marks import expand, numeric_marks
from backmatter.references.documents.text import document_of
from backmatter.references.findings import Finding
from backmatter.references.lists.finder import find_list
from backmatter.references.model import Citation
from backmatter.references.reading import parse_document

LIST = """
References
1. Smith J, Jones B. First title of all. Nature. 2001;5(1):1-2.
2. Jones B. Second title. Science. 2002;6(2):3-4.
3. Brown D. Third title is longer. Cell. 2003;7(3):5-6.
4. Green E. Fourth title. Cell. 2004;8(4):7-8.
"""
AUTHOR_DATE = """
References

Smith, J., & Jones, B. (2001). First title of all. Nature, 5(1), 1-2.

Müller, K. (2002a). Second title. Science, 6(2), 3-4.

Müller, K. (2002b). Third title. Science, 6(2), 5-6.
"""


def cited(text: str, references: str = LIST) -> tuple[Citation, ...]:
    document = document_of(text + references, "a.txt")
    return find_citations(document, find_list(document))


def findings(text: str) -> list[Finding]:
    return [f for f in parse_document((text + LIST).encode(), "a").findings if f.code[:3] == "BM4"]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("[3、4]", (3, 4)),
        ("[1,2]", (1, 2)),
        ("[22、23、33、34]", (22, 23, 33, 34)),
        ("[21~24]", (21, 22, 23, 24)),
        ("[1-3, 5]", (1, 2, 3, 5)),
        ("[2–4]", (2, 3, 4)),
        ("[25]–[27]", (25, 26, 27)),
        ("［５，２１］", (5, 21)),
        ("[3」", (3,)),
        ("[0,1]", ()),
        ("[5-3]", ()),
        ("[1-999]", ()),
    ],
)
def test_marks_expand_to_their_numbers(mark: str, numbers: tuple[int, ...]) -> None:
    assert expand(mark) == numbers
    assert [m.numbers for m in numeric_marks(f"text {mark} text")] == ([numbers] if numbers else [])


@pytest.mark.parametrize("text", ["[J]", "[2007]", "[]", "[a1]", "[1.5]"])
def test_other_brackets_are_no_marks(text: str) -> None:
    assert not list(numeric_marks(text))


def test_a_mark_has_its_context_place_and_keys() -> None:
    (citation,) = cited(
        "Intro\nJust a sentence. Cells of the popula-\ntion grow [2].\nMore of it\n"
    )
    assert citation.context == "st a sentence. Cells of the population grow"[-40:]
    assert citation.sentence == "Cells of the population grow [2]."
    assert (citation.line, citation.column) == (3, 11)
    assert citation.space_before
    assert citation.keys == ("2",)


def test_context_begins_after_the_heading() -> None:
    (citation,) = cited("1 Types\nfew words\n1.1 Mice\nSome mice[3] are\n2 Other\nx\n3 More\ny\n")
    assert (citation.section, citation.subsection) == ("1 Types", "1.1 Mice")
    assert citation.context == "Some mice"


def test_marks_inside_the_list_are_none() -> None:
    assert not cited("No marks here.\n")


def test_values_in_brackets_far_beyond_the_list_are_no_marks() -> None:
    assert [c.numbers for c in cited("Seen [1] on the plane [111].\n")] == [(1,)]


def test_authors_and_years_are_linked() -> None:
    text = "As known (Smith & Jones, 2001; Müller 2002a, b) and by Müller (2002b) in 1999.\n"
    assert [(c.mark, c.numbers) for c in cited(text, AUTHOR_DATE)] == [
        ("(Smith & Jones, 2001; Müller 2002a, b)", (1, 2, 3)),
        ("Müller (2002b)", (3,)),
    ]


def test_chinese_authors_and_years_are_found() -> None:
    entries = (
        "宋瑜龙. 甲[J]. 学报, 2011.",
        "孙新艳, 等. 乙[J]. 学报, 2017.",
        "张三, 等. 丙, 2019.",
    )
    text = "调控(宋瑜龙,2011;\n孙新艳等,2017)。张三等（2019）认为"
    marks = list(author_date_citations(text, entries))
    assert [(w.author, w.year) for mark in marks for w in mark.works] == [
        ("宋瑜龙", "2011"),
        ("孙新艳", "2017"),
        ("张三", "2019"),
    ]


def test_a_mark_without_an_entry_is_an_error_with_line_and_column() -> None:
    (found,) = [f for f in findings("Seen [1], [2], [3, 4]\nand [6].\n") if f.code == "BM401"]
    assert (found.location.line, found.location.column) == (2, 5)
    assert "6" in found.message


def test_an_entry_never_cited_is_a_finding_with_its_label() -> None:
    (found,) = findings("Seen [1], [2, 4].\n")
    assert (found.code, found.location.line) == ("BM402", 6)
    assert found.reference.startswith("[3] brown2003third")


def test_a_number_cited_out_of_its_order_is_a_finding() -> None:
    assert [f.code for f in findings("Seen [1], [4], [2], [3].\n")] == ["BM403"]


def test_a_list_in_another_order_is_said_to_be_so_once() -> None:
    assert [f.code for f in findings("Seen [4], [3], [2], [1].\n")] == ["BM403"]


def test_a_text_without_marks_gives_no_findings() -> None:
    assert not findings("No marks here.\n")


def test_json_keeps_chinese_as_it_is() -> None:
    text = citations_to_json(cited("细胞[1]。\n"))
    assert "细胞" in text
    assert json.loads(text)[0]["numbers"] == [1]


@given(st.text(alphabet="[]1234,-~、 (a2001;)", max_size=120))
def test_marks_point_into_the_text(text: str) -> None:
    for mark in (*numeric_marks(text), *author_date_citations(text, ["a. b. 2001."])):
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.numbers or mark.works
