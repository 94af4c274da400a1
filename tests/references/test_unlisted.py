"""Authors and years that lead nowhere, and entries that nothing names."""

from __future__ import annotations

import pytest

from backmatter.references.reading import parse_document

LISTED = (
    ("Smith, J., & Jones, B.", 2012, "A title of things"),
    ("Li, W., Wang, X., & Zhou, Y.", 2015, "Other things"),
    ("Brown, A.", 2001, "Brown things"),
    ("Green, A.", 2002, "Green things"),
    ("White, A.", 2003, "White things"),
    ("Grey, A.", 2004, "Grey things"),
)
LIST = "\n\n".join(f"{a} ({y}). {t}. Journal of Foo, 1(2), 3-4." for a, y, t in LISTED)
CITED = (
    "As known (Smith & Jones, 2012; Li et al. 2015). So says Brown (2001), and so does Green "
    "(2002).\nMore was found later (White, 2003), and Grey’s (2004) study is of that kind.\n"
)


def findings(sentence: str, cited: str = CITED) -> list[tuple[str, str, int, int]]:
    text = f"Introduction\n\n{cited}{sentence}\n\nReferences\n\n{LIST}\n"
    parsed = parse_document(text.encode(), "a.txt")
    assert len(parsed.references) == len(LISTED)
    return [
        (f.code, f.message.partition(", which")[0], f.location.line, f.location.column)
        for f in parsed.findings
        if f.code.startswith("BM4")
    ]


def test_a_text_that_cites_its_list_has_no_findings() -> None:
    assert findings("") == []


@pytest.mark.parametrize(
    ("mark", "work"),
    [
        ("(Black and Blue, 2010)", "Black and Blue, 2010"),
        ("(Black et al., 2010)", "Black et al., 2010"),
        ("(see Black & Blue 2010, p. 7)", "see Black & Blue 2010, p. 7"),
        ("(Brown, 2011)", "Brown, 2011"),
        ("(Brown 2001; Black 2010)", "Black 2010"),
        ("(张三等，2019)", "张三等，2019"),
    ],
)
def test_a_work_that_no_entry_is_is_an_error_where_it_is_cited(mark: str, work: str) -> None:
    assert findings(f"Yet {mark} differ.") == [("BM401", f"a mark leads to {work}", 5, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "It was measured again (March 2015) and later (Figure 2, 2016).",
        "It was held there (Beijing, 2008), by them (WHO 2009).",
        "A firm (Johnson and Sons, founded in 1900) paid for it.",
        "It was printed twice (Jones, 2012), and again (Wang & Zhou, 2015).",
        "See the law (Act of 1998; Directive 2003).",
    ],
)
def test_names_with_years_that_may_be_none_are_let_alone(text: str) -> None:
    assert findings(text) == []


def test_an_entry_that_nothing_names_is_a_finding() -> None:
    cited = CITED.replace("(White, 2003)", "there")
    assert [(code, line) for code, _, line, _ in findings("", cited)] == [("BM402", 17)]


def test_an_entry_named_in_a_way_that_is_no_mark_may_be_cited_there() -> None:
    cited = CITED.replace("(White, 2003)", "in a note: White 2003")
    assert findings("", cited) == []


def test_where_few_citations_lead_to_the_list_nothing_is_said_to_lack() -> None:
    assert findings("", "As Brown (2001) says, and (Black and Blue, 2010).") == []


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("(see, for instance, Brown, 2001, and Green, 2002, for surveys)", (3, 4)),
        ("(Brown 2001, White 2003, and Grey 2004)", (3, 5, 6)),
        ("(Brown 2001 [1999]: 42)", (3,)),
        ("Smith and Jones’s (2012)", (1,)),
        ("(Li et al. 2015; Smith & Jones, 2012a, b)", (2, 1)),
    ],
)
def test_several_works_in_one_pair_of_brackets(mark: str, numbers: tuple[int, ...]) -> None:
    text = f"Introduction\n\nIt was said before {mark} that it is so.\n\nReferences\n\n{LIST}\n"
    (citation,) = parse_document(text.encode(), "a.txt").citations
    assert citation.numbers == numbers
