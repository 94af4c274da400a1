"""BibTeX's styles without TeX: a small style of the tests' own, and pybtex's."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.errors import StyleError
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Bibliography, load_style
from backmatter.styles.bst.bbl import parse_bbl
from backmatter.styles.bst.bst_engine import print_with_bst
from backmatter.styles.bst.case import change_case
from backmatter.styles.bst.database import bib_text, with_special
from backmatter.styles.bst.latex_text import marked
from backmatter.styles.bst.style import PYTHON_STYLES, BibtexStyle
from backmatter.styles.outputs import OUTPUTS

DATA = Path(__file__).resolve().parents[2] / "data" / "bst"
SMALL = str(DATA / "small.bst")
HEAD = "ENTRY{author title}{}{}\n"

BIB = r"""
@preamble{"\newcommand{\sortas}[1]{}"}
@string{pub = "Example"}
@book{zola, author = {{\'E}mile Zola}, title = {La D{\'e}b{\^a}cle of {Paris}},
  year = {{\sortas{x}}1892}}
@book{duo, author = {van der Berg, Jan and Smith, Jr., Ann and others},
  title = {Two {\&} $x^2$ {\sc caps}}, year = 1990, howpublished = pub # " Press",
  note = "A ``note'' at \url{https://example.org/a_b?c=d&e}"}
@misc{none, title = {Anonymous < 'x'}}
@misc{child, author = {Doe}, title = {Child}, year = 2000, note = {}, crossref = {duo}}
"""


def style(name: str) -> BibtexStyle:
    loaded = load_style(name)
    assert isinstance(loaded, BibtexStyle)
    return loaded


def printed(bib: str, name: str = SMALL, output: str = "text") -> Bibliography:
    return style(name).bibliography_of_bibtex([bib], output=output)


def test_text_has_labels_accents_links_and_cross_references_resolved() -> None:
    assert printed(BIB).render().replace("\u00a0", "~") == (
        "[Ano] Anonymous < 'x'.\n"
        "[Ber] Jan van~der Berg, Ann Smith, Jr. and et~al. Two & x2 caps, Example Press, 1990. "
        "A “note” at https://example.org/a_b?c=d&e.\n"
        "[Doe] Doe. Child, Example Press, 2000. See [Ber].\n"
        "[Zol] Émile Zola. La débâcle of Paris, 1892.\n"
    )


def test_html_has_fonts_and_live_links() -> None:
    text = printed(BIB, output="html").entries[1].text
    assert "<i>Two &#38; x<sup>2</sup> " in text
    assert 'small-caps;">caps</span></i>' in text
    assert '<a href="https://example.org/a_b?c=d&#38;e">' in text


def test_latex_is_the_list_that_the_style_wrote() -> None:
    made = printed(BIB, output="latex")
    assert made.render().startswith("\\newcommand{\\sortas}[1]{}\n\\begin{thebibliography}{9}\n")
    assert made.entries[3].text == (
        r"{\'E}mile Zola. \newblock {\em La d{\'e}b{\^a}cle of {Paris}}, {\sortas{x}}1892."
    )


@pytest.mark.parametrize("output", ["markdown", "rtf"])
def test_other_outputs_hold_every_entry(output: str) -> None:
    made = printed(BIB, output=output)
    assert [entry.key for entry in made.entries] == ["none", "duo", "child", "zola"]
    assert all(entry.text in made.render() for entry in made.entries)


def test_what_the_style_warns_of_is_data() -> None:
    assert printed(BIB).warnings == ("no author in none", "no year in none")


def test_faults_of_the_database_are_warnings_and_the_rest_is_printed() -> None:
    made = printed("@misc{a, title = {A}, title = {B}}\n@misc{b, title = nowhere}\n@misc{a, x = 1}")
    assert [entry.text for entry in made.entries] == ["[1] .", "[A] A."]
    shown = " ".join(made.warnings)
    assert "duplicate title" in shown
    assert "nowhere" in shown
    assert "repeated" in shown


def test_references_are_written_for_bibtex() -> None:
    people = (Name("Zola", "Émile"), Name("周", "逸驰"), Name("Freeman", "BJC"))
    book = Reference(
        key="k",
        type="book",
        variables={"title": "Œuvres & <i>more</i>"},
        names={"author": people},
        dates={"issued": Date((DatePart(1890), DatePart(1892)))},
        others=frozenset({"author"}),
    )
    (entry,) = style(SMALL).bibliography([book]).entries
    assert entry.text.replace("\u00a0", " ") == (
        "[Zol] Émile Zola, 周逸驰, B. J. C. Freeman and et al. Œuvres & more, 1890–1892."
    )


def test_entries_have_the_keys_of_their_references_whatever_bibtex_can_hold() -> None:
    keys = ["a b", "https://x.org/{1}", "周", "plain"]
    given = [Reference(key, "book", {"title": key}) for key in keys]
    for name in (SMALL, "pybtex:unsrt"):
        assert sorted(e.key for e in style(name).bibliography(given).entries) == sorted(keys)


def test_accented_letters_become_special_characters() -> None:
    assert with_special("Émile Łódź Čapek ñ ı Ệ 周") == (
        r"{\'E}mile {\L}{\'o}d{\'z} {\v C}apek {\~n} {\i} Ệ 周"
    )


def test_a_manual_names_its_publisher_as_organization() -> None:
    manual = Reference("m", "book", {"title": "T", "publisher": "Chips"}, fields={"@": "manual"})
    assert "organization = {Chips}" in bib_text([manual])


def test_names_of_styles_that_do_not_exist() -> None:
    with pytest.raises(StyleError, match="there are pybtex:plain, pybtex:unsrt"):
        load_style("pybtex:nothing")
    with pytest.raises(StyleError, match="no such file"):
        load_style("no/such.bst")
    with pytest.raises(StyleError, match="leave the locale out"):
        load_style(SMALL, locale="de")


def test_without_tex_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StyleError, match=r"plain\.bst: .*texlive-base.*pybtex:plain"):
        load_style("plain.bst")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("FUNCTION{f}{ f } READ EXECUTE{f}", "calls itself without end"),
        ('FUNCTION{f}{ "ab" { #1 } { duplicate$ * } while$ } READ EXECUTE{f}', "longer than"),
        ('FUNCTION{f}{ "ab', "bad.bst: syntax error in line 2"),
        ("FUNCTION{f}{ g } READ EXECUTE{f}", "undefined function"),
        ("READ ITERATE{g}", "does not define"),
        ('FUNCTION{f}{ "a" #1 + } READ EXECUTE{f}', "bad.bst: TypeError"),
        ('FUNCTION{f}{ author #3 "{ff}" format.name$ } READ ITERATE{f}', "at the entry a"),
        ('FUNCTION{f}{ "x" write$ newline$ } READ EXECUTE{f}', "writes no"),
    ],
)
def test_faulty_styles_end_in_an_error_that_names_them(script: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        print_with_bst(HEAD + script, "bad.bst", ["@book{a, author={A}, title={T}}"])


def test_a_style_that_loops_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backmatter.styles.bst.interpreter._CALLS", 1000)
    loop = HEAD + "FUNCTION{f}{ { #1 } { skip$ } while$ } READ EXECUTE{f}"
    with pytest.raises(StyleError, match="does not end"):
        print_with_bst(loop, "bad.bst", [""])
    calls = "".join(f"FUNCTION{{g{i}}}{{ g{i - 1} g{i - 1} }}" for i in range(1, 40))
    many = f"{HEAD}FUNCTION{{g0}}{{skip$}}{calls} READ EXECUTE{{g39}}"
    with pytest.raises(StyleError, match="does not end"):
        print_with_bst(many, "bad.bst", [""])


@pytest.mark.parametrize(
    ("text", "mode", "changed"),
    [
        ("The NASA: A {Guide}", "t", "The nasa: A {Guide}"),
        (r"The {\OE}uvre of {\'E}mile: {\'E}t", "t", r"The {\oe}uvre of {\'e}mile: {\'E}t"),
        (r"{\OE}uvre", "t", r"{\OE}uvre"),
        (r"{\OE}uvre {\TeX Book}", "l", r"{\oe}uvre {\TeX book}"),
        (r"stra{\ss}e {\aa} {\'\i}", "u", r"STRA{SS}E {\AA} {\'I}"),
        (r"a {B {\OE}}", "u", r"A {B {\OE}}"),
    ],
)
def test_case_changes_as_in_bibtex(text: str, mode: str, changed: str) -> None:
    assert change_case(text, mode) == changed


def test_faults_that_bibtex_passes_over_are_warnings() -> None:
    script = (
        'FUNCTION{f}{ "\\bibitem{" cite$ * "}" * write$ title "x" write$ pop$ pop$ pop$ '
        'newline$ "left" } READ ITERATE{f}'
    )
    bib = "@misc{a, title={A}}\n@misc{b, title={B}}"
    made = print_with_bst(HEAD + script, "x.bst", [bib])
    assert [item.text for item in made.items] == ["x", "x"]
    assert made.warnings == tuple(
        f"the style {what} (at the entry {key})"
        for key in ("a", "b")
        for what in ("takes from an empty stack", "leaves something on the stack")
    )


def test_what_a_style_shows_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    script = f'{HEAD}FUNCTION{{f}}{{ "one" top$ "two" stack$ }} READ EXECUTE{{f}}'
    assert print_with_bst(script, "x.bst", [""]).warnings == ("one", "two")
    assert capsys.readouterr().out == ""


def test_natbib_labels_are_not_printed_and_its_commands_are_read() -> None:
    bbl = parse_bbl(
        "\\providecommand{\\natexlab}[1]{#1}\n\\providecommand{\\url}[1]{\\texttt{#1}}\n"
        "\\expandafter\\ifx\\csname urlstyle\\endcsname\\relax\n"
        "  \\providecommand{\\doi}[1]{doi: #1}\\else\n  \\providecommand{\\doi}{doi: }\\fi\n"
        "\\begin{thebibliography}{1}\n\\bibitem[{Knuth(1973{\\natexlab{a}})}]{k}\nKnuth. 100\\%\n"
        "  true, 1973{\\natexlab{a}}. \\doi{10.1/x}.\n\\end{thebibliography}"
    )
    (item,) = bbl.items
    assert item.is_author_year
    assert marked(item.latex, bbl.macros) == "Knuth. 100% true, 1973a. doi: 10.1/x."


@pytest.mark.parametrize(
    ("label", "is_author_year"),
    [("Knu73", False), ("Knuth, 1973", False), ("Knuth(1973)Knuth", True),
     (r"\protect\citeauthoryear{Knuth}{K}{1973}", True), (r"{\citename{Knuth}}1973", True)],
)  # fmt: skip
def test_labels_for_citations_by_author_and_year(label: str, is_author_year: bool) -> None:
    (item,) = parse_bbl(f"\\bibitem[{label}]{{k}} x").items
    assert item.is_author_year is is_author_year


def test_a_command_that_tex_computes_prints_its_last_argument() -> None:
    bbl = parse_bbl(
        "\\providecommand{\\foreign}[2]{\\csname l@#1\\endcsname #2}\n"
        "\\begin{thebibliography}{1}\n\\bibitem{k} \\foreign{german}{Über}\\end{thebibliography}"
    )
    assert marked(bbl.items[0].latex, bbl.macros) == "Über"


def test_commands_that_grow_without_end_are_cut_short() -> None:
    bbl = parse_bbl("\\newcommand{\\a}[1]{\\a{#1#1}\\a{#1}}\n\\bibitem{k} \\a{xx}")
    assert len(marked(bbl.items[0].latex, bbl.macros)) < 1_000_000


@given(st.text(alphabet="\\{}[]%#$~\"'\n abx@1_^", max_size=60))
def test_any_latex_is_read(text: str) -> None:
    bbl = parse_bbl(f"\\newcommand{{\\a}}[1]{{#1}}\n\\bibitem[{text}]{{k}}{text}")
    for item in bbl.items:
        marked(item.latex, bbl.macros)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([SMALL, "pybtex:alpha"]))
def test_any_title_and_name_print_and_text_is_html_without_tags(
    title: str, family: str, name: str
) -> None:
    reference = Reference("k", "book", {"title": title or "t"}, {"author": (Name(family, "A"),)})
    text = style(name).bibliography([reference]).entries[0].text
    tagged = style(name).bibliography([reference], output="html").entries[0].text
    assert letters(html.unescape(re.sub(r"<[^>]*>", "", tagged))) == letters(text)


def letters(text: str) -> str:
    """The text without blanks (a margin has none in HTML), raised letters as HTML sets them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", PYTHON_STYLES)
@pytest.mark.parametrize("output", [output.name for output in OUTPUTS])
def test_pybtex_styles_print_every_entry_in_every_output(name: str, output: str) -> None:
    bib = (DATA / "works.bib").read_text(encoding="utf-8")
    made = printed(bib, f"pybtex:{name}", output)
    assert len(made.entries) == 50
    assert any("conference-old: the style does not know" in text for text in made.warnings)


def test_pybtex_styles_sort_number_and_set_fonts() -> None:
    bib = "@book{b, author={Bee, B.}, title={On Bees}, publisher={P}, year=2001}\n"
    bib += "@article{a, author={Ant, A.}, title={On Ants}, journal={J}, year=2000}"
    assert printed(bib, "pybtex:plain").render().replace("\u00a0", " ") == (
        "[1] A. Ant. On ants. J, 2000.\n[2] B. Bee. On Bees. P, 2001.\n"
    )
    assert "<i>On Bees</i>" in printed(bib, "pybtex:unsrt", "html").entries[0].text
    assert printed(bib, "pybtex:alpha").entries[0].text.startswith("[Ant00]")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        (SMALL, "[周] 周逸驰, Ming Li and 张丹. "),
        ("pybtex:plain", "[1] 周逸驰, Ming Li, and 张丹. "),
    ],
)
def test_names_in_han_characters_keep_their_order(name: str, start: str) -> None:
    bib = "@misc{a, author={周, 逸驰 and Li, Ming and 张, 丹}, title={标题}, year=2021}"
    assert printed(bib, name).entries[0].text.startswith(start)


def test_pybtex_styles_print_what_they_can_of_an_incomplete_entry() -> None:
    made = printed("@book{b, title={Nothing Else}, howpublished={50\\% {x}}}", "pybtex:plain")
    assert "Nothing" in made.entries[0].text
    assert made.warnings
