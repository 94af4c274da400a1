"""The one table that maps entry types and fields of BibTeX and BibLaTeX to CSL, both ways.

Convention: Pandoc's (Text.Pandoc.Citeproc.BibTeX), so that a library read by both gives the same
records. Names of types and fields: BibTeX's own where it has them (`journal`, `address`,
`school`), which biber maps to BibLaTeX's; BibLaTeX's for the rest. What may stand in which entry
type is biber's default data model (BibLaTeX manual, section 2.1).
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CSL_TYPE = {
    "archive": "document",
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "figure",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "map": "map",
    "mastersthesis": "thesis",
    "misc": "",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "article-journal",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
"""Entry type → CSL type. `archive`, `map`, `newspaper`, `preprint` are the GB/T 7714 styles'."""

SUBTYPE_TO_CSL = {
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "preprint": "article",
}
"""`entrysubtype` → CSL type; beside these, a CSL type stands there by its own name."""

CSL_TYPES = _set(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture "
    "musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song "
    "speech standard thesis treaty webpage"
)

ENTRY_TYPE = {
    "": ("misc", ""),
    "article": ("misc", "preprint"),
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "bill": ("manual", "bill"),
    "book": ("book", ""),
    "chapter": ("incollection", ""),
    "classic": ("book", "classic"),
    "dataset": ("dataset", ""),
    "entry": ("incollection", "entry"),
    "entry-dictionary": ("incollection", "entry-dictionary"),
    "entry-encyclopedia": ("incollection", "entry-encyclopedia"),
    "legal_case": ("article", "legal_case"),
    "legislation": ("manual", "legislation"),
    "manuscript": ("unpublished", ""),
    "map": ("manual", "map"),
    "motion_picture": ("manual", "motion_picture"),
    "musical_score": ("manual", "musical_score"),
    "pamphlet": ("booklet", ""),
    "paper-conference": ("inproceedings", ""),
    "patent": ("patent", ""),
    "periodical": ("periodical", "periodical"),
    "post": ("online", "post"),
    "post-weblog": ("online", "post-weblog"),
    "regulation": ("manual", "regulation"),
    "report": ("techreport", ""),
    "review": ("article", "review"),
    "review-book": ("article", "review-book"),
    "software": ("software", ""),
    "song": ("manual", "song"),
    "speech": ("unpublished", "speech"),
    "standard": ("manual", "standard"),
    "thesis": ("thesis", ""),
    "treaty": ("manual", "treaty"),
    "webpage": ("online", ""),
}
"""CSL type → entry type and `entrysubtype`; a type that is not here is `misc` with its name.

Types that BibLaTeX only has names for (`standard`, `movie` …) are written as one that its data
model describes: biber refuses even a title in the others.
"""

NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
}

DATES = {"urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}

TEXTS = {
    "abstract": "abstract",
    "annotation": "annote",
    "chapter": "chapter-number",
    "edition": "edition",
    "eventtitle": "event-title",
    "library": "call-number",
    "note": "note",
    "origtitle": "original-title",
    "pagetotal": "number-of-pages",
    "scale": "scale",
    "dimensions": "dimensions",
    "medium": "medium",
    "shortjournal": "container-title-short",
    "venue": "event-place",
    "version": "version",
    "volumes": "number-of-volumes",
}
"""Fields that hold text and mean the same in every entry type."""

LISTS = {"origlocation": "original-publisher-place", "origpublisher": "original-publisher"}
"""The same for lists of texts, whose items ` and ` separates."""

VERBATIM = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmcid": "PMCID",
    "pmid": "PMID",
    "url": "URL",
}
"""The same for what no LaTeX stands in."""

ALIASES = {
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "hyphenation": "langid",
    "journal": "journaltitle",
    "key": "sortkey",
    "lastchecked": "urldate",
    "numpages": "pagetotal",
    "origyear": "origdate",
    "primaryclass": "eprintclass",
    "urlyear": "urldate",
}
"""Other names of fields, as they are read; a field under its own name goes first."""

PUBLISHERS = ("school", "institution", "organization", "howpublished", "publisher")
"""Fields that name who published, all CSL's `publisher`, in the order they are joined."""

