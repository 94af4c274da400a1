"""RIS: one tag a line, `TY` to `ER`, as reference managers and databases export it.

Held are the variables that `ris_fields` has a tag for, names by family, given and suffix, dates
and tags. Not held are particles apart from the family name, names of groups that have a comma or
only one word, confidence and repairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backmatter.references.errors import InputError
from backmatter.references.formats import edtf, plain_names, tagged
from backmatter.references.formats import ris_fields as table
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.keys import with_keys
from backmatter.references.model import Date, DatePart, Name, Reference, Source

OTHER = "ris:"
"""Before the name of a tag that CSL knows nothing of, in `Reference.fields`."""

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_SPACES = re.compile(r"\s+")
_RANGE = re.compile(r"([^-\u2013,\s]+)[-\u2013]+([^-\u2013,\s]+)")
_YEARS = re.compile(r"(\d{4})\s*[-\u2013]\s*(\d{4})")
_OTHER_TAG = re.compile(r"[A-Z][A-Z0-9]")
_NO_CASE = re.compile(r'<span class="nocase">([^<>]*)</span>')
"""CSL's mark of words that keep their capitals: nothing for RIS, whose titles are printed as is."""

_ISSUED = ("DA", "PY", "Y1")


def read(text: str, file: str = "") -> ReadResult:
    """The records of a RIS text; text before the first `TY` is passed over.

    Raises:
        InputError: When there is no record in a text that is not blank.
    """
    records = list(tagged.records(text.removeprefix("\ufeff"), _TAG, "TY", "ER"))
    if not records and text.strip():
        raise InputError(f"{file or '-'}:1:1: no RIS record; one begins with a line TY  - JOUR")
    return ReadResult(tuple(_reference(record, file) for record in records))


def write(references: Sequence[Reference]) -> str:
    """A RIS text; a record without a key gets one."""
    return "\n".join(_record(reference) for reference in with_keys(references))


FORMAT = Format("ris", (".ris",), "RIS", read, write)


def _reference(record: tagged.Record, file: str) -> Reference:
    values = {t: kept for t, found in record.values.items() if (kept := [v for v in found if v])}
    kind = values.pop("TY", [""])[0].upper()
    csl_type = table.CSL_TYPE.get(kind, "")
    key = " ".join(values.pop("ID", [])[:1])
    lists = {v: people for t, v in table.NAMES.items() if (people := _people(values, t))}
    closed = {v: plain_names.without_closer(people) for v, people in lists.items()}
    issued = next((d for tag in _ISSUED if (d := _first_date(values.get(tag, [])))), None)
    for tag in _ISSUED:
        values.pop(tag, None)
    accessed = _first_date(values.pop("Y2", []))
    keywords = tuple(dict.fromkeys(values.pop("KW", [])))
    variables = _variables(values, csl_type)
    dates = {"issued": issued, "accessed": accessed}
    return Reference(
        key=key,
        type=csl_type,
        variables=variables,
        names={variable: names for variable, (names, _) in closed.items()},
        dates={name: date for name, date in dates.items() if date is not None},
        others=frozenset(variable for variable, (_, cut) in closed.items() if cut),
        keywords=keywords,
        fields={f"{OTHER}{tag}": "\n".join(found) for tag, found in values.items()},
        source=Source(file=file, line=record.line, end_line=record.end_line),
    )


def _variables(values: tagged.Values, csl_type: str) -> dict[str, str]:
    """The text variables; their tags are taken out of `values`."""
    variables: dict[str, str] = {}
    pages = [*values.pop("SP", [])[:1], *values.pop("EP", [])[:1]]
    if pages:
        first, last = pages[0], pages[-1]
        variables["page"] = first if first == last or "-" in first else f"{first}-{last}"
    if serial := values.pop("SN", []):
        variables["ISSN" if csl_type in table.SERIALS else "ISBN"] = serial[0]
    for alias, tag in table.TEXT_ALIASES.items():
        if alias in values and tag not in values:
            values[tag] = values.pop(alias)
    titles = [title for tag in ("T2", "JF", "JO") for title in values.pop(tag, [])[:1]]
    if titles:
        container = "container-title" if csl_type in table.PARTS else "collection-title"
        variables[container] = titles[0]
        if len(titles) > 1 and titles[-1] != titles[0] and "J2" not in values:
            variables["container-title-short"] = titles[-1]
    for tag, variable in table.TEXTS.items():
        if (found := values.pop(tag, None)) and variable not in variables:
            variables[variable] = "; ".join(found) if tag == "N1" else found[0]
    if doi := variables.get("DOI"):
        variables["DOI"] = tagged.bare_doi(doi)
    if csl_type == "software" and "edition" in variables:
        variables["version"] = variables.pop("edition")
    return variables


