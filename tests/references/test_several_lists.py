"""Documents with more than one list: chapters, further reading, supplements."""

from __future__ import annotations

import pytest

from backmatter.references.reading import ParsedDocument, parse_document

NAMES = ("Smith", "Doe", "Roe", "Poe", "Moe", "Coe")


def entry(name: str, year: int = 2001) -> str:
    return f"{name} J. The title of {name}. J Foo. {year};1(2):3-4."


def numbered(*names: str, first: int = 1) -> str:
    return "\n".join(f"[{n}] {entry(name)}" for n, name in enumerate(names, first))


def by_name(*names: str, word: str = "title") -> str:
    return "\n\n".join(
        f"{name}, J. (2001). The {word} of {name}. Journal of Foo, 1(2), 3-4." for name in names
    )


def keys_of(parsed: ParsedDocument) -> list[tuple[str, ...]]:
    return [tuple(key[:3] for key in citation.keys) for citation in parsed.citations]


def codes(parsed: ParsedDocument) -> list[str]:
    return [finding.code for finding in parsed.findings if finding.code.startswith("BM4")]


def chapters(heading: str = "References") -> bytes:
    return (
        "Chapter one\n\nOne says [1], another says [2]; a third [3].\n\n"
        f"{heading}\n\n{numbered('Smith', 'Doe', 'Roe')}\n\n"
        "Chapter two\n\nHere [1] says so, and [2] too, but nobody says [3].\n\n"
        f"{heading}\n\n{numbered('Poe', 'Moe')}\n"
    ).encode()


@pytest.mark.parametrize("heading", ["References", "参考文献", "Literaturverzeichnis"])
def test_marks_of_a_chapter_lead_to_its_own_list(heading: str) -> None:
    parsed = parse_document(chapters(heading), "a.txt")
    assert [r.source.number for r in parsed.references if r.source] == ["1", "2", "3", "1", "2"]
    assert keys_of(parsed) == [("smi",), ("doe",), ("roe",), ("poe",), ("moe",), ("",)]
    assert codes(parsed) == ["BM401"]
    assert not [f for f in parsed.findings if f.code in ("BM102", "BM103")]


def test_the_last_list_may_lack_a_chapter_s_heading() -> None:
    parsed = parse_document(chapters().replace(b"Chapter two\n\n", b""), "a.txt")
    assert len(parsed.references) == 5


def test_authors_and_years_lead_to_the_list_of_their_chapter() -> None:
    text = (
        f"# Chapter one\n\nAs said before (Smith 2001; Doe 2001).\n\n## References\n\n"
        f"{by_name('Smith', 'Doe')}\n\n"
        f"# Chapter two\n\nSmith (2001) says so; so does Poe (2001).\n\n## References\n\n"
        f"{by_name('Poe', 'Smith', word='other book')}\n"
    )
    parsed = parse_document(text.encode(), "a.txt")
    assert [citation.numbers for citation in parsed.citations] == [(1, 2), (4,), (3,)]
    assert parsed.citations[1].keys == (parsed.references[3].key,)


@pytest.mark.parametrize("heading", ["Further reading", "Selected Readings", "推荐阅读"])
def test_further_reading_is_read_and_need_not_be_cited(heading: str) -> None:
    text = (
        f"As said [1,2].\n\nReferences\n\n{numbered('Smith', 'Doe')}\n\n"
        f"{heading}\n\n{by_name('Poe', 'Moe')}\n"
    )
    parsed = parse_document(text.encode(), "a.txt")
    assert [r.source.number for r in parsed.references if r.source] == ["1", "2", "", ""]
    assert keys_of(parsed) == [("smi", "doe")]
    assert codes(parsed) == []


def test_a_supplement_goes_on_with_the_numbers_and_is_cited_from_everywhere() -> None:
    text = (
        f"As said [1,2], and in the supplement [3].\n\nReferences\n\n{numbered('Smith', 'Doe')}\n\n"
        f"Supplementary references\n\n{numbered('Poe', 'Moe', first=3)}\n"
    )
    parsed = parse_document(text.encode(), "a.txt")
    assert keys_of(parsed) == [("smi", "doe"), ("poe",)]


def test_a_table_of_contents_is_no_list() -> None:
    contents = "Contents\n\n1. Introduction in 2001\n2. Methods of 2002\nReferences\n\n"
    body = "1. Introduction\n\n" + "A sentence about something. " * 40 + "[1] [2]\n\n"
    text = f"{contents}{body}References\n\n{numbered('Smith', 'Doe')}\n"
    parsed = parse_document(text.encode(), "a.txt")
    assert [r.source.number for r in parsed.references if r.source] == ["1", "2"]
    assert len(parsed.reference_list.parts) == 1


def test_the_end_of_another_article_s_list_is_not_taken_in() -> None:
    """Nothing before it cites it, though it stands under a heading of its own."""
    text = (
        f"References\n\n{numbered('Roe', 'Coe')}\n\nThe article\n\nAs said [1], and again [2].\n\n"
        f"References\n\n{numbered('Smith', 'Doe')}\n"
    )
    parsed = parse_document(text.encode(), "a.txt")
    assert keys_of(parsed) == [("smi",), ("doe",)]


def test_a_heading_printed_again_over_the_next_page_parts_no_list() -> None:
    text = (
        f"As said (Coe 2001; Doe 2001; Poe 2001).\n\nReferences\n\n{by_name('Coe', 'Doe')}\n\n"
        f"References (continued)\n\nReferences\n\n{by_name('Moe', 'Poe')}\n"
    )
    parsed = parse_document(text.encode(), "a.txt")
    assert [r.source.printed[:3] for r in parsed.references if r.source] == [
        "Coe",
        "Doe",
        "Moe",
        "Poe",
    ]