NUMBER_IS_ISSUE = frozenset({"article", "periodical", "suppperiodical", "newspaper"})
NUMBER_OF_SERIES = _set(
    "book mvbook collection mvcollection proceedings mvproceedings reference mvreference booklet "
    "inbook bookinbook suppbook incollection suppcollection inproceedings conference "
    "inreference"
)
"""Where `number` counts within the series; elsewhere it is the work's own number."""

THESES = _set("mastersthesis phdthesis thesis")
"""Entry types that `genre` tells apart."""

IN_CONTAINER = _set(
    "inbook bookinbook suppbook incollection suppcollection inproceedings conference inreference"
)

TERMS = {
    "audiocd": "audio CD",
    "candthesis": "Candidate thesis",
    "datacd": "data CD",
    "mathesis": "Master\u2019s thesis",
    "patent": "patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "phdthesis": "PhD thesis",
    "resreport": "research report",
    "software": "computer software",
    "techreport": "technical report",
    "thesis": "",
    "countryde": "Germany",
    "countryeu": "European Union",
    "countryep": "European Union",
    "countryfr": "France",
    "countryuk": "United Kingdom",
    "countryus": "United States of America",
    "newseries": "New series",
    "oldseries": "Old series",
    "forthcoming": "forthcoming",
    "inpreparation": "in preparation",
    "inpress": "in press",
    "prepublished": "pre-published",
    "submitted": "submitted",
}
"""BibLaTeX's localisation keys and what they print in English."""

_EVERYWHERE = (
    "abstract annotation doi entrysubtype eprint eprinttype keywords langid langidopts "
    "month day year date origdate origlocation origpublisher origtitle shortjournal shorttitle "
    "url urldate usera userb verba options"
)
_COMMON = "author editor title note pubstate"
_BOOK = (
    f"{_COMMON} address chapter edition isbn maintitle number pages publisher series translator "
    "volume volumes"
)
_EVENT = "eventdate eventtitle venue"
_TYPE_FIELDS = {
    "article": f"{_COMMON} translator issn journal number pages series version volume",
    "book": f"{_BOOK} pagetotal",
    "booklet": f"{_COMMON} address chapter howpublished pages pagetotal type",
    "dataset": f"{_COMMON} address edition number publisher series type version",
    "incollection": f"{_BOOK} booktitle",
    "inproceedings": f"{_COMMON} {_EVENT} address booktitle chapter isbn maintitle number pages "
    "publisher series volume volumes",
    "manual": f"{_COMMON} address chapter edition isbn number pages pagetotal publisher series "
    "type version",
    "mastersthesis": f"{_COMMON} address chapter pages pagetotal school type",
    "misc": f"{_COMMON} address howpublished type version",
    "online": f"{_COMMON} organization version",
    "patent": "author title note pubstate address number type version",
    "periodical": "editor title issuetitle note pubstate issn number series volume",
    "phdthesis": f"{_COMMON} address chapter pages pagetotal school type",
    "software": f"{_COMMON} address howpublished type version",
    "techreport": f"{_COMMON} address chapter institution number pages pagetotal type version",
    "thesis": f"{_COMMON} address chapter pages pagetotal school type",
    "unpublished": f"{_COMMON} {_EVENT} address howpublished type",
}
_NO_EDITOR = {"techreport", "thesis", "phdthesis", "mastersthesis", "unpublished"}

ALLOWED: dict[str, frozenset[str]] = {
    entry_type: _set(f"{_EVERYWHERE} {fields}")
    - ({"editor"} if entry_type in _NO_EDITOR else set[str]())
    for entry_type, fields in _TYPE_FIELDS.items()
}
"""Entry type → the fields that are written into it."""

_ORDER = (
    "author editor title issuetitle maintitle booktitle journal translator bookauthor series "
    "edition volume number volumes chapter pages pagetotal eventtitle venue eventdate publisher "
    "school institution organization howpublished address date year month day type version "
    "pubstate note doi isbn issn eprint eprinttype url urldate origtitle origpublisher "
    "origlocation origdate shorttitle shortjournal entrysubtype langid langidopts options "
    "keywords abstract annotation usera userb verba"
)
ORDER = {field: rank for rank, field in enumerate(_ORDER.split())}
"""The order in which fields are written; the format's own that CSL does not know come last."""
