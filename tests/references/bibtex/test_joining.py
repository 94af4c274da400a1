"""Several files as one text: nothing lost, abbreviations still mean what they meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.joining import join
from backmatter.references.formats import bibtex_blocks


def test_one_file_is_itself() -> None:
    assert join([("a", "x\r\n")]).text == "x\r\n"


def test_line_ends_are_those_of_the_first_and_one_line_is_empty_between() -> None:
    joined = join([("a", "@misc{a}\r\n"), ("b", "@misc{b}\n\n"), ("c", "@misc{c}")])
    assert joined.text == "@misc{a}\r\n\r\n@misc{b}\r\n\r\n@misc{c}"
    assert [joined.place(joined.text.index(f"@misc{{{key}")) for key in "abc"] == [
        "a:1",
        "b:1",
        "c:1",
    ]


def test_an_abbreviation_with_another_meaning_gets_another_name() -> None:
    joined = join(
        [
            ("a", "@string{s = {S}}\n"),
            ("b", '@string{S = "T" # {s}, t-2 = S}\n@misc{x, note = {s} # s # "s", k = S}\n'),
            ("c", "@string{s = {S}, s-2 = {U}}\n@misc{y, note = s-2}\n"),
        ]
    )
    assert joined.text == (
        "@string{s = {S}}\n\n"
        '@string{s-2 = "T" # {s}, t-2 = s-2}\n@misc{x, note = {s} # s-2 # "s", k = s-2}\n\n'
        "@string{s = {S}, s-2-2 = {U}}\n@misc{y, note = s-2-2}\n"
    )
    assert [(each.file, each.old, each.new) for each in joined.renamed] == [
        ("b", "s", "s-2"),
        ("c", "s-2", "s-2-2"),
    ]


def test_what_is_not_defined_keeps_its_name_and_nobodys_meaning() -> None:
    texts = [
        "@misc{x, journal = apj, month = jan}\n",
        "@string{apj = {A}, jan = {J}}\n@misc{y, k = apj}\n",
    ]
    joined = join([("a", texts[0]), ("b", texts[1])])
    assert joined.text == f"{texts[0]}\n" + texts[1].replace("apj", "apj-2")


_NAME = st.sampled_from(["s", "t", "S", "s-2"])
_TEXT = st.lists(
    st.one_of(
        st.tuples(_NAME, st.sampled_from(["{A}", '"B"', "{C} # {D}"])).map(
            lambda pair: f"@string{{{pair[0]} = {pair[1]}}}\n"
        ),
        st.tuples(st.sampled_from("xyz"), _NAME).map(
            lambda pair: f"@misc{{{pair[0]}, note = {{a }} # {pair[1]}}}\n"
        ),
    ),
    max_size=6,
).map("".join)


def _defined_once(text: str) -> bool:
    names = [line.split()[0].lower() for line in text.splitlines() if line.startswith("@string")]
    return len(set(names)) == len(names)


@given(st.lists(_TEXT.filter(_defined_once), min_size=1, max_size=3))
def test_every_entry_says_what_it_said_in_its_own_file(texts: list[str]) -> None:
    joined = join([(str(number), text) for number, text in enumerate(texts)])
    alone = [e for text in texts for e in bibtex_blocks.read(text, "").entries]
    together = bibtex_blocks.read(joined.text, "").entries
    for one, other in zip(alone, together, strict=True):
        known = one.fields["note"][2:] not in ("s", "t", "S", "s-2")
        assert (one.key, one.fields) == (other.key, other.fields) or not known
