"""One entry of a `.bib` file as a record, by the table in `bibtex_fields`."""

from __future__ import annotations

import re
from typing import Any, cast

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.errors import InputError
from backmatter.references.formats import bibtex_fields as table
from backmatter.references.formats import bibtex_names, csl_json, edtf, json_text, languages
from backmatter.references.formats.bibtex_blocks import Entry
from backmatter.references.formats.bibtex_dates import read_issued
from backmatter.references.formats.csl_custom import keyword_separator, split_keywords
from backmatter.references.formats.title_case import (
    sentence_case,
    with_needed_marks,
    without_case_marks,
)
from backmatter.references.latex import decode
from backmatter.references.latex_tables import NO_CASE
from backmatter.references.model import Date, Name, Reference, Source

TYPE_FIELD = "@"
"""In `Reference.fields`: the entry type, where the CSL type alone would not give it back."""

_NOTHING = Reference()

PLACE = re.compile(r"\[([^\]]*)\] .+")
"""`userb` beside `usera`: the printed number and where the reference was printed."""

_URL_COMMAND = re.compile(r"\\url\{([^{}]*)\}")
_RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_ESCAPED = re.compile(r"\{?\\([&%#_~$])\}?")
_ENDS_SENTENCE = (".", "?", "!", ":")
_COUNTRIES = {"en": "en-US", "zh": "zh-CN"}
_EPRINTS = {
    "arxiv": "https://arxiv.org/abs/",
    "googlebooks": "https://books.google.com?id=",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
}


def entry_to_reference(
    entry: Entry, fields: dict[str, str], file: str, *, like_pandoc: bool, dialect: Dialect
) -> Reference:
    """A record of an entry whose fields, inherited ones among them, are given."""
    return _Record(entry, fields, like_pandoc=like_pandoc, dialect=dialect).reference(file)


