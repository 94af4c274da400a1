"""Patterns for cite keys, written as Better BibTeX's formulas: `auth.lower + year + shorttitle`.

    pattern  = sum *( "|" sum )            the first whose parts say something
    sum      = part *( "+" part )
    part     = string | function *( "." filter )
    function = name [ "(" numbers ")" ]    FUNCTIONS
    filter   = name [ "(" numbers ")" ]    FILTERS

Strings stand in single or double quotes. What functions give is ASCII letters and digits, Chinese
as pinyin, so that every key is one for BibTeX, biber, LaTeX and a shell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from backmatter.references import keys, transliteration
from backmatter.references.errors import BackmatterError
from backmatter.references.model import Name, Reference

MAX_LENGTH = 1000
"""A longer pattern is refused."""

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'[^']*'|\"[^\"]*\")|(?P<number>\d{1,4})|(?P<name>[A-Za-z]\w*)|(?P<mark>[-+|.,()]))"
)
_ALLOWED = re.compile(r"[A-Za-z0-9_:.+/-]*")
_WORD = re.compile(r"\w+")
_ALL = 1_000


class PatternError(BackmatterError):
    """A pattern that cannot be read; the message shows the place with a caret."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A string, or a function with its filters."""

    text: str = ""
    function: Callable[..., Words] | None = None
    numbers: tuple[int, ...] = ()
    filters: tuple[tuple[Callable[..., Words], tuple[int, ...]], ...] = ()


Words = Sequence[str]
"""What functions give and filters change; joined at the end."""


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """A pattern that was read."""

    alternatives: tuple[tuple[_Part, ...], ...]

    def key(self, reference: Reference) -> str:
        """The key of a reference, before collisions are settled; "" when nothing is known."""
        for parts in self.alternatives:
            texts = [_text(part, reference) for part in parts]
            if any(text for part, text in zip(parts, texts, strict=True) if part.function):
                return "".join(texts)
        return ""


def parse_pattern(text: str) -> KeyPattern:
    """Read a pattern.

    Raises:
        PatternError: When it cannot be read, with the column and what to do.
    """
    return _Parser(text).pattern()


def _text(part: _Part, reference: Reference) -> str:
    if part.function is None:
        return part.text
    words = part.function(reference, *part.numbers)
    for change, numbers in part.filters:
        words = change(words, *numbers)
    return "".join(words)


