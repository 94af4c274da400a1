"""Rules for titles: stops, capitals, braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.latex import decode
from backmatter.references.rules.known import words
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented
from backmatter.references.verification.comparing.words import is_cjk

_STOPPED = re.compile(r"[^\W\d_]{3,}\.\}{0,2}\s*$")
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Ltd|Corp|Bros|etc|Bde?|Vol|vols|Proc|Dept|Univ|Gen|Mrs|Prof|vgl|usw|ed|eds|Aufl|Hrsg|"
    r"al|Suppl|Conf|Int|Symp|Trans|Appl|Phys|Chem|Biol|Math|Sci|Comp|Comput|Assoc|Amer|Engrg|Res|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Lett|Rev|Ann|Soc|Med|Syst|Tech|Theor|Pub|Publ|"
    r"Mass|Conn|Calif|Penn|Wash|Esq|Hon|Rep|Sen|Gov|Fig|Sec|Ref|Art|Abb|Tab|chap|Kap|str|cit)\.\}{0,2}\s*$"
)
_QUOTED = re.compile(r"^\s{0,99}\\(?:enquote|mkbibquote|textquote)\*?\{[^{}]*\}\s*$")
"""A title that is one quotation: its stop is the quoted sentence's."""
_PARTICLES = words("OF AND THE IN ON FOR WITH TO FROM BY AT AS AN OR VON UND DER DIE DAS DE LA ET")
_LOWERED = words(
    "article inproceedings conference incollection inbook misc techreport phdthesis mastersthesis "
    "unpublished report thesis online"
)
_MIXED = re.compile(
    r"(?<![\w\\$])(?=[A-Za-z-]{0,30}[A-Z])(?:[A-Z]{2,}[a-z]?|[a-z]{1,3}[A-Z][A-Za-z]{0,30}|[A-Z][a-z]{1,20}[A-Z][A-Za-z]{0,30})(?![\w}])"
)
_LOUD_WORDS = 3
_SMALL_WORD = re.compile(r"(?<![\\\w])[a-z]{4}")
"""A word by which one sees, before any LaTeX is read, that a title is not in capitals."""


def _title(item: Item) -> Field | None:
    field = item.field("title", "issuetitle")
    if field or item.entry:
        return field
    return Field("title", item.reference.title) if item.reference.title else None


def final_stop(library: Library) -> Iterator[Hit]:
    """# BM240: a title that ends in a full stop.

    **What.** The last word of the title, if it is no abbreviation, is followed by a full stop.

    **Why.** Styles put the stop or comma there that they want: the list says *therapy.,*.

    **Bad**

        @article{a, title = {Disc cell therapy with precursors.}}

    **Good**

        @article{a, title = {Disc cell therapy with precursors}}

    **Fix** (safe). The stop is taken out.
    """
    for item in library.items:
        field = _title(item)
        if (
            field is None
            or not field.text.rstrip("} \n").endswith(".")
            or not _STOPPED.search(field.text)
        ):
            continue
        text = field.text.rstrip()
        inner = text.rstrip("}")[:-1]
        # Two sentences end in a stop each, and a title of one or two words may be an abbreviation.
        if (
            _ABBREVIATED.search(text)
            or inner.endswith("..")
            or len(inner.split()) < 3
            or ". " in inner
        ):
            continue
        last = inner.rsplit(None, 1)[-1]
        if "." in last or "\\" in last or last[:1].isupper() or _QUOTED.search(text):
            continue
        braces = text[len(text.rstrip("}")) :]
        yield Hit("its title ends in a full stop", item, field, field.rewritten(inner + braces))


def capitals(library: Library) -> Iterator[Hit]:
    """# BM241: capitals that BibTeX will lower.

    **What.** A word such as *DNA*, *mRNA* or *LaTeX*, with capitals inside, that no braces keep,
    in the title of an entry whose title BibTeX's styles print in lower case.

    **Why.** The list says *dna*. A word that only begins with a capital may be a name or a mere
    title-case word; nobody can tell, so it is not reported.

    **Bad**

        @article{a, title = {The structure of DNA in water}}

    **Good**

        @article{a, title = {The structure of {DNA} in water}}

    **Fix** (safe). Braces around the word.
    """
    for item in library.items:
        if item.entry is None or item.entry.type not in _LOWERED:
            continue
        field = item.field("title")
        if field is None or _is_loud(field.text) or not _lowers(item):
            continue
        found = [m for m in _unguarded(field.text) if m[0] not in _PARTICLES]
        if not found:
            continue
        text, last = "", 0
        for match in found:
            text += field.text[last : match.start()] + "{" + match[0] + "}"
            last = match.end()
        fix = field.rewritten(text + field.text[last:])
        shown = ", ".join(dict.fromkeys(match[0] for match in found))
        message = f"styles that lower titles lower {shown} in its title, too: use braces"
        yield Hit(message, item, field, fix)