class _Record:
    """An entry on its way to a record; a field that is taken is no longer left over."""

    def __init__(
        self, entry: Entry, fields: dict[str, str], *, like_pandoc: bool, dialect: Dialect
    ) -> None:
        self._entry = entry
        self._type = entry.type
        self._left = fields
        self._like_pandoc = like_pandoc
        self._dialect = dialect
        self._variables: dict[str, str] = {}
        self._names: dict[str, tuple[Name, ...]] = {}
        self._dates: dict[str, Date] = {}
        self._others: set[str] = set()
        self._options = {
            option.strip().lower() for option in fields.get("options", "").split(",") if option
        }

    def reference(self, file: str) -> Reference:
        """The record; what no variable stands for is kept verbatim in `fields`."""
        csl_type = self._csl_type()
        self._read_language()
        self._read_titles()
        self._read_simple()
        self._read_numbers()
        self._read_publisher()
        self._read_names()
        self._read_dates()
        self._read_identifiers()
        keywords = self._keywords()
        source = self._source(file)
        rest = self._rest()
        own_type = table.ENTRY_TYPE.get(csl_type, ("misc", ""))[0]
        fields = self._verbatim()
        if own_type != self._type and self._type not in table.THESES:
            fields = {TYPE_FIELD: self._type, **fields}
        return Reference(
            key=self._entry.key,
            type=csl_type,
            variables={**rest.variables, **self._variables},
            names={**rest.names, **self._names},
            dates={**rest.dates, **self._dates},
            others=rest.others | self._others,
            keywords=rest.keywords or keywords,
            fields={**fields, **rest.fields},
            source=source,
        )

    def _take(self, name: str) -> str:
        return self._left.pop(name).strip() if name in self._left else ""

    def _text(self, name: str) -> str:
        return self._typography(decode(self._take(name))) if name in self._left else ""

    def _typography(self, text: str) -> str:
        return text.replace("'", "\u2019") if self._like_pandoc else text

    def _set(self, variable: str, text: str) -> None:
        if text:
            self._variables[variable] = text

    def _items(self, name: str) -> list[str]:
        """A literal list: items between ` and `, localisation keys spelt out."""
        items = bibtex_names.split_list(self._take(name)) if name in self._left else ()
        return [self._typography(table.TERMS.get(item) or decode(item)) for item in items]

    def _term(self, name: str) -> str:
        """A text that may be a localisation key; in braces it is none."""
        term = table.TERMS.get(self._left.get(name, ""))
        return self._text(name) if term is None else self._take(name) and term

    def _csl_type(self) -> str:
        subtype = decode(self._left.get("entrysubtype", "")).lower()
        found = table.SUBTYPE_TO_CSL.get(subtype) or (subtype if subtype in table.CSL_TYPES else "")
        if found:
            self._take("entrysubtype")
            return found
        if self._type == "unpublished" and "eventtitle" in self._left:
            return "speech"
        return table.CSL_TYPE.get(self._type, "")

    def _read_language(self) -> None:
        options = self._left.get("langidopts", "")
        for name in ("langid", "language"):
            tag = languages.tag_of(self._left.get(name, ""), options)
            if self._like_pandoc:
                tag = _COUNTRIES.get(tag, tag)
            if tag and "language" not in self._variables:
                self._take(name)
                self._set("language", tag)
                if "," not in options:
                    self._take("langidopts")

    def _title(self, name: str) -> str:
        """A title; where its capitals do not tell its names, braces become `nocase` spans."""
        if name not in self._left:
            return ""
        raw = self._take(name)
        if not self._like_pandoc and "{" not in raw and "<" not in raw:
            return decode(raw)
        english = self._variables.get("language", "en").startswith("en")
        if self._like_pandoc:
            cased = sentence_case if english else without_case_marks
            return self._typography(cased(decode(raw, keep_case_marks=True)).strip())
        marked = with_needed_marks(decode(raw, keep_case_marks=True)) if english else ""
        return marked.strip() if NO_CASE in marked else decode(raw)

    def _whole_title(self, prefix: str) -> str:
        """Title, subtitle and addition of the work, or with a prefix of what it is part of."""
        title, subtitle = self._title(f"{prefix}title"), self._title(f"{prefix}subtitle")
        addition = self._title(f"{prefix}titleaddon")
        if subtitle:
            colon = "" if not title or title.endswith(_ENDS_SENTENCE) else ":"
            title = f"{title}{colon} {subtitle}".strip()
        return _sentences(title, addition)

    def _read_titles(self) -> None:
        if self._like_pandoc:
            self._choose_short_title()
        self._set("title-short", self._title("shorttitle"))
        title, main = self._whole_title(""), self._whole_title("main")
        if self._type == "periodical" and "issuetitle" in self._left:
            issue = self._whole_title("issue")
            self._set("title", issue)
            self._set("container-title", title)
        elif self._type in table.IN_CONTAINER:
            book = self._whole_title("book")
            self._set("title", title)
            self._set("container-title", main or book)
            self._set("volume-title", book if main else "")
        else:
            self._set("title", main or title)
            self._set("volume-title", title if main else "")
        if self._type not in table.NUMBER_OF_SERIES and "journaltitle" not in self._left:
            self._set("container-title", self._whole_title("book"))
        journal = self._text("journaltitle")
        subtitle = self._text("journalsubtitle")
        self._variables.setdefault("container-title", ": ".join(filter(None, (journal, subtitle))))
        if not self._variables["container-title"]:
            del self._variables["container-title"]
        is_term = self._left.get("series", "") in table.TERMS
        self._set("collection-title", self._term("series") if is_term else self._title("series"))

    def _choose_short_title(self) -> None:
        """Leave the short title that Pandoc would have: what stands before a colon, if none.

        Of one volume of a larger work, Pandoc takes no other.
        """
        of_volume = "maintitle" in self._left and self._type not in table.IN_CONTAINER
        if self._left.get("shorttitle") and not of_volume:
            return
        before, colon, _ = self._left.get("title", "").partition(":")
        if colon or (self._left.get("subtitle") and not of_volume):
            before += "}" * max(0, before.count("{") - before.count("}"))
            self._left["shorttitle"] = before
        else:
            self._take("shorttitle")

    def _read_simple(self) -> None:
        for name, variable in table.TEXTS.items():
            self._set(variable, self._text(name))
        self._set("note", _sentences(self._variables.get("note", ""), self._text("addendum")))
        for name, variable in table.LISTS.items():
            self._set(variable, "; ".join(self._items(name)))
        self._set("status", self._term("pubstate"))
        degree = {"phdthesis": "phdthesis", "mastersthesis": "mathesis"}.get(self._type, "thesis")
        self._set("genre", self._term("type") if "type" in self._left else table.TERMS[degree])

    def _read_numbers(self) -> None:
        number = self._text("number")
        if self._type in table.NUMBER_IS_ISSUE:
            self._set("issue", ", ".join(filter(None, (number, self._text("issue")))))
        elif self._type in table.NUMBER_OF_SERIES:
            self._set("collection-number", number)
        else:
            self._set("number", number)
        self._set("volume", ".".join(filter(None, (self._text("volume"), self._text("part")))))
        pages = self._text("pages") or self._text("eid")
        self._set("page", re.sub("[-\u2013]+", "-", pages))

    def _read_publisher(self) -> None:
        how = self._left.get("howpublished", "")
        if (address := _URL_COMMAND.search(how)) and "url" not in self._left:
            self._left["url"] = address[1]
            self._take("howpublished")
        found = [item for name in table.PUBLISHERS for item in self._items(name)]
        self._set("publisher", "; ".join(found))
        place = "jurisdiction" if self._type == "patent" else "publisher-place"
        # With both, as the ACM exports them, `location` is where a conference met.
        self._set(place, "; ".join(self._items("address") or self._items("location")))

    def _read_names(self) -> None:
        use_prefix = "useprefix=true" in self._options or "useprefix" in self._options
        for name, variable in table.NAMES.items():
            people, others = bibtex_names.read_names(
                self._take(name), use_prefix=use_prefix, dialect=self._dialect
            )
            if people:
                self._names[variable] = tuple(self._typographic(person) for person in people)
            if others:
                self._others.add(variable)
        if self._options <= {"useprefix=true", "useprefix=false", "useprefix"}:
            self._take("options")

    def _typographic(self, name: Name) -> Name:
        if not self._like_pandoc or "'" not in name.family + name.given:
            return name
        family, given = self._typography(name.family), self._typography(name.given)
        return Name(family, given, name.suffix, name.dropping_particle, name.non_dropping_particle)

    def _read_dates(self) -> None:
        issued = read_issued(self._left)
        if issued is not None:
            self._dates["issued"] = issued
        for name, variable in table.DATES.items():
            if text := self._take(name).strip("{}"):
                self._dates[variable] = edtf.parse(text) or Date(raw=decode(text))

    def _read_identifiers(self) -> None:
        for name, variable in table.VERBATIM.items():
            if name in self._left:
                self._set(variable, _verbatim(self._take(name)))
        if doi := self._variables.get("DOI"):
            self._variables["DOI"] = _RESOLVER.sub("", doi)
        kind = self._left.get("eprinttype", "").lower()
        eprint = _verbatim(self._left.get("eprint", "")) if kind else ""
        if eprint and kind in _EPRINTS:
            if kind == "pubmed" and "PMID" not in self._variables:
                self._set("PMID", eprint)
                self._take("eprint")
                self._take("eprinttype")
            elif "URL" not in self._variables:
                self._set("URL", _EPRINTS[kind] + eprint)
        if self._like_pandoc and self._type != "online" and "url=false" in self._options:
            self._variables.pop("URL", None)
        if self._like_pandoc and "doi=false" in self._options:
            self._variables.pop("DOI", None)

    def _keywords(self) -> tuple[str, ...]:
        raw = self._take("keywords")
        if not raw:
            return ()
        if "{" not in raw:
            return split_keywords(decode(raw))
        items = bibtex_names.split_list(raw, keyword_separator(raw))
        return tuple(dict.fromkeys(filter(None, map(decode, items))))

    def _source(self, file: str) -> Source:
        """The entry's place in the file, and the printed text that came with it."""
        printed = number = ""
        place = "usera" in self._left and PLACE.fullmatch(decode(self._left.get("userb", "")))
        if place:
            printed, number = decode(self._take("usera")), place[1]
            self._set("citation-number", number)
        return Source(
            file=file,
            line=self._entry.line,
            end_line=self._entry.end_line,
            number=number,
            extracted=printed,
            printed=printed,
        )

    def _rest(self) -> Reference:
        """What `verba` holds of a record for which BibLaTeX has no field."""
        raw = self._left.get("verba", "")
        try:
            item = json_text.load(" ".join(raw.split()), "") if raw.startswith("{") else None
        except InputError:
            item = None
        if not isinstance(item, dict):
            return _NOTHING
        self._take("verba")
        return csl_json.item_to_reference(cast("dict[str, Any]", item))

    def _verbatim(self) -> dict[str, str]:
        """The fields nobody took, under the names they have in the file."""
        if not self._left:
            return {}
        own = self._entry.fields
        names = {table.ALIASES.get(name, name): name for name in own if name not in self._left}
        return {names.get(name, name): value for name, value in self._left.items() if value.strip()}


def _sentences(first: str, second: str) -> str:
    """Two pieces of text with a full stop between them."""
    if not first or not second:
        return first or second
    return f"{first}{'' if first.endswith(_ENDS_SENTENCE) else '.'} {second}"


def _verbatim(raw: str) -> str:
    """An identifier or address: only the backslashes before TeX's own characters are no part."""
    return _ESCAPED.sub(r"\1", " ".join(raw.split()))
