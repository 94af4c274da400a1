"""Whether two values of a field say the same, and what both of them together would be."""

from __future__ import annotations

import re

from backmatter.references.bibtex.scanner import Field
from backmatter.references.formats.bibtex_fields import ALIASES
from backmatter.references.identifiers import doi as dois
from backmatter.references.latex import decode

_GROUP = re.compile(r"[^\W_]+")
_BOTH = {
    "abstract": "; ",
    "addendum": ". ",
    "annotation": ". ",
    "annote": ". ",
    "comment": ". ",
    "file": ";",
    "groups": ", ",
    "isbn": ", ",
    "issn": ", ",
    "note": ". ",
    "review": ". ",
}
"""Fields that may hold two values, and what stands between these."""

LISTS = frozenset({"file", "groups"})
"""Those of which the values are joined without asking."""

_MARKS = ".?!:;,"


def field_name(field: Field) -> str:
    """A field's name in lower case, BibTeX's and BibLaTeX's names for one field being one."""
    name = field.name.lower()
    return ALIASES.get(name, name)


def entry_type(name: str) -> str:
    """An entry type in lower case, names for one type being one."""
    name = name.lower()
    return {"conference": "inproceedings", "www": "online", "electronic": "online"}.get(name, name)


def agree(name: str, ours: str, theirs: str) -> bool:
    """Whether two values, as written, say the same but for case, braces, punctuation, spaces."""
    if ours == theirs:
        return True
    if "#" in ours + theirs or ours[:1] not in '{"0123456789' or theirs[:1] not in '{"0123456789':
        return ours.lower() == theirs.lower()  # abbreviations: only their names are known here
    texts = [decode(written.strip('{}"')) for written in (ours, theirs)]
    if name == "doi":
        return dois.same(*(text.rpartition("doi.org/")[2].strip() for text in texts))
    return _groups(texts[0]) == _groups(texts[1])


def both(name: str, ours: str, theirs: str) -> str | None:
    """The two values in one, as written; None for a field that holds only one."""
    between = _BOTH.get(name.lower())
    if between is None or not (_is_one_piece(ours) and _is_one_piece(theirs)):
        return None
    one, other = ours[1:-1].strip(), theirs[1:-1].strip()
    if name.lower() in LISTS:
        parts = [re.split(rf"\s*(?<!\\){between.strip()}\s*", each) for each in (one, other)]
        return f"{{{between.join(dict.fromkeys(filter(None, parts[0] + parts[1])))}}}"
    return f"{{{one.rstrip(_MARKS) if between == '. ' else one}{between}{other}}}"


def _is_one_piece(written: str) -> bool:
    """Whether a value is one piece in its delimiters, braces inside it in pairs."""
    depth = 0
    for character in written[1:-1]:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return written[:1] + written[-1:] in ("{}", '""') and depth == 0


def _groups(text: str) -> list[str]:
    return [group.casefold() for group in _GROUP.findall(text)]
