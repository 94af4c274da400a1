"""Plain text as a document: lines, running heads, headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.model import LineKind
from backmatter.references.documents.reader import KINDS, read_document, suffixes
from backmatter.references.documents.text import document_of
from backmatter.references.errors import InputError


def furniture(text: str) -> list[str]:
    document = document_of(text)
    return [
        document.text[line.start : line.end]
        for line in document.lines
        if line.kind is LineKind.FURNITURE
    ]


def headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in document_of(text).headings]


def test_an_empty_file_is_refused() -> None:
    for data in (b"", b" \n\t\n"):
        with pytest.raises(InputError, match="is empty"):
            read_document(data, "a.txt")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "no.txt")


def test_a_file_is_read_by_its_path_and_named_by_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    assert read_document(path).name == str(path)


def test_every_kind_has_suffixes_and_no_two_share_one() -> None:
    listed = [suffix for kind in KINDS for suffix in kind.suffixes]
    assert len(listed) == len(set(listed)) == len(suffixes())


def test_heads_that_recur_with_other_digits_are_furniture_with_their_page_numbers() -> None:
    page = "{}\n\nJournal of Things | 2012\n{}\nVolume 8 | Issue {} | e10\n\n"
    text = page.format("Some text", 1, 8) + page.format("goes on here", 2, 9)
    assert furniture(text) == [
        "Journal of Things | 2012",
        "1",
        "Volume 8 | Issue 8 | e10",
        "Journal of Things | 2012",
        "2",
        "Volume 8 | Issue 9 | e10",
    ]


def test_an_issue_line_beside_a_page_number_is_furniture_the_first_time() -> None:
    assert furniture("text.\n\n1141\n\n某某杂志 2023 年第 33 卷第 12 期\n\ntext") == [
        "1141",
        "某某杂志 2023 年第 33 卷第 12 期",
    ]


def test_a_number_that_ends_an_entry_is_no_page_number() -> None:
    assert furniture("J Transl Med, 2017, 15(1):\n197.\n2. Next") == []


def test_entry_tails_that_recur_are_no_furniture() -> None:
    text = "1. A one. J Name, 2018, 26\n(7): 644-649.\n2. B two. J Name, 2014, 18\n(3): 955-960.\n"
    assert furniture(text) == []


def test_numbered_headings_must_count_up() -> None:
    text = "1 Types\ntext\n12 of these studies were done\n1.1 Mice\ntext\n1.2 Men\n2 Results\nx"
    assert headings(text) == [(1, "1 Types"), (2, "1.1 Mice"), (2, "1.2 Men"), (1, "2 Results")]


def test_markdown_headings_have_their_own_levels() -> None:
    assert headings("# One\n\ntext\n\n## Two\n\ntext\n") == [(1, "One"), (2, "Two")]


def test_titles_that_stand_alone_are_headings() -> None:
    text = (
        "From Variant to Variation\n\nThe effect of variants is\nnot only seen in one\nof many.\n\n"
        "RESULTS\n\nThere were five strains\nin each of the groups\nthat were seen.\n"
    )
    assert headings(text) == [(1, "From Variant to Variation"), (1, "RESULTS")]


def test_no_line_is_a_heading_for_standing_alone_in_double_spaced_text() -> None:
    assert headings("椎间盘退变是\n\n与年龄有关的\n\n生物学退变\n\n") == []


@given(st.text(alphabet="a1.\n #参Z\f", max_size=200))
def test_lines_cover_the_text(text: str) -> None:
    document = document_of(text)
    assert "\n".join(document.line_text(i) for i in range(len(document.lines))) == text
    for offset in range(len(text)):
        line = document.line_at(offset)
        assert line.start <= offset <= line.end


def test_what_stands_between_two_parts_of_an_article_is_another_s() -> None:
    text = "[1] A one.\n（下转第 199 页）\n[2] Other list.\n（上接第 190 页）\n[2] B two.\n"
    assert furniture(text) == ["（下转第 199 页）", "[2] Other list.", "（上接第 190 页）"]
    assert furniture("[1] A one.\n（下转第 199 页）\n[2] B two.\n") == []


def test_heads_that_recur_at_even_distances_are_furniture_beside_text() -> None:
    pages = [[f"line {letter} of page {n}" for letter in "abcdefghijklmnopqrst"] for n in "xyzwv"]
    text = "\n\n".join("\n".join([*page, f"Journal: 200{n}"]) for n, page in enumerate(pages))
    assert furniture(text) == [f"Journal: 200{n}" for n in range(5)]


def test_lines_that_recur_at_uneven_distances_beside_text_are_none() -> None:
    text = "A. Title. J Name, 5(1), 1-2.\n" + "filler\n" * 20 + "B. T.\nJ Name, 5(1), 1-2.\n\n"
    assert furniture(text) == []
