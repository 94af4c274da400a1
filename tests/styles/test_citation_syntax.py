"""Citations as typed: the grammar of docs/citations.md, errors with their place, every label."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.styles.citation_syntax import CiteError, check_keys, parse_citation
from backmatter.styles.csl.context import Cite
from backmatter.styles.locator_labels import LABELS, MEASURES


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("[@a]", [Cite("a")]),
        ("[@a; @b, p. 5]", [Cite("a"), Cite("b", "5", "page")]),
        ("  [@a]  ", [Cite("a")]),
        ("@a", [Cite("a", composite=True)]),
        ("@a [p. 5]", [Cite("a", "5", "page", composite=True)]),
        ("@a [33]", [Cite("a", "33", "page", composite=True)]),
        ("-@a", [Cite("a", suppress_author=True)]),
        ("-@a [p. 5]", [Cite("a", "5", "page", suppress_author=True)]),
        ("[-@a, 12]", [Cite("a", "12", "page", suppress_author=True)]),
        ("[see @a]", [Cite("a", prefix="see")]),
        ("[see -@a]", [Cite("a", prefix="see", suppress_author=True)]),
        (
            "[see @a99, pp. 33-35 and passim; also @b, ch. 1]",
            [Cite("a99", "33-35", "page", "see", "and passim"), Cite("b", "1", "chapter", "also")],
        ),
        ("[@a, 33, 35-37, and more]", [Cite("a", "33, 35-37", "page", suffix=", and more")]),
        ("[@a, p. iv]", [Cite("a", "iv", "page")]),
        ("[@a, pp. iv, vi-xi]", [Cite("a", "iv, vi-xi", "page")]),
        ("[@a, p. 5.]", [Cite("a", "5", "page", suffix=".")]),
        ("[@a p. 5]", [Cite("a", "5", "page")]),
        ("[@a pp 5]", [Cite("a", "5", "page")]),
        ("[@a § 3.2]", [Cite("a", "3.2", "section")]),
        ("[@a 1999]", [Cite("a", suffix="1999")]),
        ("[@a, passim]", [Cite("a", suffix=", passim")]),
        ("[@a, lime 3]", [Cite("a", suffix=", lime 3")]),
        ("[@a, civil war]", [Cite("a", suffix=", civil war")]),
        ("[@a: a note]", [Cite("a", suffix=": a note")]),
        ("[@a, {pp. iv; (x)} end]", [Cite("a", "iv; (x)", "page", suffix="end")]),
        ("[@a, {s.v. Apple}]", [Cite("a", "Apple", "sub-verbo")]),
        ("[@a, 第 5-7 页]", [Cite("a", "5-7", "page")]),
        ("[见 @a, 第三章]", [Cite("a", "三", "chapter", "见")]),
        ("[@Müller2020:a.b/c_d-e]", [Cite("Müller2020:a.b/c_d-e")]),
        ("[@a.]", [Cite("a", suffix=".")]),
        ("[@{odd;[key]}, p. 2]", [Cite("odd;[key]", "2", "page")]),
        ("[see [x; y] and @a]", [Cite("a", prefix="see [x; y] and")]),
        (r"[see x\@y\; z @a]", [Cite("a", prefix="see x@y; z")]),
        ("[mail me@home, @a]", [Cite("a", prefix="mail me@home,")]),
    ],
)
def test_citations(text: str, cites: list[Cite]) -> None:
    assert list(parse_citation(text).cites) == cites


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("", "a citation is missing", 0),
        ("a@b", "begins with", 0),
        ("[@a", "this bracket is not closed", 0),
        ("[]", "an @key is missing", 1),
        ("[@a; ]", "an @key is missing", 5),
        ("[@a; see b]", "an @key is missing", 5),
        ("[@a @b]", "a semicolon is missing", 4),
        ("[@, p. 5]", "the key is missing", 2),
        ("[@a] b", "nothing may follow", 4),
        ("@a; @b", "several belong in brackets", 2),
        ("@a, p. 5", "only [locator] may follow", 2),
        ("@a [p. 5", "this bracket is not closed", 3),
        ("@a [p. 5; @b]", "hold its locator only", 8),
        ("@a [p. 5] b", "nothing may follow", 9),
        ("[见第五章 @]", "the key is missing", 11),
    ],
)
def test_errors_show_the_place_by_a_caret(text: str, message: str, column: int) -> None:
    with pytest.raises(CiteError) as caught:
        parse_citation(text)
    lines = str(caught.value).split("\n")
    assert message in lines[0]
    assert lines[1] == f"  {text}"
    assert lines[2] == f"  {' ' * column}^"


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(CiteError) as caught:
        check_keys(
            parse_citation("[@smith2020; @smyth2021]"), ["doe1999", "smith2020", "smith2021"]
        )
    assert str(caught.value) == (
        "no reference has this key; did you mean @smith2021?\n"
        "  [@smith2020; @smyth2021]\n"
        "                ^"
    )


def test_an_unknown_key_like_no_other_names_none() -> None:
    with pytest.raises(CiteError, match="has this key\n"):
        check_keys(parse_citation("@zzz"), ["doe1999"])


@pytest.mark.parametrize("word", LABELS)
def test_every_label_leads_to_its_locator(word: str) -> None:
    for written in (word, word.capitalize()):
        (cite,) = parse_citation(f"[@a, {written} 12]").cites
        assert (cite.label, cite.locator, cite.suffix) == (LABELS[word], "12", "")


@pytest.mark.parametrize("word", MEASURES)
def test_every_chinese_measure_leads_to_its_locator(word: str) -> None:
    (cite,) = parse_citation(f"[@a, 第12{word}]").cites
    assert (cite.label, cite.locator) == (MEASURES[word], "12")


@given(st.text(max_size=40) | st.text(alphabet="[]@;-{}\\, .ab1p第页iv", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = parse_citation(text)
    except CiteError:
        return
    assert parsed.cites
    for cite, start in zip(parsed.cites, parsed.starts, strict=True):
        assert text[start:].startswith(cite.key)


@given(st.from_regex(r"[A-Za-z0-9_]([:.#$%&+?<>~/-]?[A-Za-z0-9_])*", fullmatch=True))
def test_any_key_in_its_simple_form_is_read_whole(key: str) -> None:
    assert parse_citation(f"[@{key}, p. 5]").cites == (Cite(key, "5", "page"),)


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("piece", ["[", "@", "{", "1 ", "1, ", "\\", ";", " ", "a.", "第1", "-"])
def test_long_texts_take_linear_time(piece: str) -> None:
    for text in (piece * 50_000, f"[@a, {piece * 50_000}]", f"[@a, p. {piece * 50_000}"):
        with suppress(CiteError):
            parse_citation(text)