class _Parser:
    """A recursive-descent parser over a list of tokens: kind, text, column."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._split())
        self._at = 0

    def pattern(self) -> KeyPattern:
        alternatives = [self._sum()]
        while self._take("|"):
            alternatives.append(self._sum())
        kind, _, place = self._tokens[self._at]
        if kind != "end":
            raise self._error("+ or | was expected between two parts", place)
        return KeyPattern(tuple(alternatives))

    def _split(self) -> Iterator[tuple[str, str, int]]:
        if len(self._text) > MAX_LENGTH:
            raise self._error(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
        at = 0
        while at < len(self._text.rstrip()):
            token = _TOKEN.match(self._text, at)
            if token is None:
                raise self._error("this has no place in a pattern", at)
            kind = token.lastgroup or ""
            yield kind, token[kind], token.start(kind)
            at = token.end()
        yield "end", "", len(self._text)

    def _sum(self) -> tuple[_Part, ...]:
        parts = [self._part()]
        while self._take("+"):
            parts.append(self._part())
        return tuple(parts)

    def _part(self) -> _Part:
        kind, text, place = self._next()
        if kind == "string":
            if not _ALLOWED.fullmatch(text[1:-1]):
                raise self._error("a key takes only letters, digits and - _ : . + /", place)
            return _Part(text[1:-1])
        if kind != "name":
            raise self._error("a function such as auth, or a string in quotes, goes here", place)
        function = self._known(text, FUNCTIONS, "function", place)
        numbers = self._numbers()
        filters: list[tuple[Callable[..., Words], tuple[int, ...]]] = []
        while self._take("."):
            kind, text, place = self._next()
            change = self._known(text, FILTERS, "filter", place)
            filters.append((change, self._numbers()))
        return _Part("", function, numbers, tuple(filters))

    def _known(
        self,
        name: str,
        table: Mapping[str, tuple[Callable[..., Words], int]],
        what: str,
        place: int,
    ) -> Callable[..., Words]:
        if name not in table:
            raise self._error(f"no {what} {name}; there are {', '.join(table)}", place)
        self._most = table[name][1]
        return table[name][0]

    def _numbers(self) -> tuple[int, ...]:
        """The numbers in parentheses after a name, as many as it takes."""
        numbers: list[int] = []
        most = self._most
        if self._take("("):
            while not self._take(")"):
                kind, text, place = self._next()
                if kind != "number" or len(numbers) == most:
                    known = f"at most {most}" if most else "no"
                    raise self._error(f"{known} number{'s' * (most != 1)} can stand here", place)
                numbers.append(int(text))
                if not self._take(","):
                    self._expect(")")
                    break
        return tuple(numbers)

    def _next(self) -> tuple[str, str, int]:
        token = self._tokens[self._at]
        self._at += token[0] != "end"
        return token

    def _take(self, mark: str) -> bool:
        kind, text, _ = self._tokens[self._at]
        found = kind == "mark" and text == mark
        self._at += found
        return found

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise self._error(f"{mark} was expected here", self._tokens[self._at][2])

    def _error(self, message: str, at: int) -> PatternError:
        shown = "".join(c if c.isprintable() else " " for c in self._text[:MAX_LENGTH])
        return PatternError(f"pattern, column {at + 1}: {message}\n  {shown}\n  {' ' * at}^")


def _written(original: str) -> str:
    """A word in key letters, with its capitals."""
    return _capitals(original, transliteration.ascii_letters(original))


def _capitals(original: str, letters: str) -> str:
    """Key letters with the capitals of the word that they were made of."""
    own = [character for character in original if character.isalnum()]
    if len(own) != len(letters):
        return letters.capitalize() if original[:1].isupper() else letters
    pairs = zip(letters, own, strict=True)
    return "".join(letter.upper() if c.isupper() else letter for letter, c in pairs)


def _family(name: Name) -> str:
    """The family name in key letters; Chinese as pinyin with a capital."""
    letters = keys.name_letters(name)
    if transliteration.starts_with_han(name.family or name.literal):
        return letters.capitalize()
    written = _written(name.family)
    return written if written.lower() == letters else letters.capitalize()


def _creators(reference: Reference) -> list[str]:
    for variable in keys.CREATORS:
        if names := [_family(name) for name in reference.names.get(variable, ())]:
            return [name for name in names if name]
    return []


def _auth(reference: Reference, length: int = 0, number: int = 1) -> Words:
    names = _creators(reference)[max(number, 1) - 1 :][:1]
    return [name[:length] if length else name for name in names]


def _authors(reference: Reference, number: int = 0) -> Words:
    names = _creators(reference)
    if number and len(names) > number:
        return [*names[:number], "EtAl"]
    return names


def _editors(reference: Reference) -> Words:
    return [_family(name) for name in reference.names.get("editor", ())]


def _year(reference: Reference) -> Words:
    return [] if reference.year is None else [keys.year_letters(reference)]


def _short_year(reference: Reference) -> Words:
    return [] if reference.year is None else [str(abs(reference.year))[-2:]]


def _title_words(reference: Reference, count: int, capitals: int) -> Words:
    found = list(islice(keys.title_words(reference), count))
    written = [_capitals(word, letters) for word, letters in found]
    return [
        word[:1].upper() + word[1:] if index < capitals else word
        for index, word in enumerate(written)
    ]


def _short_title(reference: Reference, count: int = 3, capitals: int = 0) -> Words:
    return _title_words(reference, count, capitals)


def _very_short_title(reference: Reference, count: int = 1, capitals: int = 0) -> Words:
    return _title_words(reference, count, capitals)


def _title(reference: Reference) -> Words:
    return _title_words(reference, _ALL, _ALL)


def _journal(reference: Reference) -> Words:
    text = reference.text("container-title-short") or reference.text("container-title")
    return [_written(word) for word in _WORD.findall(text)]


def _variable(name: str) -> Callable[[Reference], Words]:
    def words(reference: Reference) -> Words:
        return [_written(word) for word in _WORD.findall(reference.text(name))]

    return words


def _first_page(reference: Reference) -> Words:
    return [_written(word) for word in _WORD.findall(reference.text("page"))[:1]]


def _type(reference: Reference) -> Words:
    return [_written(reference.type)]


FUNCTIONS: Mapping[str, tuple[Callable[..., Words], int]] = {
    "auth": (_auth, 2),
    "authors": (_authors, 1),
    "editors": (_editors, 0),
    "year": (_year, 0),
    "shortyear": (_short_year, 0),
    "title": (_title, 0),
    "shorttitle": (_short_title, 2),
    "veryshorttitle": (_very_short_title, 2),
    "journal": (_journal, 0),
    "volume": (_variable("volume"), 0),
    "firstpage": (_first_page, 0),
    "doi": (_variable("DOI"), 0),
    "type": (_type, 0),
}
"""What a pattern can be made of, and how many numbers each takes."""


def _lower(words: Words) -> Words:
    return [word.lower() for word in words]


def _upper(words: Words) -> Words:
    return [word.upper() for word in words]


def _capitalize(words: Words) -> Words:
    return [word[:1].upper() + word[1:] for word in words]


def _abbr(words: Words) -> Words:
    return [word[:1] for word in words]


def _select(words: Words, start: int = 1, count: int = _ALL) -> Words:
    return words[max(start, 1) - 1 :][:count]


def _substring(words: Words, start: int = 1, count: int = _ALL) -> Words:
    return ["".join(words)[max(start, 1) - 1 :][:count]]


FILTERS: Mapping[str, tuple[Callable[..., Words], int]] = {
    "lower": (_lower, 0),
    "upper": (_upper, 0),
    "capitalize": (_capitalize, 0),
    "abbr": (_abbr, 0),
    "select": (_select, 2),
    "substring": (_substring, 2),
}
"""What changes the words of a function, and how many numbers each takes."""
