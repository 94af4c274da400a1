"""Records as entries of a `.bib` file, in one canonical layout.

Field names are BibTeX's own where it has them, so that BibTeX and biber both take the file; a
variable that BibLaTeX's data model has no place for in that entry type is kept, as CSL-JSON, in
`verba`, which nothing prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from backmatter.references.formats import bibtex_fields as table
from backmatter.references.formats import bibtex_names, csl_json, edtf, languages
from backmatter.references.formats.bibtex_dates import MONTHS, write_issued
from backmatter.references.formats.bibtex_reader import PLACE, TYPE_FIELD
from backmatter.references.formats.csl_custom import join_keywords, split_keywords
from backmatter.references.formats.title_case import Guard
from backmatter.references.keys import with_keys
from backmatter.references.latex import encode
from backmatter.references.model import Reference, Source

_KEY_UNSAFE = re.compile(r"""[\s,{}()"'#%~\\=@$&^_]""")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9+:./_-]*")
_BLOCK_START = re.compile(r"\n\s*@\s*\w*\s*[{(]")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SIMPLE_PAGES = re.compile(r"\w+-\w+(?:, ?\w+(?:-\w+)?)*")
_LIST_SEPARATOR = re.compile(r"\sand\s", re.IGNORECASE)
_DOCTOR = re.compile(r"博士|\bph\.?\s?d\b|doctora", re.IGNORECASE)
_MASTER = re.compile(r"硕士|碩士|\bmaster|\bm\.?sc\b", re.IGNORECASE)
_STATUS = ("forthcoming", "inpreparation", "inpress", "prepublished", "submitted")
_KEYS_OF_STATUS = {table.TERMS[key]: key for key in _STATUS}
_TITLES = frozenset({"title", "booktitle", "maintitle", "shorttitle"})
_MAY_BE_TERMS = frozenset({"howpublished", "pubstate", "series", "type"})
_NO_BRACES = "month"
_ANYTHING = frozenset(table.ORDER)
_NOTHING: frozenset[str] = frozenset()
_STANDS_IN = {"eid": frozenset({"pages"}), "year": frozenset({"date"}), "date": frozenset({"year"})}
"""A field of its own that reading would take for another one, were that not there."""


WrittenEntry = tuple[str, str, dict[str, str]]
"""Entry type, key, and the fields in their order, values as between their delimiters."""


def write(references: Sequence[Reference]) -> str:
    """A `.bib` text: one entry after another, a blank line between, a field a line."""
    return written(entries(references))


def entries(references: Sequence[Reference]) -> Iterator[WrittenEntry]:
    """The entries of the references, no two with one key."""
    taken: set[str] = set()
    for reference in with_keys(references):
        key = base = _KEY_UNSAFE.sub("-", reference.key)
        number = 2
        while key in taken and base != reference.key:
            key, number = f"{base}-{number}", number + 1
        taken.add(key)
        writer = _Writer(replace(reference, key=key))
        yield writer.type, key, writer.fields()


def written(entries: Iterable[WrittenEntry]) -> str:
    """Entries as text."""
    return "\n".join(map(_entry, entries))


def _entry(entry: WrittenEntry) -> str:
    entry_type, key, fields = entry
    lines = [f"  {name} = {_delimited(name, value)},\n" for name, value in fields.items()]
    return f"@{entry_type}{{{key},\n{''.join(lines)}}}\n"


def _delimited(name: str, value: str) -> str:
    return value if name == _NO_BRACES and value in MONTHS else f"{{{value}}}"


