"""Rules for the characters of a value: entities, wrong decodings, hidden ones."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.rules.rule import Hit, Library, documented

_ENTITY = re.compile(r"\\?&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}\d{0,2});")
_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|p|br|span|inf|tt|scp|jats:[a-z]{1,12}|mml:[a-z]{1,12})(?:\s[^<>]{0,80})?/?>",
    re.IGNORECASE,
)
_MOJIBAKE = re.compile(
    "(?:\u00c3[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
    "|\u00e2\u20ac[\u0080-\u00bf\u0152\u0153\u02dc\u2013-\u203a\u2122]|\u00c2[\u00a0-\u00bf]|\u00ef\u00ac\u0081)"
)
_HIDDEN = {
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width character",
    "\u200e": "a direction mark",
    "\u200f": "a direction mark",
    "\u2028": "a line separator",
    "\u2060": "a zero-width character",
    "\ufeff": "a byte-order mark",
    "\ufffd": "a replacement character, which stands for one that was lost",
    "\ufb00": "a ligature",
    "\ufb01": "a ligature",
    "\ufb02": "a ligature",
    "\ufb03": "a ligature",
    "\ufb04": "a ligature",
}
_JOINED = "\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc"
"""Scripts whose spelling needs joiners and direction marks: Hebrew, Arabic, India's, Khmer …"""
_JOINERS = "\u200c\u200e\u200f"
_HIDDEN_CLASS = re.compile(
    "[" + "".join(sorted(_HIDDEN.keys() - set(_JOINERS))) + "\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f]"
    f"|(?<![{_JOINED}])[{_JOINERS}](?![{_JOINED}])"
)
_LOST = re.compile("[\ufffd\x80-\x9f]")
_KEPT = frozenset(
    {"abstract", "file", "comment", "review", "annote", "annotation", "url", "bdsk-url-1"}
)


def entities(library: Library) -> Iterator[Hit]:
    r"""# BM250: HTML in a value.

    **What.** An entity such as `&amp;` or `&#233;`, or a tag such as `<i>` or `<sub>`, in a field
    that is printed.

    **Why.** It came from a web page and is printed as it stands.

    **Bad**

        @article{a, title = {Bone &amp; cartilage}}

    **Good**

        @article{a, title = {Bone \& cartilage}}

    **Fix** (safe). The character in the entity's place, escaped where TeX needs it; tags stay, for
    what they mean is for you to say.
    """
    for item in library.items:
        for field in item.printed():
            text = field.text
            if "&" in text and (found := [m for m in _ENTITY.finditer(text) if _is_entity(m[0])]):
                plain = _ENTITY.sub(_character, text)
                shown = found[0][0].lstrip("\\")
                yield Hit(
                    f"has the HTML entity {shown} in {field.name}",
                    item,
                    field,
                    field.rewritten(plain),
                )
            elif item.entry and "<" in text and (tag := _TAG.search(text)):
                yield Hit(f"has the HTML tag {tag[0]} in {field.name}", item, field)


def _is_entity(text: str) -> bool:
    return html.unescape(text.lstrip("\\")) != text.lstrip("\\")


def _character(match: re.Match[str]) -> str:
    plain = html.unescape(match[0].lstrip("\\"))
    if plain == match[0].lstrip("\\"):
        return match[0]
    return "".join(
        "\\" + char if char in "&%#_$" else "{}" if char in "{}\\" else char for char in plain
    )


def mojibake(library: Library) -> Iterator[Hit]:
    """# BM251: a text that was decoded wrongly.

    **What.** Pairs such as `Ã¼` or `â€™`, which are what the UTF-8 bytes of `ü` and `’` look like
    when they are read as Latin-1 or Windows-1252.

    **Why.** The letters are printed just so.

    **Bad**

        @article{a, title = {A}, author = {MÃ¼ller, Jan}}

    **Good**

        @article{a, title = {A}, author = {Müller, Jan}}

    **Fix** (safe). What the bytes say in UTF-8, where the whole value comes out well.
    """
    for item in library.items:
        for field in item.values():
            if field.text.isascii() or not (found := _MOJIBAKE.search(field.text)):
                continue
            right = _redecoded(field.text)
            meant = _redecoded(found[0])
            shown = f"{found[0]} for {meant}" if meant else found[0]
            fix = field.rewritten(right) if right else None
            yield Hit(f"{field.name} was decoded wrongly: it has {shown}", item, field, fix)


def _redecoded(text: str) -> str | None:
    """The text from its bytes in Windows-1252 or Latin-1, None when they are not UTF-8."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def hidden(library: Library) -> Iterator[Hit]:
    """# BM252: a character that nobody sees.

    **What.** Soft hyphens, zero-width and control characters, direction marks, ligatures of a
    PDF (`ﬁ`), or `\ufffd`, which stands where a letter was lost. Beside letters of Arabic, Hebrew
    and the scripts of India, joiners and direction marks are spelling, and stay.

    **Why.** Searches miss the word, LaTeX refuses the character or prints a hole.

    **Bad**

        @article{a, title = {Bio\u00adcompatible disc therapy}}

    **Good**

        @article{a, title = {Biocompatible disc therapy}}

    **Fix** (safe). The character is taken out, a ligature becomes its letters.
    """
    for item in library.items:
        for field in item.values():
            if (
                field.text.isascii()
                or field.name in _KEPT
                or not (found := _HIDDEN_CLASS.search(field.text))
            ):
                continue
            what = _HIDDEN.get(found[0], "a control character")
            around = field.text[max(0, found.start() - 12) : found.end() + 12]
            lost = _LOST.search(field.text)
            fix = None if lost else field.rewritten(_HIDDEN_CLASS.sub(_visible, field.text))
            yield Hit(f"{field.name} has {what} in it: …{around}…", item, field, fix)


def _visible(match: re.Match[str]) -> str:
    if "\ufb00" <= match[0] <= "\ufb04":
        return unicodedata.normalize("NFKD", match[0])
    return " " if match[0] == "\u2028" else ""


def decomposed(library: Library) -> Iterator[Hit]:
    """# BM253: letters and accents apart.

    **What.** A letter followed by a combining accent, where Unicode has one character for both.

    **Why.** It looks the same, but searches, sorting and older LaTeX take it for two characters.

    **Bad**

        @article{a, title = {A}, author = {Mu\u0308ller, Jan}}

    **Good**

        @article{a, title = {A}, author = {Müller, Jan}}

    **Fix** (safe). The composed form (NFC).
    """
    for item in library.items:
        for field in item.values():
            text = field.text
            if text.isascii() or field.name in _KEPT or not re.search("[\u0300-\u036f]", text):
                continue
            composed = _composed(text)
            if composed != text:
                yield Hit(
                    f"{field.name} has accents apart from their letters",
                    item,
                    field,
                    field.rewritten(composed),
                )


def _composed(text: str) -> str:
    """The text with letter and accent as one, everything else untouched (NFC changes more)."""
    return re.sub(
        r"[^\W\d_][\u0300-\u036f]+", lambda match: unicodedata.normalize("NFC", match[0]), text
    )


RULES = (
    documented("BM250", "html", entities),
    documented("BM251", "mojibake", mojibake),
    documented("BM252", "hidden-characters", hidden),
    documented("BM253", "accents-apart", decomposed, Severity.INFO),
)
