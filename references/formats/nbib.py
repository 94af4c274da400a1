"""NBIB: PubMed's MEDLINE format, as its *Cite* and *Send to* buttons export it.

Source: the MEDLINE/PubMed data element descriptions of the National Library of Medicine.
"""

from __future__ import annotations

import re

from backmatter.references.formats import tagged
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.model import Name

_ID = re.compile(r"(\S{1,500}) \[(doi|pii)\]")
_SERIAL = re.compile(r"(\d{4}-\d{3}[\dXx]) \((Linking|Print|Electronic|Undetermined)\)")
_GENERATION = re.compile(r"(.+?),? (Jr|Sr|2nd|3rd|4th|I{2,3}|IV)\.?$")
_TRANSLATED = re.compile(r"\[(.+?)\]\.?")
_LANGUAGES = {
    "eng": "en", "chi": "zh", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "jpn": "ja",
    "rus": "ru", "por": "pt", "pol": "pl", "dut": "nl", "kor": "ko", "tur": "tr", "cze": "cs",
    "hun": "hu", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "ukr": "uk", "heb": "he",
    "ara": "ar", "per": "fa", "gre": "el", "cro": "hr", "hrv": "hr", "rum": "ro", "slv": "sl",
}  # fmt: skip
"""The languages that MEDLINE names most, by its codes (ISO 639-2/B)."""
_TYPES = {"preprint": "article", "book": "book", "book chapter": "chapter", "dataset": "dataset"}


def read(text: str, file: str = "") -> ReadResult:
    """The records of an NBIB text.

    Raises:
        InputError: When there is no record in a text that is not blank.
    """
    expected = "no record of PubMed's; one begins with a line PMID- 12345678"
    return tagged.read(text, file, TABLE, expected)


def _person(text: str) -> Name:
    """`Family, Given Jr` as FAU has it."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        return Name(literal=text.strip())
    match = _GENERATION.match(given)
    return Name(family, match[1], match[2]) if match else Name(family, given)


def _prepare(values: tagged.Values) -> dict[str, str]:
    """What stands in MEDLINE's own forms: identifiers, serial numbers, titles, languages, types."""
    variables: dict[str, str] = {}
    kinds = [kind.lower() for kind in values.get("PT", [])]
    variables["type"] = next((_TYPES[k] for k in kinds if k in _TYPES), "article-journal")
    found = [m for tag in ("LID", "AID") for text in values.get(tag, []) if (m := _ID.search(text))]
    if doi := next((m[1] for m in found if m[2] == "doi"), ""):
        variables["DOI"] = doi
    pii = next((m[1] for m in found if m[2] == "pii"), "")
    if pii and not values.get("PG") and re.fullmatch(r"[a-z]?\d{1,9}", pii):
        variables["page"] = pii  # the article number of journals without pages
    serials = {m[2]: m[1] for text in values.get("IS", []) if (m := _SERIAL.search(text))}
    if serials:
        variables["ISSN"] = serials.get("Print") or next(iter(serials.values()))
    title = " ".join(values.pop("TI", values.pop("BTI", [])))
    translated = _TRANSLATED.fullmatch(title)
    own = " ".join(values.pop("TT", []))
    if own and translated:
        values["TI"] = [translated[1]]
    if shown := own or (translated[1] if translated else title):
        is_abbreviated = shown.endswith(("..", " al."))
        variables["title"] = shown if is_abbreviated else shown.removesuffix(".")
    if language := _LANGUAGES.get(next(iter(values.get("LA", [])), "").lower()):
        variables["language"] = language
        values.pop("LA")
    values["MH"] = [heading.replace("*", "") for heading in values.get("MH", [])]
    for short, full in (("AU", "FAU"), ("ED", "FED")):
        if full in values:
            values.pop(short, None)
    for tag in ("LID", "AID", "IS", "PT"):
        values.pop(tag, None)
    return variables


TABLE = tagged.Table(
    prefix="nbib:",
    line=re.compile(r"([A-Z]{2,4}) *- ?(.*)"),
    first="PMID",
    kind="",
    types={},
    names={
        "FAU": "author",
        "AU": "author",
        "FED": "editor",
        "ED": "editor",
        "CN": "author",
    },
    texts={
        "PMID": "PMID",
        "PMC": "PMCID",
        "JT": "container-title",
        "TA": "container-title-short",
        "CTI": "collection-title",
        "VI": "volume",
        "IP": "issue",
        "PG": "page",
        "AB": "abstract",
        "PB": "publisher",
        "ISBN": "ISBN",
        "EN": "edition",
    },
    dates={"DP": "issued", "DEP": "available-date"},
    keywords=("OT", "MH"),
    person=_person,
    prepare=_prepare,
)

FORMAT = Format("nbib", (".nbib",), "NBIB (PubMed)", read, None)