class _Writer:
    """A record on its way to an entry; a variable that is written is no longer left over."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._left = dict(reference.variables)
        self._others = set(reference.others)
        self._fields: dict[str, str] = {}
        self.type, self._subtype = self._entry_type()
        self._allowed = table.ALLOWED.get(self.type, _ANYTHING)

    def fields(self) -> dict[str, str]:
        """The fields in their order, values as between their delimiters."""
        self._write_names()
        self._write_titles()
        self._write_numbers()
        self._write_publisher()
        self._write_simple()
        self._write_identifiers()
        dates = self._write_dates()
        self._write_language()
        keywords = self._write_keywords()
        self._put("entrysubtype", self._subtype)
        self._write_source()
        own = self._own_fields()
        self._write_rest(dates, keywords, own)
        ranked = sorted(self._fields, key=lambda name: table.ORDER[name])
        return {name: self._fields[name] for name in ranked} | own

    def _entry_type(self) -> tuple[str, str]:
        csl = self._reference.type
        own = self._reference.fields.get(TYPE_FIELD, "")
        found, subtype = table.ENTRY_TYPE.get(csl, ("misc", csl))
        if own and table.CSL_TYPE.get(own, "") == csl and own.isalnum():
            return own, ""
        if own and subtype and _FIELD_NAME.fullmatch(own):
            return own, subtype
        if csl == "thesis":
            found = self._thesis_type()
        return found, subtype if _FIELD_NAME.fullmatch(subtype) else ""

    def _thesis_type(self) -> str:
        """BibTeX knows a doctor's and a master's; the degree is told in `type` only if unlike."""
        genre = self._left.get("genre", "")
        standard = {table.TERMS["phdthesis"]: "phdthesis", table.TERMS["mathesis"]: "mastersthesis"}
        if genre in standard:
            del self._left["genre"]
            return standard[genre]
        if not genre:
            self._fields["type"] = "thesis"
            return "thesis"
        return (
            "phdthesis" if _DOCTOR.search(genre) else
            "mastersthesis" if _MASTER.search(genre) else "thesis"
        )  # fmt: skip

    def _put(self, name: str, value: str) -> bool:
        """Write a field, if it may stand in this entry type and has no value yet."""
        if not value or name not in self._allowed or name in self._fields:
            return False
        self._fields[name] = value
        return True

    def _move(self, variable: str, name: str) -> None:
        """Write a text variable as a field; it stays left over where that cannot be."""
        text = self._left.get(variable, "")
        value = encode(text, Guard(text) if name in _TITLES else None)
        if name in _MAY_BE_TERMS and value in table.TERMS:
            value = f"{{{value}}}"
        if value and self._put(name, value):
            del self._left[variable]

    def _move_list(self, variable: str, name: str) -> None:
        """Write a text as the one item of a list field; ` and ` in it is guarded by braces."""
        value = encode(self._left.get(variable, ""))
        if _LIST_SEPARATOR.search(f" {value} ") or value in table.TERMS:
            value = f"{{{value}}}"
        if self._put(name, value):
            del self._left[variable]

    def _write_names(self) -> None:
        names = self._reference.names
        people = [n for v in table.NAMES.values() for n in names.get(v, ())]
        with_particle = [n for n in people if n.dropping_particle or n.non_dropping_particle]
        if with_particle and all(not n.dropping_particle for n in with_particle):
            self._put("options", "useprefix=true")
        self._left_names = dict(names)
        for name, variable in table.NAMES.items():
            others = variable in self._others
            value = bibtex_names.write_names(names.get(variable, ()), others=others)
            if self._put(name, value):
                self._left_names.pop(variable, None)
                self._others.discard(variable)

    def _write_titles(self) -> None:
        in_container = self.type in table.IN_CONTAINER
        if "volume-title" in self._left and "maintitle" in self._allowed:
            whole = "container-title" if in_container else "title"
            if whole in self._left:
                self._move(whole, "maintitle")
                self._move("volume-title", "booktitle" if in_container else "title")
        if self.type == "periodical" and "container-title" in self._left and "title" in self._left:
            self._move("title", "issuetitle")
            self._move("container-title", "title")
        self._move("title", "title")
        self._move("container-title", "booktitle" if in_container else "journal")
        self._move("title-short", "shorttitle")
        self._move("collection-title", "series")

    def _write_numbers(self) -> None:
        if self.type in table.NUMBER_IS_ISSUE:
            self._move("issue", "number")
        elif self.type in table.NUMBER_OF_SERIES:
            self._move("collection-number", "number")
        else:
            self._move("number", "number")
        self._move("volume", "volume")
        page = self._left.get("page", "")
        if _SIMPLE_PAGES.fullmatch(page):
            page = page.replace("-", "--")
        if self._put("pages", encode(page).replace("-{}-", "--")):
            del self._left["page"]

    def _write_publisher(self) -> None:
        fields = ("publisher", "institution", "school", "organization", "howpublished")
        name = next((name for name in fields if name in self._allowed), "publisher")
        if name == "howpublished":
            self._move("publisher", name)
        else:
            self._move_list("publisher", name)
        self._move_list("jurisdiction" if self.type == "patent" else "publisher-place", "address")

    def _write_simple(self) -> None:
        self._move("genre", "type")
        if status := _KEYS_OF_STATUS.get(self._left.get("status", "")):
            if self._put("pubstate", status):
                del self._left["status"]
        else:
            self._move("status", "pubstate")
        for name, variable in table.TEXTS.items():
            if "\n" not in self._left.get(variable, ""):
                self._move(variable, name)
        for name, variable in table.LISTS.items():
            self._move_list(variable, name)

    def _write_identifiers(self) -> None:
        if "eprint" not in self._reference.fields and _is_verbatim(self._left.get("PMID", "")):
            self._put("eprint", self._left.pop("PMID"))
            self._put("eprinttype", "pubmed")
        for name, variable in table.VERBATIM.items():
            value = self._left.get(variable, "")
            if _is_verbatim(value) and self._put(name, value):
                del self._left[variable]

    def _write_dates(self) -> set[str]:
        """Write what can be; returns the date variables left over."""
        dates = self._reference.dates
        left = set(dates)
        if "issued" in dates and (fields := write_issued(dates["issued"])):
            self._fields |= fields
            left.discard("issued")
        for name, variable in table.DATES.items():
            if variable in dates and self._put(name, edtf.write(dates[variable])):
                left.discard(variable)
        return left

    def _write_language(self) -> None:
        tag = self._left.get("language", "")
        langid, options = languages.name_of(tag) if tag else ("", "")
        if langid:
            self._put("langid", langid)
            self._put("langidopts", options)
            del self._left["language"]

    def _write_keywords(self) -> tuple[str, ...]:
        """Write the tags; returns them all when a comma in one does not let them be."""
        tags = self._reference.keywords
        if split_keywords(join_keywords(tags)) != tags:
            return tags
        self._put("keywords", encode(join_keywords(tags)))
        return ()

    def _write_source(self) -> None:
        source = self._reference.source
        if source is None or not source.printed:
            return
        self._put("usera", encode(source.printed))
        given = self._reference.fields.get("userb", "")
        self._put("userb", given if PLACE.fullmatch(given) else encode(_place(source)))
        if self._left.get("citation-number") == source.number:
            del self._left["citation-number"]

    def _own_fields(self) -> dict[str, str]:
        """The format's own fields that no variable stands for, as they are."""
        return {
            name: value
            for name, value in self._reference.fields.items()
            if name not in self._fields
            and _FIELD_NAME.fullmatch(name)
            and _is_safe(value)
            and not (_STANDS_IN.get(name, _NOTHING) - self._fields.keys())
        }

    def _write_rest(self, dates: set[str], keywords: tuple[str, ...], own: dict[str, str]) -> None:
        """What is left, as one CSL-JSON object without braces in its strings."""
        reference = self._reference
        written = own.keys() | {TYPE_FIELD} | ({"userb"} & self._fields.keys())
        rest = Reference(
            type="-",
            variables=self._left,
            names=self._left_names,
            dates={variable: reference.dates[variable] for variable in dates},
            others=frozenset(self._others),
            keywords=keywords,
            fields={n: v for n, v in reference.fields.items() if n not in written},
        )
        item = csl_json.reference_to_item(rest)
        del item["id"], item["type"]
        if item:
            text = json.dumps(item, ensure_ascii=False)
            self._put("verba", _JSON_STRING.sub(_without_braces, text))


def _without_braces(string: re.Match[str]) -> str:
    return string[0].replace("{", "\\u007b").replace("}", "\\u007d").replace("@", "\\u0040")


def _place(source: Source) -> str:
    """The printed number and the place, as `bibtex_reader.PLACE` reads it."""
    place = source.file or "-"
    if source.line is not None:
        last = source.end_line if source.end_line not in (None, source.line) else None
        place += f":{source.line}" + (f"-{last}" if last is not None else "")
    elif source.page is not None:
        place += f", page {source.page}"
    return f"[{source.number}] {place}"


def _is_verbatim(value: str) -> bool:
    """Whether a field that no LaTeX stands in can hold the value."""
    return bool(value) and not re.search(r"[{}\\\x00-\x1f]|^\s|\s$|\s\s", value)


def _is_safe(value: str) -> bool:
    """Whether a value can stand between braces without breaking the file."""
    depth = 0
    for character in value:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    risky = "\\{" in value or "\\}" in value or value.endswith("\\")
    return (
        depth == 0 and value.strip() == value != "" and not risky and not _BLOCK_START.search(value)
    )
