"""Finding the list of a document and splitting it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.text import document_of
from backmatter.references.lists.entries import ReferenceList, extracted_offset, regions
from backmatter.references.lists.finder import find_list
from backmatter.references.lists.headings import is_list_heading

BODY = "Some text that cites things [1, 2] and goes on.\nMore text in 2015.\n\n"
ONE = "Smith J. First title of all. Nature. 2001;5:1-2."
TWO = "Jones B, Miller C. Second title. Science. 2002;6:3-4."
THREE = "Brown D. Third title is longer. Cell. 2003;7:5-6."


def listed(text: str) -> list[tuple[str, str]]:
    return [(e.source.number, e.source.printed) for e in find_list(document_of(text, "a")).entries]


def codes(found: ReferenceList) -> list[tuple[str, int, int]]:
    return [(f.code, f.location.line, f.location.column) for f in found.findings]


@pytest.mark.parametrize(
    "mark",
    ["[{}] ", "［{}］", "{}. ", "{}． ", "{}、", "({}) ", "（{}）", "{}) ", "【{}】", "{} "],
)
@pytest.mark.parametrize("heading", ["References\n", "参考文献：\n\n", "5 参考文献\n"])
def test_every_way_of_numbering_is_known(mark: str, heading: str) -> None:
    entries = (ONE, TWO, THREE)
    text = BODY + heading + "".join(f"{mark.format(n)}{e}\n" for n, e in enumerate(entries, 1))
    assert listed(text) == [(str(n), entry) for n, entry in enumerate(entries, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "References",
        "REFERENCES:",
        "5. References",
        "VI. Bibliography",
        "Literature cited",
        "# 参考文献：",
        "参 考 文 献",
        "【参考文献】",
        "参考文献 References",
        "參考文獻",
        "五、参考文献",
        "Literaturverzeichnis",
        "**References**",
    ],
)
def test_headings_of_lists_are_known(line: str) -> None:
    assert is_list_heading(line)


@pytest.mark.parametrize(
    "line", ["References to this are many", "The literature", "见参考文献[3]", "Reference model"]
)
def test_lines_that_only_mention_references_are_no_headings(line: str) -> None:
    assert not is_list_heading(line)


def test_only_the_next_number_opens_an_entry() -> None:
    text = f"References\n1. {ONE[:-4]}15:\n197.\n2. {TWO}\n2019. And on.\n3. {THREE}\n"
    assert [number for number, _ in listed(text)] == ["1", "2", "3"]
    assert listed(text)[0][1].endswith("15: 197.")


def test_blank_lines_inside_an_entry_are_part_of_it_and_the_next_may_follow_at_once() -> None:
    text = f"References\n1. Smith J. First\n\ntitle of all. Nature. 2001;5:1-2.\n2. {TWO}\n"
    assert listed(text) == [("1", ONE), ("2", TWO)]


@pytest.mark.parametrize(
    "after",
    [
        "（收稿日期：2022-12-05 修回日期：2023-08-19）\n\n（本文编辑 某某）\n",
        "\nAcknowledgements\n\nWe thank everyone in 2001.\n",
        "收稿日期：2022-12-05\n",
        "Appendix A. More of it\nwith text in 2001.\n",
        "Received 12 May 2001; accepted 3 June 2001\n",
        "\n1143\n",
        "\nFigure legends follow here\n",
    ],
)
def test_what_stands_after_the_last_entry_is_no_part_of_it(after: str) -> None:
    assert listed(f"References\n1. {ONE}\n2. {TWO}\n{after}")[-1] == ("2", TWO)


def test_a_heading_may_stand_on_the_line_of_the_first_entry() -> None:
    assert listed(f"{BODY}参考文献：[1] {ONE}\n[2] {TWO}\n") == [("1", ONE), ("2", TWO)]


def test_a_file_that_is_a_numbered_list_needs_no_heading() -> None:
    assert listed(f"[1] {ONE}\n[2] {TWO}\n[3] {THREE}\n") == [
        ("1", ONE),
        ("2", TWO),
        ("3", THREE),
    ]


def test_a_list_of_one_is_a_list() -> None:
    assert listed(f"References\n\n1. {ONE}\n") == [("1", ONE)]
    assert listed(f"[1] {ONE}\n") == [("1", ONE)]


def test_unnumbered_entries_are_split_by_blank_lines() -> None:
    found = find_list(document_of(f"{BODY}References\n\n{ONE}\n\n{TWO}\n\n{THREE}\n"))
    assert [entry.source.printed for entry in found.entries] == [ONE, TWO, THREE]
    assert [finding.code for finding in found.findings] == ["BM105"]


def test_unnumbered_entries_are_split_by_hanging_indents() -> None:
    text = (
        "References\nSmith, J. (2001). First title\n   of all. Nature, 5, 1-2.\n"
        "Jones, B. (2002). Second title that\n   goes on. Science, 6, 3-4.\n"
        "Brown, D. (2003). Third title\n   is longer. Cell, 7, 5-6.\n"
    )
    assert [printed for _, printed in listed(text)] == [
        "Smith, J. (2001). First title of all. Nature, 5, 1-2.",
        "Jones, B. (2002). Second title that goes on. Science, 6, 3-4.",
        "Brown, D. (2003). Third title is longer. Cell, 7, 5-6.",
    ]


def test_a_document_without_a_list_says_so() -> None:
    found = find_list(document_of(BODY, "a.txt"))
    assert not found.entries
    assert codes(found) == [("BM101", 0, 0)]


def test_missing_numbers_are_findings_with_their_place() -> None:
    found = find_list(document_of(f"References\n[1] {ONE}\n[2] {TWO}\n[4] {THREE}\n", "a"))
    assert [e.source.number for e in found.entries] == ["1", "2", "4"]
    assert codes(found) == [("BM102", 4, 1)]


def test_a_number_that_stands_twice_is_a_finding_and_both_are_entries() -> None:
    found = find_list(document_of(f"References\n[1] {ONE}\n[2] {TWO}\n[2] {THREE}\n", "a"))
    assert [e.source.printed for e in found.entries] == [ONE, TWO, THREE]
    assert codes(found) == [("BM103", 4, 1)]


def test_spaces_that_the_rest_of_the_list_does_not_print_are_taken_out() -> None:
    text = (
        "参考文献\n[1] 张三. 甲文[J]. 乙刊, 2001, 25(2): 1.\n"
        "[2] 李四 . 丙文 [J]. 丁刊 , 2002, 25 (2): 2.\n[3] 王五. 戊文[J]. 己刊, 2003, 3(1): 3.\n"
    )
    assert listed(text)[1] == ("2", "李四. 丙文[J]. 丁刊, 2002, 25(2): 2.")


def test_spaces_that_the_list_prints_everywhere_stay() -> None:
    text = (
        "References\n1. A B. Title [J]. X, 2001, 5 (2): 1.\n2. C D. Title [J]. X, 2002, 6 (2): 2.\n"
    )
    assert [printed for _, printed in listed(text)] == [
        "A B. Title [J]. X, 2001, 5 (2): 1.",
        "C D. Title [J]. X, 2002, 6 (2): 2.",
    ]


@pytest.mark.usefixtures("no_hang")
def test_ten_thousand_lines_without_a_break_are_no_list() -> None:
    text = "".join(f"word {n} goes on and on here\n" for n in range(10_000))
    assert not find_list(document_of(text)).entries


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("line", ["References\n", "[1] A. 2001.\n", "Smith, J. (2001). A title.\n"])
def test_a_line_repeated_without_end_is_read(line: str) -> None:
    find_list(document_of(line * 20_000))


@given(st.text(alphabet="[]12. \nAa,参考文献2001R鄄-", max_size=300))
def test_regions_cover_the_list_and_entries_point_into_the_text(text: str) -> None:
    document = document_of(f"References\n{text}", "a")
    found = find_list(document)
    parts = regions(document, found)
    assert (
        "".join(document.text[p.start : p.end] for p in parts)
        == (document.text[found.start : found.end])
    )
    for entry in found.entries:
        assert document.text[entry.body : entry.end] == entry.source.extracted
        assert entry.start <= entry.body <= entry.end
        for offset in range(len(entry.source.printed)):
            at = extracted_offset(entry.source, offset)
            assert 0 <= at < len(entry.source.extracted)
            if not any(r.start <= at < r.end for r in entry.source.repairs):
                assert entry.source.extracted[at] == entry.source.printed[offset]
        for repair in entry.source.repairs:
            assert entry.source.extracted[repair.start : repair.end] == repair.before


def test_addresses_that_were_stretched_over_a_line_are_closed() -> None:
    text = (
        "References\n[1] Smith J. Title. url: https : / / a . org /\nb/c. Jan. 2020.\n"
        "[2] Jones B. Title. 2001. doi: 10 . 1073 / pnas . 1. Oct. 2002.\n"
    )
    first, second = (printed for _, printed in listed(text))
    assert first == "Smith J. Title. url: https://a.org/b/c. Jan. 2020."
    assert second == "Jones B. Title. 2001. doi: 10.1073/pnas.1. Oct. 2002."
