"""Which references are one work: pairs from life, and that looking for them costs little."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from backmatter.references.bibtex.saving import open_bib
from backmatter.references.duplicates import finding
from backmatter.references.duplicates.comparing import Kind, Likeness, compare
from backmatter.references.duplicates.facts import Facts, arxiv_number, facts_of, is_server
from backmatter.references.duplicates.finding import find
from backmatter.references.duplicates.in_bib import facts_in
from backmatter.references.duplicates.telling import is_telling
from backmatter.references.formats import bibtex
from backmatter.references.rules.standing_duplicates import standing

BASE = "author = {Omlor, G. W.}, title = {Disc cell therapy with marrow of the rat}, year = 2018"
KNUTH = "@book{KEY, author = {Knuth, D}, title = {The art of programming}, year = 1968, "
HUXLEY = "@book{KEY, author = {Huxley, J}, year = 1942, title = {Evolution as a process"
WHO = "@report{KEY, author = {{World Health Organization}}, title = {Tuberculosis in the world}, "
NIETZSCHE = "@book{KEY, author = {Nietzsche, F}, title = {Complete works of his}, year = 1988"
EDITORIAL = "author = {Roe}, title = {Editorial}, year = 2001, journal = {Spine}, volume = 1, "
COLUMN = (
    "author = {Childs, B}, title = {From the President}, year = 1989, journal = {T}, volume = 10, "
)
PLACE = "journal = {Spine}, volume = 12, number = 3, pages = {101--110}"


def pair(one: str, other: str) -> Likeness | None:
    """What two entries, the first fields of each given, are to each other."""
    kinds = [text if text.startswith("@") else f"@article{{KEY, {text}}}" for text in (one, other)]
    text = "\n".join(kind.replace("KEY", key) for kind, key in zip(kinds, "ab", strict=True))
    first, second = facts_in(text)
    there, back = compare(first, second), compare(second, first)
    assert (there is None) == (back is None)
    assert not there or not back or there.kind == back.kind
    return there


CERTAIN = [
    (BASE, BASE.replace("Disc cell", "DISC {C}ell").replace("G. W.", "Georg")),
    (f"{BASE}, {PLACE}", BASE),
    (
        f"{BASE}, journal = {{Acta Orthop Scand}}",
        f"{BASE}, journal = {{Acta Orthopaedica Scandinavica}}",
    ),
    (
        f"{BASE}, doi = {{10.1000/x}}",
        "title = {Disc Cell Therapy with Marrow of the Rat}, doi = {10.1000/X}",
    ),
    (f"{BASE}, doi = {{10.1000/x}}", BASE.replace("2018", "2017") + ", doi = {10.1000/x}"),
    (f"{BASE}, pmid = {{123}}", "title = {Disc cell therapy with marrow of the rat}, pmid = {123}"),
    (f"{BASE}, title = {{x}}", f"{BASE}"),
    ("author = {Roe}, title = {Editorial}, year = 2001, " + PLACE,) * 2,
    ("@book{KEY, author = {Spivak, M}, title = {Calculus}, year = 1967}",) * 2,
    ("author = {王, 伟}, title = {间充质干细胞移植治疗椎间盘退变}, year = 2018",) * 2,
    (BASE.replace("title = {", "title = {RETRACTED: "), BASE),
]

NEAR = [
    (BASE, BASE.replace("marrow", "marow")),
    (f"{BASE}, {PLACE}", f"{BASE.replace('2018', '2019')}, {PLACE}"),
    (f"{BASE}, {PLACE}", f"{BASE}, {PLACE.replace('101', '111')}".replace("number = 3, ", "")),
    (f"{BASE}, {PLACE}", f"{BASE.replace('Omlor', 'Nerlich')}, {PLACE}"),
    (f"{BASE}, {PLACE}, doi = {{10.1000/x}}", f"{BASE}, {PLACE}, doi = {{10.1000/y}}"),
    (f"{BASE}, {PLACE}", f"author = {{Omlor, G}}, year = 2018, {PLACE}"),
    (
        f"{BASE}, {PLACE}",
        f"{BASE.replace(' with marrow of the rat', '')}, {PLACE}, doi = {{10.1/x}}",
    ),
    (
        f"{BASE}, doi = {{10.1000/x}}",
        f"{BASE.replace('of the rat', 'in rabbits')}, doi = {{10.1000/x}}",
    ),
    (
        HUXLEY + ": The modern synthesis}}",
        HUXLEY + "}}",
    ),
]

TWO_WORKS = [
    (
        f"{BASE.replace('rat', 'rat, part 1')}, {PLACE}",
        f"{BASE.replace('rat', 'rat, part 2')}, {PLACE}",
    ),
    (BASE.replace("rat}", "rat. I}"), BASE.replace("rat}", "rat. II}")),
    (f"{BASE}, {PLACE}", f"{BASE.replace('{Disc', '{Erratum: disc')}, {PLACE}"),
    (f"{BASE}, {PLACE}", f"{BASE.replace('{Disc', '{Reply to: disc')}, {PLACE}"),
    (BASE, BASE.replace("Omlor", "Nerlich")),
    (BASE.replace("Disc cell", "Hyperglycemic"), BASE.replace("Disc cell", "Hypoglycemic")),
    (
        KNUTH + "edition = 1}",
        KNUTH + "edition = 2}",
    ),
    (
        KNUTH + "volume = 1}",
        KNUTH + "volume = 2}",
    ),
    (
        WHO + "year = 2018}",
        WHO + "year = 2019}",
    ),
    ("@thesis{KEY, " + BASE + "}", f"{BASE}, {PLACE}"),
    (
        "@inproceedings{KEY, " + BASE + ", booktitle = {International Conference on Robotics}}",
        f"{BASE.replace('2018', '2019')}, journal = {{International Journal of Computing}}",
    ),
    (
        EDITORIAL + "pages = {1}",
        EDITORIAL + "pages = {9}",
    ),
    (
        COLUMN + "number = 1, pages = 5",
        COLUMN + "number = 2, pages = 147",
    ),
    (
        "author = {王伟}, title = {椎间盘退变的研究（上册）}, year = 2018",
        "author = {王伟}, title = {椎间盘退变的研究（下册）}, year = 2018",
    ),
    (
        f"{BASE}, doi = {{10.1000/x}}",
        "author = {Roe}, title = {Growth of bones}, doi = {10.1000/x}",
    ),
]

ASKED = [
    (BASE.replace(" with marrow of the rat", "").replace(" therapy", ""),) * 2,
    (
        NIETZSCHE + "}",
        NIETZSCHE + ", volume = 1}",
    ),
]

PREPRINTS = [
    "@misc{KEY, " + BASE + ", eprint = {1801.00001}, archiveprefix = {arXiv}}",
    "@article{KEY, " + BASE + ", journal = {arXiv preprint arXiv:1801.00001}}",
    "@article{KEY, " + BASE + ", journal = {CoRR}, volume = {abs/1801.00001}}",
    "@online{KEY, " + BASE + ", doi = {10.1101/123456}}",
    "@article{KEY, " + BASE + ", journal = {bioRxiv}, doi = {10.1101/2018.01.01.123456}}",
]


@pytest.mark.parametrize(("one", "other"), CERTAIN)
def test_one_work_for_certain(one: str, other: str) -> None:
    found = pair(one, other)
    assert found is not None
    assert found.kind is Kind.CERTAIN


@pytest.mark.parametrize(("one", "other"), [*NEAR, *ASKED])
def test_perhaps_one_work(one: str, other: str) -> None:
    found = pair(one, other)
    assert found is not None
    assert found.kind is Kind.NEAR


@pytest.mark.parametrize(("one", "other"), TWO_WORKS)
def test_two_works_that_look_alike(one: str, other: str) -> None:
    assert pair(one, other) is None


@pytest.mark.parametrize("preprint", PREPRINTS)
def test_a_preprint_is_a_version_of_its_article_and_never_the_same(preprint: str) -> None:
    found = pair(preprint, f"{BASE.replace('2018', '2019')}, {PLACE}")
    assert found is not None
    assert (found.kind, found.preprint) == (Kind.VERSION, 0)
    same_year = pair(f"{BASE}, {PLACE}", preprint)
    assert same_year is not None
    assert (same_year.kind, same_year.preprint) == (Kind.VERSION, 1)
    assert pair(preprint, f"{BASE.replace('2018', '2030')}, {PLACE}") is None


def test_entries_that_name_each_other_are_two() -> None:
    assert pair(BASE, f"{BASE}, related = {{a}}") is None


def test_two_prints_of_one_preprint_are_one() -> None:
    found = pair(PREPRINTS[0], PREPRINTS[1])
    assert found is not None
    assert found.kind is Kind.CERTAIN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1706.03762v2", "1706.03762"),
        ("arXiv:hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/abs/1706.03762", "1706.03762"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("abs/1706.03762", "1706.03762"),
        ("2017", ""),
        ("Spine 12", ""),
    ],
)
def test_arxiv_numbers(text: str, number: str) -> None:
    assert arxiv_number(text) == number


def test_servers_and_journals() -> None:
    assert is_server("arXiv preprint arXiv:1706.03762")
    assert is_server("CoRR")
    assert not is_server("Corrosion Science")
    assert not is_server("")


@pytest.mark.parametrize("title", ["Editorial", "Book review", "Quiz case 1", "前言", "On cells"])
def test_titles_that_many_works_bear(title: str) -> None:
    assert not is_telling(title)
    assert is_telling("Disc cell therapy")


def test_what_is_certain_pairwise_need_not_be_so_together() -> None:
    text = "\n".join(
        f"@article{{k{n}, {BASE}, {place}}}"
        for n, place in enumerate(
            ("volume = 1, journal = {Spine}", "note = {x}", "volume = 2, journal = {Spine}")
        )
    )
    found = find(facts_in(text))
    assert found.groups == ()
    assert {(p.earlier, p.later, p.likeness.kind) for p in found.pairs} >= {
        (0, 1, Kind.NEAR),
        (1, 2, Kind.NEAR),
    }


def test_many_prints_of_one_work_are_one_group() -> None:
    text = "\n".join(f"@article{{k{n}, {BASE}, {PLACE}}}" for n in range(100))
    found = find(facts_in(text))
    assert found.groups == (tuple(range(100)),)
    assert (len(found.certain), found.pairs) == (99, ())


def test_a_comment_says_that_two_are_two() -> None:
    one = f"@article{{a, {BASE}}}\n"
    other = one.replace("{a,", "{b,").replace("marrow", "marow")
    for text, expected in ((one + other, 1), (f"{one}% backmatter: ignore BM206\n{other}", 0)):
        assert len(standing(find(facts_in(text)), text).pairs) == expected
    twice = f"{one}{one.replace('{a,', '{b, % backmatter: ignore BM202' + chr(10))}"
    assert find(facts_in(twice)).groups == ((0, 1),)
    assert standing(find(facts_in(twice)), twice).groups == ()


@pytest.mark.parametrize("title", ["Editorial", "The growth of discs in rats and of cells in them"])
@pytest.mark.parametrize("author", ["Roe, R", "Roe{n}, R"])
def test_a_title_that_stands_in_thousands_is_not_compared_with_all(
    title: str, author: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def counting(one: Facts, other: Facts) -> Likeness | None:
        nonlocal compared
        compared += 1
        return compare(one, other)

    monkeypatch.setattr(finding, "compare", counting)
    counts: list[int] = []
    for size in (500, 1000, 2000):
        compared = 0
        find(
            facts_in(
                "".join(
                    f"@article{{k{n}, title = {{{title}}}, author = {{{author.format(n=n)}}}, "
                    f"year = 2001, volume = {n % 40}, pages = {{{n}}}, journal = {{Spine}}}}\n"
                    for n in range(size)
                )
            )
        )
        counts.append(compared)
    assert counts[2] - counts[1] <= 2.2 * (counts[1] - counts[0]) + 100
    assert counts[2] <= 2000 * 30 * 6


def test_the_order_of_a_library_does_not_change_what_is_one() -> None:
    texts = [
        f"@article{{k{n}, {BASE.replace('rat', f'rat {n % 7}')}, volume = {n % 7}}}\n"
        for n in range(40)
    ]
    first = find(facts_in("".join(texts)))
    random.Random(1).shuffle(texts)  # noqa: S311  # an order, no secret
    mixed = "".join(texts)
    second = find(facts_in(mixed))
    assert sorted(len(group) for group in first.groups) == sorted(len(g) for g in second.groups)


@pytest.mark.needs("shared")
def test_entries_read_one_by_one_say_what_records_say(shared: Path) -> None:
    for path in sorted((shared / "bib-corpus").glob("b*.bib")):
        text = open_bib(path.read_bytes(), path.name).text
        one_by_one = [facts for facts in facts_in(text) if facts != Facts()]
        records = [facts_of(reference) for reference in bibtex.read(text).references]
        assert len(one_by_one) <= len(records)
        titles = {facts.key: (facts.title, facts.year, facts.container) for facts in records}
        assert all(
            titles[facts.key] == (facts.title, facts.year, facts.container)
            for facts in one_by_one
            if [each.key for each in records].count(facts.key) == 1
        )


@pytest.mark.needs("shared")
def test_copies_of_a_real_file_are_the_same_works(shared: Path) -> None:
    """Two programs keep the examples of BibLaTeX; an entry with one key is one work in both."""
    texts = [
        open_bib((shared / "bib-corpus" / name).read_bytes(), name).text
        for name in ("bibtex-tidy--biblatex-examples.bib", "pandoc-citeproc--biblatex-examples.bib")
    ]
    joined = f"{texts[0]}\n{texts[1]}"
    facts = facts_in(joined, starts=(0, len(texts[0]) + 1))
    certain = find(facts).certain
    assert len(certain) > 70
    keys = [(facts[each.earlier].key, facts[each.later].key) for each in certain]
    assert {pair for pair in keys if len(set(pair)) > 1} == {
        ("kullback:reprint", "kullback:related"),  # two entries for one print, to show a feature
        ("knuth:ct", "knuth:ct:related"),
        ("vangennep", "vangennep:related"),
    }
