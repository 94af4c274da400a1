"""The query language: from text to a tree of what is asked, and back.

    query    = any                          "exosomes OR 外泌体"
    any      = all { "OR" all }
    all      = one { ["AND"] one }          words that follow one another must all be found
    one      = ("NOT" | "-") one | "(" any ")" | term
    term     = field ":" value | "year" (">=" | "<=" | ">" | "<" | "=") year
             | "missing:" field | "is:" verdict | value
    value    = word | prefix "*" | '"' phrase '"'
    year     = digits;  year:2015..2019, year:2015.. and year:..2019 are ranges

A word is found with its singular or plural, without regard to case, accents and hyphens; Han
characters are found wherever they stand. `AND`, `OR` and `NOT` are in capitals. The full-width
forms of the signs （ ） ： “ ” ≥ ≤ are read as the ASCII ones. Inside quotation marks a backslash
keeps the next character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from backmatter.references.errors import BackmatterError
from backmatter.references.library.tree import (
    FIELDS,
    Is,
    Missing,
    Not,
    Query,
    Text,
    Years,
    all_of,
    any_of,
)
from backmatter.references.verification.results import Verdict
from backmatter.references.words import folded

MAX_DEPTH = 50
"""How deep parentheses and negations may nest."""

MAX_WORDS = 200
"""How many words, years and fields a query may name."""

MAX_YEAR = 9999
"""The last year that can be asked for."""


class QueryError(BackmatterError):
    """A query that cannot be read; the message shows the place with a caret."""


def parse_query(text: str) -> Query:
    """Read a query; the grammar is in the module's docstring.

    `str` of the result is the query in its plainest form, and reads back as the same.

    Raises:
        QueryError: When it cannot be read, with the column and what to do.
    """
    return _Parser(text).query()


_NAMES = {name: field for field, others in FIELDS for name in (field, *others)}
_ALIKE = str.maketrans({"（": "(", "）": ")", "：": ":", "“": '"', "”": '"', "\u3000": " "})
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]*)(:|>=|<=|≥|≤|>|<|=)")
_YEAR = re.compile(r"[0-9]{1,4}")
_RANGE = re.compile(r"([0-9]{0,4})\.\.([0-9]{0,4})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPERATORS = {"≥": ">=", "≤": "<="}


class _Parser:
    """A recursive-descent parser; `_at` is the offset of the next character."""

    def __init__(self, text: str) -> None:
        self._shown = text
        self._text = text.translate(_ALIKE)
        self._at: int = 0
        self._depth = 0
        self._terms = 0

    def query(self) -> Query:
        if half := _SURROGATE.search(self._text):
            raise self._error("here stands no character; write the query in UTF-8", half.start())
        self._skip_space()
        if self._at == len(self._text):
            raise self._error(
                "the query is empty: give words, or a field such as year:2020", self._at
            )
        query = self._any()
        if self._at < len(self._text):
            raise self._error("a closing parenthesis without an opening one", self._at)
        return query

    def _any(self) -> Query:
        parts = [self._all()]
        while self._keyword("OR"):
            parts.append(self._all())
        return any_of(*parts)

    def _all(self) -> Query:
        parts = [self._one()]
        while True:
            self._skip_space()
            if self._keyword("AND"):
                parts.append(self._one())
            elif self._at == len(self._text) or self._text[self._at] == ")" or self._at_or():
                return all_of(*parts)
            else:
                parts.append(self._one())

    def _one(self) -> Query:
        self._skip_space()
        start = self._at
        if start == len(self._text):
            raise self._error("something must follow: a word, a phrase or a field", start)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"nested more than {MAX_DEPTH} deep", start)
        query = self._nested(start)
        self._depth -= 1
        return query

    def _nested(self, start: int) -> Query:
        if self._keyword("NOT"):
            return Not(self._one())
        if self._text[start] == "-":
            self._at += 1
            if self._text[self._at : self._at + 1].strip():
                return Not(self._one())
            raise self._error(
                "a minus sign excludes the word that follows it at once: -word", start
            )
        if self._text[start] == "(":
            self._at += 1
            query = self._any()
            if self._text[self._at : self._at + 1] != ")":
                raise self._error("this parenthesis is not closed", start)
            self._at += 1
            return query
        if self._at_or() or self._peek("AND"):
            raise self._error(
                "AND and OR stand between two parts; put a word in quotation marks", start
            )
        return self._term()

    def _term(self) -> Query:
        start = self._at
        self._terms += 1
        if self._terms > MAX_WORDS:
            raise self._error(f"more than {MAX_WORDS} words; ask for fewer", start)
        named = _FIELD.match(self._text, start)
        if not named:
            return self._value("")
        name, operator = named[1].lower(), _OPERATORS.get(named[2], named[2])
        if name == "missing" and operator == ":":
            self._at = named.end()
            return self._missing()
        if name == "is" and operator == ":":
            self._at = named.end()
            return self._is()
        if name not in _NAMES:
            known = ", ".join([*(field for field, _ in FIELDS), "missing", "is"])
            raise self._error(
                f"no such field: {named[1]} (there are {known}); "
                "put the words in quotation marks to find them as they stand",
                start,
            )
        self._at = named.end()
        if _NAMES[name] == "year":
            return self._years(operator)
        if operator not in (":", "="):
            raise self._error(
                f"only years can be compared, not {name}: write {name}:…", named.start(2)
            )
        return self._value(_NAMES[name])

    def _missing(self) -> Query:
        start = self._at
        name = self._run().lower()
        if name not in _NAMES:
            known = ", ".join(field for field, _ in FIELDS)
            raise self._error(f"missing: asks for one of {known}", start)
        return Missing(_NAMES[name])

    def _is(self) -> Query:
        start = self._at
        name = self._run().lower()
        if name not in list(Verdict):
            raise self._error(f"is: asks for a verdict: {', '.join(sorted(Verdict))}", start)
        return Is(name)

    def _years(self, operator: str) -> Query:
        start = self._at
        text = self._run()
        span = _RANGE.fullmatch(text)
        if span and operator in (":", "=") and (span[1] or span[2]):
            low, high = (int(part) if part else None for part in span.groups())
            if low is not None and high is not None and low > high:
                raise self._error(f"this range runs backwards: write {high}..{low}", start)
            return Years(low, high)
        if not _YEAR.fullmatch(text):
            raise self._error("a year is a number, a range two: year>=2018, year:2015..2019", start)
        year = int(text)
        ends = {
            ">=": (year, None),
            "<=": (None, year),
            ">": (year + 1, None),
            "<": (None, year - 1),
        }
        low, high = ends.get(operator, (year, year))
        if (low or 0) > MAX_YEAR or (high or 0) < 0:
            raise self._error(
                f"years run from 0 to {MAX_YEAR}; nothing can be {operator} {year}", start
            )
        return Years(low, high)

    def _value(self, field: str) -> Query:
        start = self._at
        phrase = self._text[start : start + 1] == '"'
        text = self._quoted() if phrase else self._run()
        prefix = self._text[self._at : self._at + 1] == "*"
        if phrase and prefix:
            self._at += 1
        elif not phrase:
            prefix, text = text.endswith("*"), text.removesuffix("*")
        if not folded(text):
            what = f"{field}: has no value" if field else "there is no letter or digit to find here"
            raise self._error(f"{what}; give a word or a phrase in quotation marks", start)
        return Text(text, field, phrase, prefix)

    def _quoted(self) -> str:
        """What stands in quotation marks; the closing one is passed."""
        start = self._at
        characters: list[str] = []
        self._at += 1
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == '"':
                self._at += 1
                return "".join(characters)
            if character == "\\" and self._at + 1 < len(self._text):
                self._at += 1
            characters.append(self._shown[self._at])
            self._at += 1
        raise self._error("this quotation mark is not closed", start)

    def _run(self) -> str:
        """Up to the next space, quotation mark or parenthesis that was not opened in it."""
        start, opened = self._at, list[int]()
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character == '"' or (character == ")" and not opened):
                break
            if character == "(":
                opened.append(self._at)
            elif character == ")":
                opened.pop()
            self._at += 1
        if opened:
            raise self._error(
                "this parenthesis is not closed; put the words in quotation marks", opened[0]
            )
        return self._text[start : self._at]

    def _keyword(self, word: str) -> bool:
        """Pass the keyword if it comes next."""
        self._skip_space()
        if found := self._peek(word):
            self._at += len(word)
        return found

    def _peek(self, word: str) -> bool:
        end = self._at + len(word)
        follows = self._text[end : end + 1]
        return self._text.startswith(word, self._at) and (not follows.strip() or follows in '()"')

    def _at_or(self) -> bool:
        return self._peek("OR")

    def _skip_space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _error(self, message: str, at: int) -> QueryError:
        return QueryError("\n".join(_pointing(self._shown, at, message)))


def _pointing(text: str, at: int, message: str) -> Iterator[str]:
    """The message, the query and a caret under the place, as lines."""
    yield f"query, column {at + 1}: {message}"
    shown = "".join(c if c.isprintable() else " " for c in text)
    yield f"  {shown}"
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:at])
    yield f"  {' ' * wide}^"
