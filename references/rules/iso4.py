"""Rules for abbreviated journals: ISO 4, by the list of title words of the ISSN centre.

The list (LTWA) comes with the package `pyiso4`, an extra; its file is read as data, the package is
never imported. Without it the rules here find nothing.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backmatter.references.findings import Severity
from backmatter.references.latex import decode, encode
from backmatter.references.rules.journals import usual_names
from backmatter.references.rules.known import words
from backmatter.references.rules.rule import Entry, Field, Hit, Library, documented

_LEFT_OUT = words(
    "a an the of and in on for to from by with at as or und der die das fur des et de la le les du "
    "d l en del el los las y e i di della delle dei och og voor van het der den"
)
_PLAIN = re.compile(
    r"(?!.*\b(?:part|series|section)\b)[A-Za-z\u00c0-\u024f]+"
    r"(?:[ ,&'’]{1,3}[A-Za-z\u00c0-\u024f]+){1,14}",
    re.IGNORECASE,
)
"""Latin words alone: the list has others only in transliteration, and stops, brackets, numbers and
parts have rules of their own, which are not told here."""

_WORD = re.compile(r"[^\W\d_]+")
_INFLECTED = re.compile(r"(?<=....)(?:es|en|[sei])$")
_SHORT_FIELDS = ("shortjournal", "journal-iso", "journaliso")
_SHORTEST_PATTERN = 4
"""A beginning or an end of fewer letters (`ski-`) fits words that it is not meant for."""

_CUT = 0.85
"""A short form has at most this share of the letters of the full name."""


@dataclass(frozen=True, slots=True)
class Ltwa:
    """Folded words → their abbreviations, "" for none; whole words, beginnings and ends."""

    whole: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]

    def forms(self, word: str) -> tuple[str, ...]:
        """How ISO 4 writes a word, the likeliest first; the word itself where it is not cut."""
        folded = _folded(word)
        found = self.whole.get(folded, ())
        if not found:
            found = self.whole.get(_INFLECTED.sub("", folded), ())
        if not found:
            lengths = range(len(folded), _SHORTEST_PATTERN - 1, -1)
            matching = (self.beginnings.get(folded[:length], ()) for length in lengths)
            found = next((forms for forms in matching if forms), ())
        if not found:
            for start in range(1, len(folded) - _SHORTEST_PATTERN + 1):
                if forms := self.ends.get(folded[start:]):
                    found = tuple(word[:start].lower() + form for form in forms if form)
                    break
        return tuple(form or word for form in found) or (word,)


@cache
def title_words() -> Ltwa | None:
    """The list, None where the package that brings it is not installed."""
    spec = importlib.util.find_spec("pyiso4")
    if spec is None or not spec.submodule_search_locations:
        return None
    files = sorted(Path(spec.submodule_search_locations[0]).glob("LTWA_*.csv"))
    text = files[-1].read_text(encoding="utf-8") if files else ""
    return _read(unicodedata.normalize("NFC", text)) if text else None


def _read(text: str) -> Ltwa:
    """The list from its lines: word, abbreviation or `n.a.`, languages, parted by tabs."""
    tables: dict[str, defaultdict[str, list[str]]] = {
        kind: defaultdict(list) for kind in ("whole", "beginnings", "ends")
    }
    for line in text.splitlines()[1:]:
        written, _, rest = line.partition("\t")
        abbreviation, _, languages = rest.partition("\t")
        word = _folded(written.partition("(")[0].strip())
        if not word.strip("-") or not abbreviation:
            continue
        kind = "beginnings" if word[-1] == "-" else "ends" if word[0] == "-" else "whole"
        form = "" if abbreviation.replace(" ", "").startswith("n.a") else abbreviation.strip("-")
        if form and kind != "whole" and not form.endswith("."):
            continue
        forms = tables[kind][word.strip("-")]
        if "eng" in languages or "mul" in languages:
            forms.insert(0, form)
        else:
            forms.append(form)
    plain = {
        kind: {word: tuple(dict.fromkeys(forms)) for word, forms in table.items()}
        for kind, table in tables.items()
    }
    return Ltwa(plain["whole"], plain["beginnings"], plain["ends"])


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def not_iso_4(library: Library) -> Iterator[Hit]:
    """# BM261: a journal's short form is not ISO 4's.

    **What.** The short form of a journal whose full name the entry or the file has too
    (`shortjournal` beside `journaltitle`, or one journal written in both ways) has a word that the
    *List of Title Word Abbreviations* of the ISSN centre shortens in another way. With or without
    stops is the same. A short form alone is not judged, since its words cannot be known, nor a
    word that the list has not, nor names with hyphens or wholly in capitals.

    The list comes with an extra: `pip install "backmatter[iso4]"`. Without it nothing is found.

    **Why.** Most journals ask for the abbreviations of ISO 4. Some publishers have their own
    (IEEE's *Wireless Commun.*, the AMS' *Amer.*), so this is for information.

    **Bad**

        @article{a, journaltitle = {Physical Review Applied}, shortjournal = {Phys. Rev. Applied}}

    **Good**

        @article{a, journaltitle = {Physical Review Applied}, shortjournal = {Phys. Rev. Appl.}}

    **Fix** (unsafe). The form of ISO 4.
    """
    pairs = [(entry, *pair) for entry in library.entries if (pair := _in_entry(entry))]
    names = usual_names(library)
    both = names | {other: name for name, other in names.items()}
    for item in library.items:
        field = item.field("journal", "journaltitle")
        full = both.get(item.reference.text("container-title").strip(), "")
        if item.entry and field and _is_cut(decode(field.text), full):
            pairs.append((item.entry, field, full))
    ltwa = title_words() if pairs else None
    for entry, field, full in pairs if ltwa else ():
        written = decode(field.text).strip()
        right = _corrected(full, written, ltwa) if ltwa else ""
        if right:
            message = f"the short form {written} of {full} is not ISO 4's, which is {right}"
            yield Hit(message, entry, field, field.rewritten(encode(right), safe=False))


def _in_entry(entry: Entry) -> tuple[Field, str] | None:
    """The short form and the full name that one entry has, if it has both."""
    fields = entry.fields
    full = fields.get("fjournal") or fields.get("journaltitle") or fields.get("journal")
    short = next((fields[name] for name in _SHORT_FIELDS if name in fields), None)
    if short is None and full and "fjournal" in fields and "journal" in fields:
        cut = _is_cut(decode(fields["journal"].text), decode(full.text))
        short = fields["journal"] if cut else None
    return (short, decode(full.text).strip()) if full and short else None


def _is_cut(short: str, full: str) -> bool:
    """Whether a name is so much shorter than another that its words must be abbreviated."""
    return 0 < _letters(short) < _CUT * _letters(full)


def _letters(text: str) -> int:
    return sum(len(word) for word in _WORD.findall(text) if _folded(word) not in _LEFT_OUT)


def _corrected(full: str, short: str, ltwa: Ltwa) -> str:
    """The short form by ISO 4, "" where the one given is that, or cannot be judged."""
    if not _PLAIN.fullmatch(full) or full.isupper() or "-" in short:
        return ""
    long_words = [word for word in _WORD.findall(full) if _folded(word) not in _LEFT_OUT]
    given = [word for word in _WORD.findall(short) if _folded(word) not in _LEFT_OUT]
    if len(long_words) < 2 or len(long_words) != len(given) or max(map(len, given)) == 1:
        return ""
    forms = [ltwa.forms(word) for word in long_words]
    if all(_fits(*each) for each in zip(given, long_words, forms, strict=True)):
        return ""
    chosen = (_fitting(*each) for each in zip(given, long_words, forms, strict=True))
    right = " ".join(chosen)
    return right if "." in short else right.replace(".", "")


def _fits(given: str, word: str, forms: tuple[str, ...]) -> bool:
    """Whether a word is cut as the list says; one that it has not may be misspelt, or not cut."""
    if (word.isupper() and given == word) or forms == (word,):
        return _folded(word).startswith(_folded(given))
    return _folded(given) in {_folded(form).rstrip(".") for form in forms}


def _fitting(given: str, word: str, forms: tuple[str, ...]) -> str:
    """The form of a word that was given, if it is one, else the likeliest, its capital kept."""
    if word.isupper():
        return word
    fitting = (form for form in forms if _folded(form).rstrip(".") == _folded(given))
    alike = (form for form in forms if form.isascii() == word.isascii())  # of its language
    form = next(fitting, None) or next(alike, forms[0])
    if form.endswith(".") and _folded(word).startswith(_folded(form[:-1])):
        return word[: len(form) - 1] + "."  # with the accents of the word itself
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


RULES = (documented("BM261", "journal-iso-4", not_iso_4, Severity.INFO),)
