"""The one table that maps RIS's types and tags to CSL, both ways.

RIS: the specification of Research Information Systems (2001) with the tags that EndNote and
RefMan use since 2011; where users of a tag differ, Zotero's and EndNote's reading.
"""

from __future__ import annotations

RIS_TYPE = {
    "": "GEN",
    "article": "INPR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""CSL type → RIS type; what is not here is `GEN`."""

CSL_TYPE = {ris: csl for csl, ris in RIS_TYPE.items()} | {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "CHART": "figure",
    "CONF": "paper-conference",
    "CTLG": "book",
    "DBASE": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "GOVDOC": "report",
    "ICOMM": "personal_communication",
    "INTV": "interview",
    "JOURN": "article-journal",
    "MANSCPT": "manuscript",
    "MULTI": "webpage",
    "SER": "book",
    "UNBILL": "bill",
    "VIDEO": "motion_picture",
}

NAMES = {"AU": "author", "A2": "editor", "A3": "collection-editor", "A4": "translator"}
"""Tags that are written for name variables."""

NAME_ALIASES = {"A1": "AU", "ED": "A2"}

TEXTS = {
    "TI": "title",
    "ST": "title-short",
    "T3": "collection-title",
    "J2": "container-title-short",
    "VL": "volume",
    "IS": "issue",
    "M1": "number",
    "M3": "genre",
    "ET": "edition",
    "NV": "number-of-volumes",
    "SE": "section",
    "PB": "publisher",
    "CY": "publisher-place",
    "DO": "DOI",
    "UR": "URL",
    "LA": "language",
    "CN": "call-number",
    "AB": "abstract",
    "N1": "note",
}
"""Tags and text variables that mean the same in every type, in the order they are written."""

TEXT_ALIASES = {
    "BT": "T2",
    "J1": "J2",
    "JA": "J2",
    "N2": "AB",
    "PP": "CY",
    "T1": "TI",
}
"""Other tags for the same; the tag itself goes first where both are there."""

PARTS = frozenset(
    {"article", "article-journal", "article-magazine", "article-newspaper", "chapter"}
    | {"entry-dictionary", "entry-encyclopedia", "legal_case", "paper-conference", "post-weblog"}
    | {"webpage", ""}
)
"""CSL types that are part of something: T2 is its title; elsewhere it is that of a series."""

SERIALS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "periodical", "article"}
)
"""CSL types whose SN is an ISSN; elsewhere it is an ISBN."""
