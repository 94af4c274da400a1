"""Rules for a file's characters: the encoding that it names, mixtures, what TeX cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from backmatter.references.bibtex import dialect
from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.bibtex.encoding import codec_of, declared_encoding
from backmatter.references.findings import Edit, Fix, Severity
from backmatter.references.rules.rule import Entry, Field, Hit, Library, SourceFile, documented

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_REST = "[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"
_WRONG = re.compile(
    f"(?:[\u00c2-\u00df]{_REST}|[\u00e0-\u00ef]{_REST}{{2}}|[\u00f0-\u00f4]{_REST}{{3}})"
)
"""What a letter's bytes in UTF-8 look like in Windows-1252 or Latin-1."""
_RUN = re.compile("[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")
_WESTERN = 2
"""Letters beyond ASCII stand alone or in twos in a word of Windows-1252; in rows, the file is in
another alphabet's encoding (Windows-1251), where some rows look like UTF-8 by chance."""
_SINGLE_BYTE = ("cp1252", "latin-1", "iso8859-1", "iso8859-15")
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "windows-1252",
    "latin-1": "ISO-8859-1",
    "gb18030": "GB18030",
}
_PEOPLE = ("author", "editor", "translator", "bookauthor")
_INITIAL = re.compile(r"(?:(?<=[\s,~.-])|^)[\u00c0-\u024f]")
_ACCENTS = dict(
    (
        *zip("\u0300\u0301\u0302\u0303\u0308\u0304\u0307", "`'^~\"=.", strict=True),
        *zip("\u030a\u030c\u0327\u030b\u0306\u0328", "rvcHuk", strict=True),
    )
)
_LETTERS = {"Ø": "O", "Ł": "L", "Æ": "AE", "Œ": "OE", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"}


def declared(library: Library) -> Iterator[Hit]:
    """# BM140: the file is not in the encoding that it names.

    **What.** A comment says which encoding the file is in (JabRef's `% Encoding: …`, Emacs'
    `coding: …`), but its bytes are in another, or it has characters that the named one lacks.

    **Why.** A program that believes the comment shows wrong letters, and writes them back so.

    **Bad**

        % Encoding: US-ASCII
        @article{a, author = {Müller, Jan}, title = {A}}

    **Good**

        % Encoding: UTF-8
        @article{a, author = {Müller, Jan}, title = {A}}

    **Fix** (safe). The name of the encoding that the file is in, where that is UTF-8; an encoding
    without marks of its own is told, but not written down.
    """
    file = library.file
    if file is None or file.text.isascii() or (found := declared_encoding(file.text)) is None:
        return
    name, start = found
    named = codec_of(name)
    actual = file.encoding or "utf-8"
    if not named or _same_bytes(file.text, named, actual):
        return
    shown = _NAMES.get(actual, actual)
    certain = actual.startswith("utf-")
    fix = Fix((Edit(start, start + len(name), shown),), safe=True) if certain else None
    advice = "" if certain else ", as far as its bytes tell: save it as UTF-8, and say so"
    yield Hit(f"the file says that it is in {name}, and is in {shown}{advice}", None, start, fix)


def _same_bytes(text: str, named: str, actual: str) -> bool:
    """Whether both encodings write the text with the same bytes; marks do not count."""
    if named.startswith("utf-") and actual.startswith(f"{named}-"):  # "UTF-16" is either
        return True
    try:
        return text.encode(named.removesuffix("-sig")) == text.encode(actual)
    except (UnicodeError, LookupError):
        return False


def mixed(library: Library) -> Iterator[Hit]:
    """# BM141: a file in two encodings.

    **What.** Some of the file's letters are in UTF-8 and others in Windows-1252 or Latin-1: it
    was put together from two files. The place is the first letter of the kind that is rarer.

    **Why.** No program can read it: whichever encoding it takes, the other half of the letters is
    wrong. (A file wholly in one encoding whose letters are wrong all the same has BM251.)

    **Bad**

        @article{a, author = {MÃ¼ller, Jan}, title = {A}, note = {Año}}

    **Good**

        @article{a, author = {Müller, Jan}, title = {A}, note = {Año}}
    """
    file = library.file
    if file is None or file.text.isascii() or not _is_single_byte(file):
        return
    wrong: list[int] = []
    right: list[int] = []
    rows = 0
    for run in _RUN.finditer(file.text):
        letters = _WRONG.findall(run[0])
        if sum(map(len, letters)) == len(run[0]):
            wrong += [match.start() + run.start() for match in _WRONG.finditer(run[0])]
        elif not letters:
            right += range(run.start(), run.end())
            rows += 1
    if not wrong or not right or len(right) >= _WESTERN * rows:
        return
    rarer, kind = (wrong, "UTF-8") if len(wrong) <= len(right) else (right, "Windows-1252")
    message = (
        f"{len(wrong)} letters of the file are in UTF-8 and {len(right)} are not: it was put "
        f"together from two files; the first in {kind} stands here"
    )
    yield Hit(message, None, rarer[0])


def _is_single_byte(file: SourceFile) -> bool:
    """Whether the bytes may be those of Windows-1252; a text without bytes is taken for one."""
    return not file.encoding or file.encoding in _SINGLE_BYTE


def controls(library: Library) -> Iterator[Hit]:
    """# BM142: a control character.

    **What.** A character below the blank other than tab and line end, anywhere in a `.bib` file.

    **Why.** TeX stops at it (*Text line contains an invalid character*). Mostly it stands where a
    ligature of a PDF (`fi`, `fl`) was lost, so look at the word before you take it out.

    **Bad**

        @article{a, title = {The de\u0002nition of cells}}

    **Good**

        @article{a, title = {The definition of cells}}

    **Fix** (unsafe). The character is taken out.
    """
    file = library.file
    if file is None or not (first := _CONTROL.search(file.text)):
        return
    for entry in file.entries:
        for field in entry.fields.values():
            if not (found := _CONTROL.search(field.text)):
                continue
            around = field.text[max(0, found.start() - 12) : found.end() + 12]
            message = (
                f"{field.name} has the control character U+{ord(found[0]):04X} in "
                f"“{_CONTROL.sub('␦', around)}”"
            )
            fix = field.rewritten(_CONTROL.sub("", field.text), safe=False)
            yield Hit(message, entry, field, fix)
    if not any(entry.start <= first.start() < entry.end for entry in file.entries):
        message = f"the control character U+{ord(first[0]):04X} stands between the entries"
        fix = Fix((Edit(*first.span(), ""),), safe=False)
        yield Hit(message, None, first.start(), fix)


def marks(library: Library) -> Iterator[Hit]:
    """# BM143: a byte-order mark within the file.

    **What.** A byte-order mark (U+FEFF) that is not the file's first character and stands in no
    value: files were joined that each began with one.

    **Why.** Nobody sees it. A program that reads line by line takes it for a part of `@article`
    and passes the entry over.

    **Bad**

        @book{a, title = {A}}
        \ufeff@book{b, title = {B}}

    **Good**

        @book{a, title = {A}}
        @book{b, title = {B}}

    **Fix** (safe). The mark is taken out.
    """
    file = library.file
    if file is None or "\ufeff" not in file.text:
        return
    values = [(field.start, field.end) for entry in file.entries for field in entry.fields.values()]
    for match in re.finditer("\ufeff", file.text):
        if not any(start <= match.start() < end for start, end in values):
            fix = Fix((Edit(*match.span(), ""),), safe=True)
            yield Hit("a byte-order mark stands within the file", None, match.start(), fix)


def split_letters(library: Library) -> Iterator[Hit]:
    r"""# BM144: an initial that BibTeX takes apart.

    **What.** A name begins with an accented letter written as itself, in a file that says that it
    is for BibTeX (JabRef's `databaseType:bibtex`, or `% !BIB program = bibtex`), not for biber.

    **Why.** BibTeX knows bytes, not letters. A style that shortens given names, or makes labels of
    names, prints the first byte of `É`, and LaTeX stops there. Names are sorted after *z*, too.

    **Bad**

        @comment{jabref-meta: databaseType:bibtex;}
        @article{a, author = {Dupont, Émile}, title = {A}}

    **Good**

        @comment{jabref-meta: databaseType:bibtex;}
        @article{a, author = {Dupont, {\'E}mile}, title = {A}}

    **Fix** (safe). LaTeX's command for the letter, where it is a letter with one common accent.
    """
    file = library.file
    if file is None or file.text.isascii() or dialect.declared(file.text) is not Dialect.BIBTEX:
        return
    for entry, field in chain.from_iterable(map(_people, file.entries)):
        if found := _INITIAL.search(field.text):
            commands = _INITIAL.sub(_command, field.text)
            fix = field.rewritten(commands) if commands != field.text else None
            message = (
                f"BibTeX takes the letter {found[0]} apart, which begins a name in {field.name}"
            )
            yield Hit(message, entry, field, fix)


def _people(entry: Entry) -> Iterator[tuple[Entry, Field]]:
    """The entry with each of its fields that hold names in letters beyond ASCII."""
    for name in _PEOPLE:
        if (field := entry.fields.get(name)) and not field.text.isascii():
            yield entry, field


def _command(match: re.Match[str]) -> str:
    """LaTeX's command for a letter, the letter itself where there is none in common use."""
    if name := _LETTERS.get(match[0]):
        return f"{{\\{name}}}"
    base, *accents = unicodedata.normalize("NFD", match[0])
    if len(accents) != 1 or not base.isascii() or not (accent := _ACCENTS.get(accents[0])):
        return match[0]
    return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() else f"{{\\{accent}{base}}}"


RULES = (
    documented("BM140", "encoding-named", declared),
    documented("BM141", "encoding-mixed", mixed),
    documented("BM142", "control-character", controls),
    documented("BM143", "mark-within", marks, Severity.INFO),
    documented("BM144", "initial-split", split_letters, Severity.INFO),
)