def _lowers(item: Item) -> bool:
    """Whether styles lower titles in its language: English, or none said."""
    if is_cjk(item.reference.title):
        return False
    field = item.field("langid", "language", "hyphenation")
    language = field.text.strip().lower() if field else "english"
    return language.startswith(("en", "american", "british", "usenglish", "ukenglish"))


def _unguarded(text: str) -> list[re.Match[str]]:
    """Words with capitals inside that stand outside braces, math and commands."""
    if not re.search(r"[A-Z][A-Z]|[a-z][A-Z]", text):
        return []
    depth, outside, in_math = 0, [True] * len(text), False
    for at, char in enumerate(text):
        if char == "$":
            in_math = not in_math
        depth += {"{": 1, "}": -1}.get(char, 0)
        outside[at] = depth == 0 and not in_math
    return [m for m in _MIXED.finditer(text) if outside[m.start()] and outside[m.end() - 1]]


def _is_loud(text: str) -> bool:
    """Whether a title is in capitals as a whole."""
    if _SMALL_WORD.search(text):
        return False
    plain = decode(text) if "\\" in text or "{" in text else text
    long = [word for word in re.findall(r"[^\W\d_]+", plain) if len(word) > _LOUD_WORDS]
    loud = [word for word in long if word.isupper() and word.lower() != word]
    return len(long) >= _LOUD_WORDS and len(loud) == len(long)


def all_capitals(library: Library) -> Iterator[Hit]:
    """# BM242: a title all in capitals.

    **What.** Every word of the title that has four letters or more is in capitals.

    **Why.** Styles can lower a title's letters, and then lower names and acronyms with them;
    those that leave them print it louder than its neighbours.

    **Bad**

        @article{a, title = {DISC CELL THERAPY WITH PRECURSORS}}

    **Good**

        @article{a, title = {Disc cell therapy with precursors}}
    """
    for item in library.items:
        field = _title(item)
        if field and _is_loud(field.text):
            yield Hit("its title is all in capitals", item, field)


def wholly_braced(library: Library) -> Iterator[Hit]:
    """# BM243: a title wholly in braces.

    **What.** A second pair of braces holds the whole title of an article or a paper.

    **Why.** It keeps every letter as it is: a style that prints titles in lower case prints this
    one otherwise. Reported only where other titles of the file have no such braces.

    **Bad**

        @article{a, title = {{Disc Cell Therapy With Bone Marrow}}}
        @article{b, title = {Growth of the spine}}
        @article{c, title = {Growth of the disc}}

    **Good**

        @article{a, title = {Disc Cell Therapy With Bone Marrow}}
        @article{b, title = {Growth of the spine}}
        @article{c, title = {Growth of the disc}}
    """
    titled = [
        (item, field) for item in library.items if item.entry and (field := item.field("title"))
    ]
    braced = [(item, field) for item, field in titled if _in_braces(field.text)]
    if len(braced) * 2 >= len(titled):
        return
    for item, field in braced:
        if (
            len(field.text.split()) > _LOUD_WORDS
            and item.entry
            and item.entry.type in _LOWERED
            and _lowers(item)
        ):
            yield Hit(
                "its title is wholly in braces, so no style can change its letters", item, field
            )


def _in_braces(text: str) -> bool:
    """Whether one pair of braces holds the whole text."""
    text = text.strip()
    if not text.startswith("{") or not text.endswith("}") or text.startswith("{\\"):
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


RULES = (
    documented("BM240", "title-stop", final_stop),
    documented("BM241", "title-capitals", capitals, Severity.INFO),
    documented("BM242", "title-all-capitals", all_capitals),
    documented("BM243", "title-braced", wholly_braced, Severity.INFO),
)
