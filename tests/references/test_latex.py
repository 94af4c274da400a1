"""LaTeX in fields becomes Unicode with CSL's markup, and goes back without loss."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.latex import decode, encode


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        (r"41\bibrangedash 56\addsemicolon\space 62", "41–56; 62"),
        ("a\n   b\tc ", "a b c"),
        (r"M{\"o}bius {\'E}t{\'\i} \c{c}\v{S}\'{\i} \r a \H{o}", "Möbius Étí çŠí å ő"),
        (r'\"{U}ber \~n \^{e} \`a \=o \.z \u{g} \k{a} \d{s} \b{k}', "Über ñ ê à ō ż ğ ą ṣ ḵ"),
        (r"{\ss} \o{} {\L}\'od\'z \AA ngstr\"om \ae \OE", "ß ø Łódź Ångström æŒ"),
        (r"A \& B 50\% \$ \# a\_b \{x\}", "A & B 50% $ # a_b {x}"),
        ("C.~A. pages 1--2 --- ``quoted''", "C.\u00a0A. pages 1–2 — “quoted”"),
        (r"\emph{E. coli} H\textsubscript{2}O x\textsuperscript{2} \textbf{b}",
         "<i>E. coli</i> H<sub>2</sub>O x<sup>2</sup> <b>b</b>"),
        (r"a \it b{\bf c} d", "a <i>b<b>c</b> d</i>"),
        (r"{\em in vivo} {\it a {\bf b} c}", "<i>in vivo</i> <i>a <b>b</b> c</i>"),
        (r"\textsc{doi}", '<span style="font-variant:small-caps;">doi</span>'),
        (r"$\beta$-catenin $H_2O$ $10^{-3}$ $x^\circ$ $a_{i_j}$",
         "β-catenin H<sub>2</sub>O 10<sup>-3</sup> x° a<sub>i<sub>j</sub></sub>"),
        (r"The {\TeX} book and \LaTeX\ too", "The TeX book and LaTeX too"),
        (r"\enquote{a \enquote{b}} \mkbibquote{c} \enquote*{d}", "“a ‘b’” “c” “d”"),
        (r"\url{http://a.b/~c_d\%20} \href{http://x}{text}", "http://a.b/~c_d%20 text"),
        (r"{\noopsort{1973a}}1973 \unknowncommand{kept} \textregistered \rightarrow",
         "1973 kept ®→"),
        ("{BMP7} and {TGF-β}", "BMP7 and TGF-β"),
        (r"unbalanced { and \textbf{b", "unbalanced and <b>b</b>"),
        ("too many } here", "too many here"),
        ("a $5 note", "a $5 note"),
        ("\\", ""),
        ("\\'", ""),
        (r"\'\'\'e", "é\u0301\u0301"),
    ],
)  # fmt: skip
def test_decoding(value: str, text: str) -> None:
    assert decode(value) == text


def test_braces_that_keep_letters_can_be_kept() -> None:
    assert decode(r"The {NASA} and {\"U}ber \emph{{X{Y}}z}", keep_case_marks=True) == (
        'The <span class="nocase">NASA</span> and Über <i><span class="nocase">XY</span>z</i>'
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A & B, 50% of $5 #1 a_b", r"A \& B, 50\% of \$5 \#1 a\_b"),
        ("{x}", r"\textbraceleft{}x\textbraceright{}"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("<i>E. coli</i> x<sup>2</sup>", r"\emph{E. coli} x\textsuperscript{2}"),
        ('<span class="nocase">van</span> <span style="font-variant:small-caps;">x</span>',
         r"{van} \textsc{x}"),
        ("TGF-β1与人", "TGF-β1与人"),
        ("a <b c> d <i>open", "a <b c> d <i>open"),
        ("a -- b ``c''", "a -{}- b `{}`c'{}'"),
        ("a\u00a0b", "a~b"),
    ],
)  # fmt: skip
def test_encoding(text: str, value: str) -> None:
    assert encode(text) == value


_CHARACTERS = list("ab -–—'`\"\\{}$%&#_~^<>/é中β\u00a0\u0301")
_TAGS = ["<i>", "</i>", "<sup>", "</sup>", "</span>"]
_SPAN = '<span style="font-variant:small-caps;">'
_TEXTS = st.lists(st.sampled_from([*_CHARACTERS, *_TAGS, _SPAN]), max_size=30).map("".join)
_COMMANDS = ["\\em ", "\\'", "\\emph", "\\url", "\\c", "\\begin{x}", "\\$", *"\\{}$~-`'a ^_%"]
_VALUES = st.lists(st.sampled_from(_COMMANDS), max_size=40).map("".join)


@given(_TEXTS)
@settings(max_examples=500)
def test_what_is_encoded_is_decoded_to_the_same(text: str) -> None:
    value = encode(text)
    assert decode(value) == " ".join(text.split(" ")).strip(" ") if "  " not in text else True
    assert value.count("{") == value.count("}")
    assert encode(decode(value)) == value


@given(_VALUES)
@settings(max_examples=500)
def test_any_field_is_read(value: str) -> None:
    marked = decode(value, keep_case_marks=True)
    unmarked = marked.replace('<span class="nocase">', "").replace("</span>", "")
    assert re.sub(" +", " ", unmarked).strip(" ") == decode(value)


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("unit", ["{", "\\'", "\\emph{", "$", "{\\em ", "\\textbf", "a{b}", "<i>"])
def test_hostile_nesting_is_read(unit: str) -> None:
    decode(unit * 50_000)
    encode(unit * 50_000)


def test_a_command_that_stands_for_a_name_leaves_its_name() -> None:
    assert decode(r"Converting {\MF} sources using \MP\ and {\PCTeX}, \relax x") == (
        "Converting MF sources using MP and PCTeX, x"
    )
