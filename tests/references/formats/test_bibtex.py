"""`.bib` files: both dialects in, one canonical form out, and nothing lost between."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.formats import bibtex
from backmatter.references.model import Date, DatePart, Name, Reference, Source


def _read(text: str) -> Reference:
    result = bibtex.read(text)
    assert result.findings == ()
    return replace(result.references[0], source=None)


def _essence(reference: Reference) -> Reference:
    """A record without its place, which each reading sets anew."""
    return replace(reference, source=None)


def test_an_article() -> None:
    text = """@Article{noriega2021,
      author  = {Noriega, D. C. and Hern{\\'a}ndez-Ramajo, R. and others},
      title   = "Treatment of {IVD} disease: 5\\% \\& more",
      journal = {Transplantation}, year = 2021, month = feb, day = 3,
      volume = 105, number = {2}, pages = {e25--e27}, doi = {https://doi.org/10.1097/TP.0\\_1},
      langid = {english}, keywords = {disc, stem cell > MSC},
      mendeley-groups = {Spine},
    }"""
    assert _read(text) == Reference(
        key="noriega2021",
        type="article-journal",
        variables={
            "language": "en",
            "title": "Treatment of IVD disease: 5% & more",
            "container-title": "Transplantation",
            "issue": "2",
            "volume": "105",
            "page": "e25-e27",
            "DOI": "10.1097/TP.0_1",
        },
        names={"author": (Name("Noriega", "D. C."), Name("Hernández-Ramajo", "R."))},
        dates={"issued": Date((DatePart(2021, 2, 3),))},
        others=frozenset({"author"}),
        keywords=("disc", "stem cell > MSC"),
        fields={"mendeley-groups": "Spine"},
    )


def test_biblatex_fields() -> None:
    reference = _read("""@book{b, author = {family=Gogh, given=Vincent, prefix=van},
      title = {The Letters}, subtitle = {A Choice}, maintitle = {Works},
      date = {2018-03/2019}, location = {Paris and London}, publisher = {Foo {and} Sons},
      edition = {2}, series = {S}, number = {4}, volume = {7}, part = {2}, urldate = {2020-01-02},
      origdate = {-0043}, hyphenation = {german}, pubstate = {inpress},
      eprinttype = {arxiv}, eprint = {1234.5678}}""")
    assert reference.variables == {
        "language": "de-DE",
        "title": "Works",
        "volume-title": "The Letters: A Choice",
        "collection-title": "S",
        "collection-number": "4",
        "edition": "2",
        "status": "in press",
        "volume": "7.2",
        "publisher": "Foo and Sons",
        "publisher-place": "Paris; London",
        "URL": "https://arxiv.org/abs/1234.5678",
    }
    assert reference.names == {"author": (Name("Gogh", "Vincent", dropping_particle="van"),)}
    assert reference.dates == {
        "issued": Date((DatePart(2018, 3), DatePart(2019))),
        "accessed": Date((DatePart(2020, 1, 2),)),
        "original-date": Date((DatePart(-44),)),
    }
    assert reference.fields == {"eprinttype": "arxiv", "eprint": "1234.5678"}


@pytest.mark.parametrize(
    ("entry", "csl_type"),
    [
        ("@article{a, entrysubtype = {newspaper}}", "article-newspaper"),
        ("@inproceedings{a,}", "paper-conference"),
        ("@standard{a,}", "standard"),
        ("@mastersthesis{a,}", "thesis"),
        ("@misc{a,}", ""),
        ("@unpublished{a, eventtitle = {E}}", "speech"),
        ("@manual{a, entrysubtype = {standard}}", "standard"),
        ("@nonsense{a,}", ""),
    ],
)
def test_types(entry: str, csl_type: str) -> None:
    assert _read(entry).type == csl_type


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2001, month = may # \"~14\"", Date((DatePart(2001, 5, 14),))),
        ("year = {2001}, month = {July 30th}", Date((DatePart(2001, 7, 30),))),
        ("year = {2001}, month = {8}", Date((DatePart(2001, 8),))),
        ("year = {2001}, month = jul # \"/\" # aug", Date((DatePart(2001, 7), DatePart(2001, 8)))),
        ("year = {2001}, month = {Spring}", Date((DatePart(2001, season=1),))),
        ("year = {in press}", Date(literal="in press")),
        ("year = {2001/2002}", Date((DatePart(2001), DatePart(2002)))),
        ("date = {2001~}", Date((DatePart(2001),), circa=True)),
        ("date = {2001/}", Date((DatePart(2001), DatePart()))),
        ("date = {199X}", Date((DatePart(1990), DatePart(1999)))),
        ("date = {2004-22}", Date((DatePart(2004, season=2),))),
        ("date = {2020-04-27}, year = {2020}", Date((DatePart(2020, 4, 27),))),
        ("date = {2020-13}", Date(literal="2020-13")),
    ],
)  # fmt: skip
def test_dates(fields: str, date: Date) -> None:
    assert _read(f"@book{{a, {fields}}}").dates["issued"] == date


def test_an_address_goes_before_the_place_where_a_conference_met() -> None:
    text = "@inproceedings{a, title={T}, location={Shanghai}, address={New York}, library={X 1}}"
    (reference,) = bibtex.read(text).references
    assert reference.text("publisher-place") == "New York"
    assert reference.text("call-number") == "X 1"


def test_an_issue_of_a_periodical() -> None:
    text = "@periodical{a, title = {Computers}, issuetitle = {Media}, volume = {35}}"
    reference = _read(text)
    assert reference.type == "article-journal"
    assert reference.variables == {"title": "Media", "container-title": "Computers", "volume": "35"}
    written = bibtex.write([reference])
    assert written.startswith("@periodical{a,\n  title = {Computers},\n  issuetitle = {Media},")
    assert _read(written) == reference


def test_strings_concatenation_comments_and_preamble() -> None:
    text = """% a comment @ with an at
    @string(press = "Harvard " # {University Press})
    @STRING{hup = press # ", Mass."}
    @preamble{"\\newcommand{\\x}{y}"}
    @comment{jabref-meta: x;}
    @book{a, publisher = hup, title = "A " # {B} # " C", year = 19 # 99,
      % note = {commented out},
    }"""
    reference = _read(text)
    assert reference.variables == {"title": "A B C", "publisher": "Harvard University Press, Mass."}
    assert reference.year == 1999


def test_crossref_and_xdata_are_resolved() -> None:
    text = """@incollection{child, crossref = {parent}, author = {Roe, A}, title = {One}}
    @collection{parent, editor = {Doe, B}, title = {All}, subtitle = {Sub}, date = {2000},
      xdata = {house}}
    @xdata{house, publisher = {P}, location = {L}}"""
    result = bibtex.read(text)
    assert result.findings == ()
    child, parent = result.references
    assert child.variables == {
        "title": "One", "container-title": "All: Sub", "publisher": "P", "publisher-place": "L",
    }  # fmt: skip
    assert child.names["editor"] == parent.names["editor"] == (Name("Doe", "B"),)
    assert child.year == 2000
    assert child.fields == {}


def test_a_circle_of_crossrefs_ends() -> None:
    text = "@book{a, crossref = {b}, title = {A}} @book{b, crossref = {a}, year = {2001}}"
    assert [reference.year for reference in bibtex.read(text).references] == [2001, 2001]


def test_abbreviations_cannot_grow_without_bound() -> None:
    text = (
        '@string{a = "0123456789"}' + "@string{a = a # a}" * 40 + "@book{b, note = a, title = {T}}"
    )
    result = bibtex.read(text)
    assert {finding.code for finding in result.findings} == {"BM123"}
    assert len(result.references[0].variables["note"]) <= 100_000


def test_data_entries_that_name_all_others_end() -> None:
    keys = ",".join(f"k{n}" for n in range(30))
    text = "".join(f"@xdata{{k{n}, xdata = {{{keys}}}, note = {{N}}}}" for n in range(30))
    reference = bibtex.read(text + f"@book{{b, xdata = {{{keys}}}}}").references[0]
    assert reference.variables == {"note": "N"}


def test_faults_are_findings_and_reading_goes_on() -> None:
    text = """@article{one, title = {A}, title = {B}, note = undefined}
@article{one, title = {C}}
@article{broken, title = {never closed
@article{two title = {D}}
@article{three, title = {E}, crossref = {nowhere}}
@article{, title = {F}}
"""
    result = bibtex.read(text, "refs.bib")
    assert [(str(f.location), f.code) for f in result.findings] == [
        ("refs.bib:1:1", "BM122"),
        ("refs.bib:1:1", "BM123"),
        ("refs.bib:2:1", "BM121"),
        ("refs.bib:3:1", "BM120"),
        ("refs.bib:4:1", "BM120"),
        ("refs.bib:5:1", "BM124"),
    ]
    assert all("\n" not in finding.message for finding in result.findings)
    assert [(r.key, r.title) for r in result.references] == [
        ("one", "A"), ("one", "C"), ("two", "D"), ("three", "E"), ("", "F"),
    ]  # fmt: skip
    source = result.references[3].source
    assert source
    assert (source.file, source.line, source.end_line) == ("refs.bib", 5, 5)


def test_names_that_bibtex_would_refuse_are_findings() -> None:
    result = bibtex.read("@book{a, author = {Roe, A, Doe, B, Poe, C and Fine, D}}", "f.bib")
    assert [(str(f.location), f.code, f.message) for f in result.findings] == [
        ("f.bib:1:1", "BM125", "author: Roe, A, Doe, B, Poe, C is no name: too many commas")
    ]
    assert len(result.references[0].names["author"]) == 2


def test_canonical_layout() -> None:
    reference = Reference(
        key="noriega2021treatment",
        type="article-journal",
        variables={
            "page": "e25-e27",
            "title": "Treatment of mRNA & BMP7 in Beijing with <i>E. coli</i> and vitamin D",
            "container-title": "Transplantation",
            "volume": "105",
            "issue": "2",
            "language": "en",
            "medium": "OL",
            "DOI": "10.1097/TP.0_1",
            "citation-number": "23",
        },
        names={"author": (Name("Noriega", "DC"), Name(literal="Group A and B"))},
        dates={"issued": Date((DatePart(2021, 5, 3),))},
        others=frozenset({"author"}),
        keywords=("disc", "stem cell > MSC"),
        fields={"file": "x.pdf"},
        source=Source("r.txt", 3, 5, None, "23", "N DC. T[J].", "N DC. T[J]."),
    )
    text = bibtex.write([reference])
    assert (
        text
        == r"""@article{noriega2021treatment,
  author = {Noriega, DC and {Group A and B} and others},
  title = {Treatment of {mRNA} \& {BMP7} in {Beijing} with \emph{{E}. coli} and vitamin {D}},
  journal = {Transplantation},
  volume = {105},
  number = {2},
  pages = {e25--e27},
  year = {2021},
  month = may,
  day = {3},
  doi = {10.1097/TP.0_1},
  langid = {english},
  keywords = {disc, stem cell > MSC},
  usera = {N DC. T[J].},
  userb = {[23] r.txt:3-5},
  verba = {{"medium": "OL"}},
  file = {x.pdf},
}
"""
    )
    again = bibtex.read(text).references[0]
    assert again.source
    assert (again.source.number, again.source.printed) == ("23", "N DC. T[J].")
    assert again.variables == reference.variables
    assert bibtex.write([again]) == text


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The Origin of Species", "The Origin of Species"),
        ("Defects of Chinese patients", "Defects of {Chinese} patients"),
        ("Defects in discs: A study", "Defects in discs: A study"),
        ("DEFECTS IN THE DISC", "DEFECTS IN THE DISC"),
        ("TGF-β1与人", "{TGF}-β1与人"),
        ("DII COE的基本概念", "{DII} {COE}的基本概念"),
        ('A Study of <span class="nocase">Jake</span>', "A Study of {Jake}"),
    ],
)  # fmt: skip
def test_capitals_that_must_stay_are_guarded(title: str, written: str) -> None:
    reference = Reference("a", "book", {"title": title})
    assert f"title = {{{written}}}," in bibtex.write([reference])
    assert _read(bibtex.write([reference])).title == title


def test_titles_like_pandoc() -> None:
    text = "@book{a, title = {The {Ghost} of Hemingway's House: An Essay}}"
    plain, pandoc = (bibtex.read(text, like_pandoc=p).references[0] for p in (False, True))
    assert plain.title == 'The <span class="nocase">Ghost</span> of Hemingway\'s House: An Essay'
    assert pandoc.title == "The Ghost of hemingway’s house: An essay"
    assert pandoc.variables["title-short"] == "The Ghost of hemingway’s house"


def test_keys_are_made_safe_and_stay_apart() -> None:
    references = [Reference(key=key) for key in ("a b", "a,b", "a-b", "http://x/y{z}")]
    keys = [reference.key for reference in bibtex.read(bibtex.write(references)).references]
    assert keys == ["a-b", "a-b-2", "a-b", "http://x/y-z-"]


def test_hostile_fields_cannot_break_out() -> None:
    evil = "}\n@article{evil, title={x}}\n@comment{"
    reference = Reference(
        "a", "book", {"title": evil, "note": evil, "medium": evil, "URL": evil, "x": evil},
        {"author": (Name(literal=evil), Name(evil, evil))},
        fields={"file": evil, "bad name": "x", "ok": "{\\{}", "author": "z"},
        keywords=(evil,), source=Source(printed=evil, number=evil),
    )  # fmt: skip
    result = bibtex.read(bibtex.write([reference]))
    assert result.findings == ()
    assert [r.key for r in result.references] == ["a"]
    back = result.references[0]
    assert back.variables["URL"] == evil
    assert back.fields.items() >= {"file": evil, "bad name": "x", "ok": "{\\{}"}.items()


_TEXT = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"],
                      include_characters=" \\{}$%&#_~^<>'`-"),
        min_size=1, max_size=20,
    )
    .map(lambda text: re.sub(" +", " ", text).strip())
    .filter(bool)
)  # fmt: skip
_ID = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9./_%~#&-]{0,12}", fullmatch=True)
_TEXT_VARIABLES = (
    "title container-title collection-title publisher publisher-place note edition genre version "
    "medium status event-title volume issue number archive abstract annote title-short odd"
)
_VARIABLES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(_TEXT_VARIABLES.split(), _TEXT),
        **dict.fromkeys(("DOI", "URL", "ISBN", "PMID", "PMCID"), _ID),
        "page": st.sampled_from(["1", "e25-e27", "12-15, 18", "A-1", "iv"]),
        "language": st.sampled_from(["en", "en-US", "zh", "zh-CN", "de-DE", "ru-RU", "tlh", "x-y"]),
    },
)
_PEOPLE = st.lists(
    st.one_of(
        st.builds(Name, st.sampled_from(["Zhang", "O'Neil", "张", "García de la Cruz", "Ab, C"]),
                  _TEXT, st.sampled_from(["", "Jr."]), st.sampled_from(["", "van", "De la"])),
        st.builds(Name, literal=_TEXT),
        st.just(Name("Aristotle")),
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
_PART = st.one_of(
    st.builds(
        DatePart, st.integers(-500, 2100).filter(bool), st.integers(1, 12), st.integers(0, 31)
    ),
    st.builds(DatePart, st.integers(1, 2100), st.just(0), st.just(0), st.integers(0, 4)),
)
_DATES = st.one_of(
    st.builds(Date, st.tuples(_PART), st.booleans()),
    st.builds(Date, st.tuples(_PART, st.one_of(_PART, st.just(DatePart()))), st.booleans()),
    st.builds(Date, literal=_TEXT),
)
_REFERENCES = st.builds(
    Reference,
    key=_ID.map(lambda key: re.sub("[^a-zA-Z0-9]", ":", key)),
    type=st.sampled_from(["", "article-journal", "book", "chapter", "paper-conference", "thesis",
                          "report", "webpage", "patent", "standard", "map", "speech", "dataset",
                          "article", "article-newspaper", "motion_picture", "post-weblog",
                          "software", "document", "legal_case", "periodical"]),
    variables=_VARIABLES,
    names=st.dictionaries(
        st.sampled_from(["author", "editor", "translator", "container-author", "director"]),
        _PEOPLE, max_size=3),
    dates=st.dictionaries(
        st.sampled_from(["issued", "accessed", "event-date", "original-date", "submitted"]),
        _DATES, max_size=3),
    others=st.frozensets(st.sampled_from(["author", "editor", "director"])),
    keywords=st.lists(_TEXT, max_size=3, unique=True).map(tuple),
    fields=st.dictionaries(st.sampled_from(["mark", "file", "bdsk-url-1", "Odd Name"]), _TEXT,
                           max_size=2),
)  # fmt: skip


@given(_REFERENCES)
@settings(max_examples=200)
def test_what_is_written_is_read_back(reference: Reference) -> None:
    text = bibtex.write([reference])
    result = bibtex.read(text)
    assert result.findings == ()
    assert len(result.references) == 1
    assert _essence(result.references[0]) == reference
    assert bibtex.write(result.references) == text


_PIECES = [*'a,={}"# \n\\%()@', "@article{", "@string{", "@comment", "@preamble{"]
_MORE_PIECES = ["title = {x}", "k1,", "author = ", "1999"]


@given(st.lists(st.sampled_from(_PIECES + _MORE_PIECES), max_size=40))
@settings(max_examples=200)
def test_any_text_is_read_without_an_error(pieces: list[str]) -> None:
    result = bibtex.read("".join(pieces), "x.bib")
    again = bibtex.read(bibtex.write(result.references))
    assert len(again.references) == len(result.references)


@pytest.mark.needs("shared")
def test_the_corpus_is_read_and_survives(shared: Path) -> None:
    """At least as many entries as the truth counts; references to parts of xdata stay as text."""
    folder = shared / "bib-corpus"
    rows = [json.loads(r) for r in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    few: dict[str, int] = {}
    for row in rows:
        content = (folder / row["file"]).read_bytes()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            continue
        result = bibtex.read(text, row["file"])
        data_only = len(re.findall(r"(?mi)^\s*@xdata\s*\{", text))
        if (missing := row["truth"]["entries"] - data_only - len(result.references)) > 0:
            few[row["file"]] = missing
        if len(text) > 300_000:
            continue
        again = bibtex.read(bibtex.write(result.references))
        assert len(again.references) == len(result.references)
        pairs = zip(result.references, again.references, strict=True)
        unlike = [a.key for a, b in pairs if _essence(a) != _essence(replace(b, key=a.key))]
        assert len(unlike) <= max(4, len(result.references) // 50), (row["file"], unlike)
    assert few == {}


def test_empty_and_wrong_input() -> None:
    assert bibtex.read("").references == ()
    result = bibtex.read("<html>Please sign in", "refs.bib")
    assert result.references == ()
    assert [(str(f.location), f.code) for f in result.findings] == [("refs.bib", "BM127")]
    assert bibtex.write([]) == ""
