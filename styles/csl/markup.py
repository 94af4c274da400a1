"""The markup inside fields: CSL-JSON's tags and quotation marks, turned into marks.

`<i> <b> <sup> <sub> <sc>`, `<span style="font-variant: small-caps;">`,
`<span class="nocase">` and `<span class="nodecor">` count; other tags, and those without a
partner, are text. Quotation marks of any kind become quotations, so that those of the style's
language are printed and nested ones alternate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backmatter.styles.csl.markers import (
    CLOSE,
    FLIPS,
    FORBIDDEN,
    NO_CASE,
    QUOTE,
    UNQUOTE,
    Kind,
    clean,
)

ENGLISH_QUOTES = "“”‘’"
STRAIGHT_QUOTES = "\"'"
_HOT = re.compile(f"[<\"'“”‘’«»„‚‹›{FORBIDDEN}]")
_LOOSE_GUILLEMET = re.compile("«[ \u00a0]|[ \u00a0]»")
_TAG = re.compile(
    r'<(?P<close>/?)(?P<name>i|b|sup|sub|sc|span)(?P<rest>(?: +(?:class|style)="[^"<>]{0,80}")?)>'
    r"|(?P<quote>[\"“”„«»]|['‘’‚‹›])"
)
_SIMPLE = {
    "i": FLIPS + Kind.ITALIC.value,
    "b": FLIPS + Kind.BOLD.value,
    "sup": Kind.SUPERSCRIPT.value,
    "sub": Kind.SUBSCRIPT.value,
    "sc": FLIPS + Kind.SMALL_CAPS.value,
}
_SMALL_CAPS = re.compile(r"font-variant:\s*small-caps")
_SPACE_OR_OPENING = frozenset(" \u00a0\u202f\u3000([{-–—/\n\t:（【《")
_PARTNER = {"“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“", "‚": "‘", '"': '"', "'": "'"}
_SINGLE = frozenset("'’‘‚")


@dataclass(slots=True)
class _Piece:
    """One token of a field: where its mark goes in the list of pieces, and what it is."""

    place: int
    kind: str
    text: str
    mark: str = ""


AS_GIVEN = ""
"""In place of a language's quotation marks: none count, all are printed as they stand."""


def parse_markup(text: str, quotes: str = ENGLISH_QUOTES) -> str:
    """A field's text with marks in place of tags and quotation marks.

    Most fields have neither, and come back as they are. Straight quotation marks become
    quotations, and those among `quotes`, the marks of the style's language; others are text.
    """
    if not _HOT.search(text):
        return text
    text = clean(text)
    if quotes != AS_GIVEN:
        text = _LOOSE_GUILLEMET.sub(_tightened, text)
    return _paired(text, quotes)


def _tightened(match: re.Match[str]) -> str:
    """French quotation marks keep their blanks, narrow and unbreakable."""
    return "«\u202f" if match[0][0] == "«" else "\u202f»"


def _paired(text: str, quotes: str) -> str:
    """Match tags and quotation marks with their partners; the rest stays text."""
    out: list[str] = []
    stack: list[_Piece] = []
    end = 0
    for match in _TAG.finditer(text):
        out.append(text[end : match.start()])
        end = match.end()
        out.append(match[0])
        place = len(out) - 1
        if match["quote"]:
            if quotes == AS_GIVEN or (match[0] not in STRAIGHT_QUOTES and match[0] not in quotes):
                continue
            _quote(text, match.start(), match[0], place, stack, out)
        elif match["close"]:
            _close_tag(match["name"], stack, place, out)
        elif mark := _opening_mark(match["name"], match["rest"]):
            stack.append(_Piece(place, match["name"], match[0], mark))
    out.append(text[end:])
    for piece in stack:
        _leave(piece, out)
    return "".join(out)


def _opening_mark(name: str, rest: str) -> str:
    """The mark of an opening tag, "" for one that means nothing."""
    if name != "span":
        return _SIMPLE[name] if not rest else ""
    if 'class="nocase"' in rest:
        return NO_CASE
    if 'class="nodecor"' in rest:
        return Kind.NO_DECORATION.value
    return _SIMPLE["sc"] if _SMALL_CAPS.search(rest) else ""


def _close_tag(name: str, stack: list[_Piece], place: int, out: list[str]) -> None:
    """Close the innermost open tag of this name, if nothing but quotes stands between."""
    for index in range(len(stack) - 1, -1, -1):
        piece = stack[index]
        if piece.kind == name:
            out[piece.place] = piece.mark
            out[place] = CLOSE
            for orphan in stack[index + 1 :]:
                _leave(orphan, out)
            del stack[index:]
            return


def _leave(piece: _Piece, out: list[str]) -> None:
    """An opening quotation mark without a partner stays text, a lone ' is an apostrophe."""
    if piece.text == "'":
        out[piece.place] = "’"


def _quote(text: str, at: int, char: str, place: int, stack: list[_Piece], out: list[str]) -> None:
    """Decide whether a quotation mark opens, closes or is an apostrophe."""
    before = text[:at].rstrip("\"'“‘")[-1:] or " "
    before = " " if before == ">" else before
    after = text[at + 1] if at + 1 < len(text) else " "
    if _closes(char, before, after, stack):
        index = max(i for i, p in enumerate(stack) if p.kind == "quote" and p.mark == char)
        out[stack[index].place] = QUOTE
        out[place] = UNQUOTE
        for orphan in stack[index + 1 :]:
            if orphan.kind == "quote":
                _leave(orphan, out)
        stack[index:] = [p for p in stack[index + 1 :] if p.kind != "quote"]
    elif char in _PARTNER and _may_open(char, before, after):
        stack.append(_Piece(place, "quote", char, _PARTNER[char]))
    elif char == "'":
        out[place] = "’"


def _closes(char: str, before: str, after: str, stack: list[_Piece]) -> bool:
    """Whether an open quotation waits for this mark, and it can be a closing one here."""
    if not any(piece.kind == "quote" and piece.mark == char for piece in stack):
        return False
    if char in _SINGLE:
        return not after.isalnum() and not before.isspace()
    return not before.isspace() or char in "”»"


def _may_open(char: str, before: str, after: str) -> bool:
    """Whether a mark can open a quotation here."""
    if after.isspace():
        return False
    return char not in STRAIGHT_QUOTES or before in _SPACE_OR_OPENING