def _people(values: tagged.Values, tag: str) -> tuple[Name, ...]:
    aliases = [alias for alias, own in table.NAME_ALIASES.items() if own == tag]
    found = [name for each in (tag, *aliases) for name in values.pop(each, [])]
    return tuple(name for name in map(plain_names.read, found) if name != Name())


def _first_date(found: list[str]) -> Date | None:
    return next((date for text in found if (date := _date(text)) is not None), None)


def _date(text: str) -> Date | None:
    """`YYYY/MM/DD/other`, an ISO date or two years; what is not in numbers only as `other`."""
    if years := _YEARS.fullmatch(text):
        return Date((DatePart(int(years[1])), DatePart(int(years[2]))))
    year, month, day, other = [part.strip() for part in [*text.split("/", 3), "", "", ""][:4]]
    if other and (exact := edtf.parse(other)) is not None:
        return exact
    if not year.isdecimal() or not 0 < int(year[:5]) <= 9999:
        return Date(literal=other) if other and not year else edtf.parse(text)
    number = int(month) if month.isdecimal() and 1 <= int(month[:3]) <= 12 else 0
    date = int(day) if number and day.isdecimal() and 1 <= int(day[:3]) <= 31 else 0
    return Date((DatePart(int(year), number, date),))


def _record(reference: Reference) -> str:
    lines = [("TY", table.RIS_TYPE.get(reference.type, "GEN"))]
    lines += [
        (tag, plain_names.write(name))
        for tag, variable in table.NAMES.items()
        for name in plain_names.with_closer(reference, variable)
    ]
    lines += _dates(reference)
    lines += _texts(reference)
    lines += [("KW", keyword) for keyword in reference.keywords]
    lines += [
        (name.removeprefix(OTHER), value)
        for name, text in sorted(reference.fields.items())
        if name.startswith(OTHER) and _OTHER_TAG.fullmatch(name.removeprefix(OTHER))
        for value in text.split("\n")
    ]
    lines.append(("ID", reference.key))
    written = [f"{tag}  - {_SPACES.sub(' ', value).strip()}\n" for tag, value in lines if value]
    return "".join(written) + "ER  - \n"


def _texts(reference: Reference) -> list[tuple[str, str]]:
    variables = dict(reference.variables)
    if reference.type == "software" and "version" in variables:
        variables["edition"] = variables["version"]
    part_of = "container-title" if reference.type in table.PARTS else "collection-title"
    lines = [("T2", variables.pop(part_of, ""))]
    lines += [(tag, variables.get(variable, "")) for tag, variable in table.TEXTS.items()]
    lines = [(tag, _NO_CASE.sub(r"\1", text)) for tag, text in lines]
    page = variables.get("page", "")
    ends = _RANGE.fullmatch(page)
    lines += [("SP", ends[1]), ("EP", ends[2])] if ends else [("SP", page)]
    serial = "ISSN" if reference.type in table.SERIALS else "ISBN"
    return [*lines, ("SN", variables.get(serial, ""))]


def _dates(reference: Reference) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if (issued := reference.dates.get("issued")) is not None:
        year = issued.year
        plain = issued == Date((DatePart(year),)) and year is not None and 0 < year <= 9999
        lines += [("PY", str(year))] if plain else [("DA", _slashed(issued))]
        if not plain and year is not None and 0 < year <= 9999:
            lines.append(("PY", str(year)))
    if (accessed := reference.dates.get("accessed")) is not None:
        lines.append(("Y2", _slashed(accessed)))
    return lines


def _slashed(date: Date) -> str:
    """`YYYY/MM/DD/other`; what these cannot say is written in `other`, as EDTF or as text."""
    part = date.parts[0] if date.parts else DatePart()
    plain = replace(part, season=0)
    exact = date == Date((plain,)) and part.year is not None and 0 < part.year <= 9999
    other = "" if exact else edtf.write(date) or date.literal or date.raw
    if part.year is None or not 0 < part.year <= 9999:
        return f"///{other}"
    month, day = f"{part.month:02d}", f"{part.day:02d}"
    return f"{part.year:04d}/{month if part.month else ''}/{day if part.day else ''}/{other}"
