"""The types and variables of CSL 1.0.2, with those of CSL-M and of Chinese users' data.

Written from the CSL 1.0.2 specification, appendices III and IV.
"""

from __future__ import annotations

from backmatter.references.model import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES

TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
"""CSL 1.0.2, appendix III."""

CSL_M_TYPES = frozenset({"gazette", "video", "classic", "legal_commentary"})

TEXT_VARIABLES = frozenset(
    [
        "abstract",
        "annote",
        "archive",
        "archive_collection",
        "archive_location",
        "archive-place",
        "authority",
        "call-number",
        "citation-key",
        "citation-label",
        "collection-title",
        "container-title",
        "container-title-short",
        "dimensions",
        "division",
        "DOI",
        "event",
        "event-title",
        "event-place",
        "genre",
        "ISBN",
        "ISSN",
        "jurisdiction",
        "journalAbbreviation",
        "keyword",
        "language",
        "license",
        "medium",
        "note",
        "original-publisher",
        "original-publisher-place",
        "original-title",
        "part-title",
        "PMCID",
        "PMID",
        "publisher",
        "publisher-place",
        "references",
        "reviewed-genre",
        "reviewed-title",
        "scale",
        "source",
        "status",
        "title",
        "title-short",
        "URL",
        "volume-title",
        "year-suffix",
        "shortTitle",
        "hereinafter",
    ]
)

CSL_M_VARIABLES = frozenset(
    [
        "CSTR",
        "dynasty",
        "nationality",
        "original-container-title",
        "original-container-title-short",
        "original-event-title",
        "original-event-place",
        "original-genre",
        "original-jurisdiction",
        "committee",
        "document-name",
        "volume-title-short",
        "archive_collection",
        "locator-extra",
        "locator-date",
        "publication-number",
        "supplement",
        "country",
    ]
)
"""Variables that CSL-M or the data of Chinese users has beyond CSL's."""

OWN_VARIABLES = frozenset({"mark", "language-group"})
"""Variables that our own styles use: GB/T 7714's type mark, and what sorts by language."""

VARIABLES = (
    TEXT_VARIABLES
    | NUMBER_VARIABLES
    | NAME_VARIABLES
    | DATE_VARIABLES
    | CSL_M_VARIABLES
    | OWN_VARIABLES
)
