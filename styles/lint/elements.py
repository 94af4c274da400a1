"""The elements of CSL 1.0.2, with those of CSL-M that Chinese styles use: the lint's own table.

Written from the CSL 1.0.2 specification. What each element may hold stands in `ELEMENTS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Values = frozenset[str] | re.Pattern[str] | None
"""What an attribute may say: one of some words, text of some form, or (None) anything."""

BOOLEAN: Values = frozenset({"true", "false"})
NUMBER: Values = re.compile(r"\s*\d{1,4}\s*")
NAME: Values = re.compile(r"\S(?:.*\S)?")
LOCALE: Values = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*(?:\s+[a-z]{2,3}(?:-[A-Za-z]{2,8})*)*")


def _words(text: str) -> Values:
    return frozenset(text.split())


AFFIXES: Mapping[str, Values] = {"prefix": None, "suffix": None}
FORMATTING: Mapping[str, Values] = {
    "font-style": _words("normal italic oblique"),
    "font-variant": _words("normal small-caps"),
    "font-weight": _words("normal bold light"),
    "text-decoration": _words("none underline"),
    "vertical-align": _words("baseline sup sub"),
}
DISPLAY: Mapping[str, Values] = {"display": _words("block left-margin right-inline indent")}
CASE: Mapping[str, Values] = {
    "text-case": _words("lowercase uppercase capitalize-first capitalize-all title sentence")
}
PERIODS: Mapping[str, Values] = {"strip-periods": BOOLEAN}
DELIMITER: Mapping[str, Values] = {"delimiter": None}
_PRECEDES = _words("contextual after-inverted-name always never")
NAME_OPTIONS: Mapping[str, Values] = {
    "and": _words("text symbol"),
    "delimiter-precedes-et-al": _PRECEDES,
    "delimiter-precedes-last": _PRECEDES,
    "et-al-min": NUMBER,
    "et-al-use-first": NUMBER,
    "et-al-subsequent-min": NUMBER,
    "et-al-subsequent-use-first": NUMBER,
    "et-al-use-last": BOOLEAN,
    "initialize": BOOLEAN,
    "initialize-with": None,
    "name-as-sort-order": _words("first all"),
    "sort-separator": None,
}
_INHERITED: Mapping[str, Values] = {
    **NAME_OPTIONS,
    "name-form": _words("long short count"),
    "name-delimiter": None,
    "names-delimiter": None,
}
_TERM_FORM = _words("long short verb verb-short symbol")
_RENDERING = frozenset(["text", "number", "label", "date", "names", "group", "choose"])
_CONDITIONS: Mapping[str, Values] = {
    "match": _words("any all none"),
    "type": None,
    "variable": None,
    "is-numeric": None,
    "is-uncertain-date": None,
    "locator": None,
    "position": None,
    "disambiguate": BOOLEAN,
    "has-day": None,
    "has-to-month-or-season": None,
    "has-year-only": None,
    "is-multiple": None,
    "is-plural": None,
    "context": _words("citation bibliography"),
    "genre": None,
    "jurisdiction": None,
    "language": None,
    "page": None,
}


@dataclass(frozen=True, slots=True)
class Element:
    """What an element may hold: attributes (with their values), children, text.

    `required` lists attributes of which all must be given, `one_of` some of which exactly one.
    """

    attributes: Mapping[str, Values] = field(default_factory=dict[str, Values])
    children: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    has_text: bool = False


_TEXT = Element({"xml:lang": None, "license": None, "locale": None}, has_text=True)
_PERSON = Element(children=frozenset({"name", "email", "uri"}))

ELEMENTS: Mapping[str, Element] = {
    "style": Element(
        {
            "class": _words("in-text note"),
            "version": _words("1.0 1.0.1 1.0.2 1.1mlz1 1.1 1.2"),
            "default-locale": LOCALE,
            "default-locale-sort": LOCALE,
            "demote-non-dropping-particle": _words("never sort-only display-and-sort"),
            "initialize-with-hyphen": BOOLEAN,
            "page-range-format": _words(
                "chicago chicago-15 chicago-16 expanded minimal minimal-two"
            ),
            "xml:lang": None,
            **_INHERITED,
        },
        frozenset({"info", "locale", "macro", "citation", "bibliography"}),
        required=("version",),
        needs=("info",),
    ),
    "info": Element(
        {"xml:lang": None},
        frozenset(
            [
                "author",
                "category",
                "contributor",
                "eissn",
                "id",
                "issn",
                "issnl",
                "link",
                "published",
                "rights",
                "source",
                "summary",
                "title",
                "title-short",
                "translator",
                "updated",
            ]
        ),
    ),
    "author": _PERSON,
    "contributor": _PERSON,
    "translator": _PERSON,
    "category": Element(
        {
            "citation-format": _words("author author-date label note numeric"),
            "field": None,
        }
    ),
    "link": Element(
        {"href": None, "rel": None, "xml:lang": None}, required=("href",), has_text=True
    ),
    "locale": Element(
        {"xml:lang": LOCALE, "version": None},
        frozenset({"info", "style-options", "date", "terms"}),
    ),
    "style-options": Element(
        {
            "punctuation-in-quote": BOOLEAN,
            "limit-day-ordinals-to-day-1": BOOLEAN,
            "leading-noise-words": None,
        }
    ),
    "terms": Element(children=frozenset({"term"})),
    "term": Element(
        {
            "name": NAME,
            "form": _TERM_FORM,
            "gender": _words("masculine feminine"),
            "gender-form": _words("masculine feminine"),
            "match": _words("last-digit last-two-digits whole-number"),
        },
        frozenset({"single", "multiple"}),
        required=("name",),
        has_text=True,
    ),
    "single": _TEXT,
    "multiple": _TEXT,
    "macro": Element({"name": NAME}, _RENDERING, required=("name",)),
    "citation": Element(
        {
            "collapse": _words("citation-number year year-suffix year-suffix-ranged"),
            "cite-group-delimiter": None,
            "after-collapse-delimiter": None,
            "year-suffix-delimiter": None,
            "disambiguate-add-givenname": BOOLEAN,
            "disambiguate-add-names": BOOLEAN,
            "disambiguate-add-year-suffix": BOOLEAN,
            "givenname-disambiguation-rule": _words(
                "all-names all-names-with-initials primary-name primary-name-with-initials by-cite"
            ),
            "near-note-distance": NUMBER,
            **_INHERITED,
        },
        frozenset({"sort", "layout"}),
        needs=("layout",),
    ),
    "bibliography": Element(
        {
            "entry-spacing": NUMBER,
            "hanging-indent": BOOLEAN,
            "line-spacing": NUMBER,
            "second-field-align": _words("flush margin"),
            "subsequent-author-substitute": None,
            "subsequent-author-substitute-rule": _words(
                "complete-all complete-each partial-each partial-first"
            ),
            **_INHERITED,
        },
        frozenset({"sort", "layout"}),
        needs=("layout",),
    ),
    "sort": Element(children=frozenset({"key"}), needs=("key",)),
    "key": Element(
        {
            "variable": NAME,
            "macro": NAME,
            "sort": _words("ascending descending"),
            "names-min": NUMBER,
            "names-use-first": NUMBER,
            "names-use-last": BOOLEAN,
        },
        one_of=("variable", "macro"),
    ),
    "layout": Element({"locale": LOCALE, **AFFIXES, **DELIMITER, **FORMATTING}, _RENDERING),
    "text": Element(
        {
            "variable": NAME,
            "macro": NAME,
            "term": NAME,
            "value": None,
            "form": _TERM_FORM,
            "plural": BOOLEAN,
            "quotes": BOOLEAN,
            **AFFIXES,
            **DISPLAY,
            **FORMATTING,
            **PERIODS,
            **CASE,
        },
        one_of=("variable", "macro", "term", "value"),
    ),
    "number": Element(
        {
            "variable": NAME,
            "form": _words("numeric ordinal roman long-ordinal"),
            **AFFIXES,
            **DISPLAY,
            **FORMATTING,
            **CASE,
        },
        required=("variable",),
    ),
    "label": Element(
        {
            "variable": NAME,
            "form": _TERM_FORM,
            "plural": _words("always never contextual"),
            **AFFIXES,
            **FORMATTING,
            **PERIODS,
            **CASE,
        },
    ),
    "date": Element(
        {
            "variable": NAME,
            "form": _words("text numeric"),
            "date-parts": _words("year-month-day year-month year"),
            **AFFIXES,
            **DELIMITER,
            **DISPLAY,
            **FORMATTING,
            **CASE,
        },
        frozenset({"date-part"}),
    ),
    "date-part": Element(
        {
            "name": _words("day month year"),
            "form": _words("long short numeric numeric-leading-zeros ordinal"),
            "range-delimiter": None,
            **AFFIXES,
            **FORMATTING,
            **PERIODS,
            **CASE,
        },
        required=("name",),
    ),
    "names": Element(
        {"variable": NAME, **AFFIXES, **DELIMITER, **DISPLAY, **FORMATTING},
        frozenset({"name", "et-al", "label", "substitute", "institution"}),
        required=("variable",),
    ),
    "name": Element(
        {
            "form": _words("long short count"),
            **DELIMITER,
            **NAME_OPTIONS,
            **AFFIXES,
            **FORMATTING,
        },
        frozenset({"name-part"}),
    ),
    "name-part": Element(
        {"name": _words("family given"), **AFFIXES, **FORMATTING, **CASE}, required=("name",)
    ),
    "et-al": Element({"term": NAME, **FORMATTING}),
    "institution": Element(
        {
            "institution-parts": _words("long short short-long long-short"),
            "use-first": NUMBER,
            "use-last": NUMBER,
            "substitute-use-first": NUMBER,
            "reverse-order": BOOLEAN,
            "and": _words("text symbol"),
            "part-separator": None,
            **DELIMITER,
            **AFFIXES,
        },
        frozenset({"institution-part"}),
    ),
    "institution-part": Element(
        {"name": _words("long short"), "if-short": BOOLEAN, **AFFIXES, **FORMATTING, **CASE}
    ),
    "substitute": Element(children=_RENDERING),
    "group": Element({**AFFIXES, **DELIMITER, **DISPLAY, **FORMATTING}, _RENDERING),
    "choose": Element(children=frozenset({"if", "else-if", "else"}), needs=("if",)),
    "if": Element(_CONDITIONS, _RENDERING),
    "else-if": Element(_CONDITIONS, _RENDERING),
    "else": Element(children=_RENDERING),
    **dict.fromkeys(
        [
            "eissn",
            "id",
            "issn",
            "issnl",
            "published",
            "rights",
            "source",
            "summary",
            "title",
            "title-short",
            "updated",
            "email",
            "uri",
        ],
        _TEXT,
    ),
}
"""Every element. `name` in a person of `<info>` is the one whose meaning depends on its parent."""

CONDITIONS = frozenset(_CONDITIONS) - {"match"}
"""The attributes of `<if>` that are tests."""
