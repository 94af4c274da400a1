"""Who reads a reference: the grammar that is certain, the model, or the list's own grammar."""

from __future__ import annotations

from backmatter.references.findings import Severity
from backmatter.references.parsing.lines import parse_lines
from backmatter.references.parsing.parser import parse_reference, parse_references

VANCOUVER = (
    "Roe R, Poe C. On words. J Words. 2001;12(3):45-67.",
    "Doe J. Things that are. Nature. 2002;415:10-2.",
    "Low A, High B, Mid C. Measures of men. Lancet. 2003;361(2):100-9.",
    "Gray E. Colours of cats. Cat Sci. 2004;7:1-8.",
    "Organisation for Weights. Weights: a list. 1997. Available: http://example.com/ab.",
    "Stone P. Hard things. Rocks. 2005;1:2-3.",
)


def test_a_list_of_one_manner_is_read_by_its_grammar_also_where_an_entry_is_odd() -> None:
    parsed = parse_references(VANCOUVER, one_list=True)
    odd = parsed[4].reference
    assert [name.literal for name in odd.names["author"]] == ["Organisation for Weights"]
    assert odd.title == "Weights: a list"
    assert [each.reference.title for each in parsed[:2]] == ["On words", "Things that are"]


def test_a_marked_reference_is_read_by_its_grammar_alone_too() -> None:
    parsed = parse_reference("王小明. 论词与物[J]. 词物学报, 2010, 12(3): 45-50.")
    assert parsed.reference.type == "article-journal"
    assert parsed.reference.title == "论词与物"
    assert min(parsed.reference.confidence.values()) > 0.8


def test_fields_of_little_confidence_are_named() -> None:
    parsed = parse_reference("Winter, Autumn leaves falling, Spring Summer, 17 Ja, 4 (12) 1999 b")
    doubtful = {n for n, value in parsed.reference.confidence.items() if value < 0.5}
    named = [finding for finding in parsed.findings if finding.code == "BM108"]
    assert bool(named) == bool(doubtful)
    for finding in named:
        assert finding.severity == Severity.INFO
        assert all(name in finding.message for name in doubtful)


def test_lines_are_read_in_windows_but_in_order_and_every_line_has_its_record() -> None:
    lines = [
        f"Roe R. Title number {n}. Nature. 2001;1:{n}." if n % 7 else "" for n in range(1, 600)
    ]
    records = list(parse_lines(lines))
    assert [record.key for record in records] == [str(n) for n in range(1, 600)]
    assert all(
        bool(record.title) == bool(line) for record, line in zip(records, lines, strict=True)
    )
    assert all(str(n) in records[n - 1].title for n in range(1, 600) if n % 7)
