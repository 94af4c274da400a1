"""Reading PDF files: made here, line by line, so that every trap is one test."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.citations.finder import find_citations
from backmatter.references.documents.model import LineKind
from backmatter.references.documents.pdf import read_pdf
from backmatter.references.documents.pdf_glyphs import MAX_PAGES
from backmatter.references.documents.pdf_wide import narrowed
from backmatter.references.documents.reader import read_document
from backmatter.references.errors import InputError
from backmatter.references.lists.finder import find_list

Line = (
    tuple[float, float, str]
    | tuple[float, float, str, float]
    | tuple[float, float, str, float, str]
)
"""x and y from the top in points, the text; then its size (10) and its font, F1 or F2 (bold)."""

ENTRIES = [
    "Adams, Ann (2001): The first of all titles, which goes on for more than",
    "a line. New York: Press of the City.",
    "Brown, Bob (2002): A second title that is long enough to need another",
    "line to end. London: Books.",
    "Clark, Cleo (2003): The third of the titles in this list, also too long",
    "for a line. In: Journal of Titles 3, 1-9.",
    "Davis, Dan (2004): Title the fourth; it is no shorter than the others",
    "were. Paris: Livres.",
]
PLAIN = ["".join(ENTRIES[i] + " " + ENTRIES[i + 1]) for i in range(0, 8, 2)]


def pdf(*pages: list[Line], stream: bytes | None = None, filters: str = "") -> bytes:
    """A PDF of lines of text, uncompressed; or of one page with a ready stream."""
    contents = [b"\n".join(map(_show, page)) for page in pages] if stream is None else [stream]
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        b"<</Font<</F1 3 0 R/F2 4 0 R>>>>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources 5 0 R"
            b"/Contents %d 0 R>>" % (7 + 2 * number)
        )
        head = b"<</Length %d%s>>" % (len(content), filters.encode())
        objects.append(head + b"\nstream\n" + content + b"\nendstream")
    out = b"%PDF-1.5\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def _show(line: Line) -> bytes:
    x, y, text = line[:3]
    size = line[3] if len(line) > 3 else 10.0
    font = line[4] if len(line) > 4 else "F1"
    shown = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return f"BT /{font} {size} Tf {x} {800 - y} Td (".encode() + shown + b") Tj ET"


def hanging(x: float, y: float, lines: list[str], indent: float = 20) -> list[Line]:
    """Entries of two lines each, the second one indented."""
    return [(x + indent * (n % 2), y + 12 * n, text) for n, text in enumerate(lines)]


def texts(data: bytes) -> list[str]:
    document = read_pdf(data, "a.pdf")
    return [
        document.line_text(i) for i, line in enumerate(document.lines) if line.kind is LineKind.TEXT
    ]


def entries(data: bytes) -> list[str]:
    return [entry.source.printed for entry in find_list(read_pdf(data, "a.pdf")).entries]


def test_lines_are_read_from_the_top_with_their_pages() -> None:
    data = pdf([(50, 120, "second"), (50, 100, "first")], [(50, 100, "on the next page")])
    document = read_pdf(data, "a.pdf")
    assert document.text.split("\n") == ["first", "second", "on the next page"]
    assert [line.place.page for line in document.lines if line.place] == [1, 1, 2]
    assert document.page_at(len(document.text) - 1) == 2


def test_two_columns_are_read_one_after_the_other() -> None:
    left: list[Line] = [
        (50, 100 + 12 * n, f"left column, line number {n}, goes on") for n in range(6)
    ]
    right: list[Line] = [
        (310, 100 + 12 * n, f"right column, line number {n}, too") for n in range(6)
    ]
    across: list[Line] = [
        (50, 60, "A title that goes right across both of the columns of this page", 16)
    ]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert texts(pdf(across + mixed)) == [line[2] for line in (*across, *left, *right)]


def test_numbers_hanging_before_their_entries_make_no_column() -> None:
    page: list[Line] = [(50, 60, "References")]
    for n in range(6):
        page += [
            (50, 80 + 12 * n, f"[{n + 1}]"),
            (75, 80 + 12 * n, f"Smith J. Title {n}. Nature, 2001."),
        ]
    assert entries(pdf(page)) == [f"Smith J. Title {n}. Nature, 2001." for n in range(6)]


def test_running_heads_and_page_numbers_are_furniture() -> None:
    pages: list[list[Line]] = [
        [
            (50, 40, f"{n} Journal of Titles"),
            (50, 100, f"text of the page {'abc'[n]}"),
            (290, 780, str(n + 17)),
        ]
        for n in range(3)
    ]
    assert texts(pdf(*pages)) == ["text of the page a", "text of the page b", "text of the page c"]


def test_nothing_is_dropped_but_marked() -> None:
    document = read_pdf(
        pdf([(50, 40, "A head, 1"), (50, 90, "x y")], [(50, 40, "A head, 2"), (50, 90, "z")]), "a"
    )
    assert [line.kind for line in document.lines if line.kind is LineKind.FURNITURE] == [
        LineKind.FURNITURE
    ] * 2
    assert "A head, 1" in document.text


def test_hanging_indents_part_the_entries() -> None:
    page: list[Line] = [(50, 60, "References", 12, "F2"), *hanging(50, 90, ENTRIES)]
    assert entries(pdf(page)) == PLAIN


def test_entries_go_on_over_columns_and_pages() -> None:
    body: list[Line] = [
        (50, 60 + 12 * n, "words of the text that fill up this page") for n in range(40)
    ]
    first: list[Line] = [(50, 60, "References", 12, "F2"), *hanging(50, 90, ENTRIES[:3])]
    second = [(x, y - 12, text) for x, y, text, *_ in hanging(50, 78, ["", *ENTRIES[3:]])][1:]
    assert entries(pdf(body, first, [(x, y, t) for x, y, t in second])) == PLAIN


def test_wider_distances_part_the_entries() -> None:
    page: list[Line] = [(50, 60, "Bibliography", 12, "F2")]
    page += [(50, 90 + 12 * n + 8 * (n // 2), text) for n, text in enumerate(ENTRIES)]
    assert entries(pdf(page)) == PLAIN


def test_bullets_open_entries() -> None:
    page: list[Line] = [(50, 60, "Literature", 12, "F2")]
    for n, text in enumerate(ENTRIES):
        page.append((50 + 18 * (n % 2), 90 + 12 * n, text if n % 2 else f"\u2022 {text}"))
    assert entries(pdf(page)) == PLAIN


def test_headings_inside_the_list_are_no_entries() -> None:
    page: list[Line] = [
        (50, 60, "6. References", 14, "F2"),
        (50, 85, "6.1. Primary sources", 12, "F2"),
    ]
    page += [
        *hanging(50, 110, ENTRIES[:4]),
        (50, 190, "6.2. Books", 12, "F2"),
        *hanging(50, 215, ENTRIES[4:]),
    ]
    page += [
        (50, 330, "7. Appendix", 14, "F2"),
        (50, 355, "Some figures of the year 2003 follow here."),
    ]
    assert entries(pdf(page)) == PLAIN


def test_an_article_that_breaks_off_goes_on_behind_the_other() -> None:
    one = [f"{n}. Smith J. Title number {n} of them. Nature, 200{n}." for n in range(1, 7)]
    other = [f"{n}. Jones K. Quite another title {n}. Science, 199{n}." for n in range(4, 9)]
    first: list[Line] = [(50, 60, "References", 12, "F2")]
    first += [(50, 90 + 12 * n, text) for n, text in enumerate(one[:3])]
    first.append((300, 140, "(continued on page 9)"))
    second: list[Line] = [(50, 60 + 12 * n, text) for n, text in enumerate(other)]
    second.append((50, 160, "(continued from page 3)"))
    second += [(50, 190 + 12 * n, text) for n, text in enumerate(one[3:])]
    assert entries(pdf(first, second)) == [text[3:] for text in one]


def test_raised_numbers_are_citations() -> None:
    page: list[Line] = [
        (50, 60, "It is known"),
        (103, 56, "1", 6),
        (110, 60, "and clear"),
        (154, 56, "2,3", 6),
    ]
    page += [(50, 90, "References", 12, "F2")]
    page += [(50, 120 + 12 * n, f"{n + 1}. Smith J. Title {n}. Nature, 2001.") for n in range(3)]
    document = read_pdf(pdf(page), "a.pdf")
    found = find_citations(document, find_list(document))
    assert [(c.mark, c.numbers) for c in found] == [("¹", (1,)), ("²,³", (2, 3))]


def test_entries_know_their_page() -> None:
    page: list[Line] = [(50, 60, "References", 12, "F2"), *hanging(50, 90, ENTRIES)]
    found = find_list(read_pdf(pdf([(50, 60, "Some text before.")], page), "a.pdf"))
    assert {entry.source.page for entry in found.entries} == {2}


def test_ligatures_come_apart_and_hyphens_are_mended() -> None:
    page: list[Line] = [(50, 60, "References", 12, "F2")]
    page += [
        (50, 90, "[1] Smith J. The popula-"),
        (50, 102, "tion of popu-"),
        (50, 114, "lation. Nature, 2001."),
    ]
    page += [(50, 126, "[2] Jones K. A population. Science, 2002.")]
    assert entries(pdf(page))[0] == "Smith J. The population of population. Nature, 2001."


def test_a_page_without_text_is_passed_over_and_named() -> None:
    document = read_pdf(pdf([(50, 100, "a page with text")], []), "scan.pdf")
    (finding,) = document.findings
    assert finding.code == "BM106"
    assert "OCR" in finding.message
    assert "page 2" in finding.message


def test_a_file_of_pictures_alone_says_that_it_needs_ocr() -> None:
    with pytest.raises(InputError, match=r"scan\.pdf: has no text layer \(2 pages\).*OCR"):
        read_pdf(pdf([], []), "scan.pdf")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.98])
def test_a_file_cut_short_is_an_error(share: float) -> None:
    data = pdf([(50, 100, "some text on a page")])
    with pytest.raises(InputError, match="cut short"):
        read_pdf(data[: int(share * len(data))], "half.pdf")


def test_a_file_that_only_begins_as_a_pdf_is_an_error() -> None:
    with pytest.raises(InputError, match="damaged"):
        read_pdf(b"%PDF-1.4\n" + bytes(range(256)) * 40, "a.pdf")


def test_too_many_pages_are_refused() -> None:
    empty: list[list[Line]] = [[] for _ in range(MAX_PAGES + 1)]
    with pytest.raises(InputError, match="pages"):
        read_pdf(pdf(*empty), "a.pdf")


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_refused_at_once(layers: int) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    with pytest.raises(InputError, match="unpack"):
        read_pdf(pdf(stream=packed, filters=f"/Filter[{'/FlateDecode' * layers}]"), "bomb.pdf")


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(pdf([(50, 60, "References"), *hanging(50, 90, ENTRIES)]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read_pdf(bytes(content), "a.pdf")
    except InputError:
        return
    for line in document.lines:
        assert 0 <= line.start <= line.end <= len(document.text)


@pytest.mark.usefixtures("no_hang")
def test_a_page_of_scattered_letters_is_read() -> None:
    page: list[Line] = [(20 + (n * 37) % 550, 20 + (n * 53) % 760, "x") for n in range(8000)]
    find_list(read_pdf(pdf(page), "a.pdf"))


@pytest.mark.needs("shared")
@pytest.mark.parametrize("name", ["en-12325", "en-54374", "en-39095"])
def test_columns_of_real_papers_come_apart(shared: Path, name: str) -> None:
    document = read_document(shared / "documents" / f"{name}.pdf")
    wanted = {"en-12325": 24, "en-54374": 17, "en-39095": 16}[name]
    assert len(find_list(document).entries) == wanted


def test_full_width_latin_becomes_what_it_looks_like() -> None:
    assert narrowed(
        ["［１］ＳｍｉｔｈＪ，２００１", "犪 Ｂｏｏｋ．", "中文［２］", "Ａ［３］", "中"]
    ) == [
        "[1] SmithJ,2001",
        "a Book.",
        "中文［２］",
        "Ａ［３］",
        "中",
    ]


@pytest.mark.needs("shared")
def test_words_of_a_founder_pdf_come_apart(shared: Path) -> None:
    document = read_document(shared / "documents-zh" / "zh-cjc-fuzzy-option.pdf")
    printed = find_list(document).entries[0].source.printed
    assert printed.startswith("Sumathi M R, Poorna B. Prediction of mental health problems among")
    assert printed.endswith("2016, 7(1): 552-557")
