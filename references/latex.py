"""LaTeX as it stands in `.bib` fields, to Unicode with CSL-JSON's inline markup, and back.

This module fronts pylatexenc, whose part is its table of symbol commands. The reading itself is
done here, in one pass over the text: braces have a meaning in a `.bib` file (they keep letters as
they are) that a general converter does not know, and inline markup has to survive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from backmatter.references.latex_tables import (
    ACCENTS,
    DROPPED_ARGUMENT,
    ESCAPES,
    MARKUP,
    NO_CASE,
    QUOTING,
    SMALL_CAPS,
    SWITCHES,
    SYMBOLS,
)

_SPACE = " \t\r\n\f\v"
_SPACES = re.compile(f"[{_SPACE}]+")
_ACTIVE = re.compile(r"[\\{}$~\t\r\n\f\v]|--|``|''|  |^ | $")
_TOKEN = re.compile(
    rf"\\(?:([A-Za-z]+)(?:\*(?={{))?[{_SPACE}]*|(.?))|\$((?:[^$\\]|\\.)*+)\$|([{{}}~])"
    r"|(---?|``|'')|[^\\{}$~\-`']+|.",
    re.DOTALL,
)
_SCRIPT = re.compile(r"([\^_])\s*(\{|\\[A-Za-z]+|[^\s\\{}])")
_SCRIPT_COMMANDS = {"^": r"\textsuperscript{", "_": r"\textsubscript{"}
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”"}
_QUOTES = (("‘", "’"), ("“", "”"))
_MAX_DEPTH = 40
_TAG = re.compile(r'<(/?)(i|b|sup|sub|sc|span)((?: [a-z]+="[^"<>]{0,60}")?)>')
_COMMANDS = {
    "<i>": r"\emph{",
    "<b>": r"\textbf{",
    "<sup>": r"\textsuperscript{",
    "<sub>": r"\textsubscript{",
    "<sc>": r"\textsc{",
    SMALL_CAPS: r"\textsc{",
    NO_CASE: "{",
}
_STARTS_COMMAND = tuple("<&%$#_{}~^\\")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSAFE = re.compile(r"[<&%$#_{}~^\\\u00a0\x00-\x1f\x7f]|--|``|''|  |^ | $")
_SPECIAL = re.compile("[&%$#_{}~^\\\\\u00a0]|-(?=-)|`(?=`)|'(?=')")


def decode(value: str, *, keep_case_marks: bool = False) -> str:
    """The text of a field: commands, accents, ligatures and braces resolved, spaces single.

    Args:
        value: The field as it stands between its delimiters.
        keep_case_marks: Braces that keep letters from being changed become CSL's
            `<span class="nocase">`; otherwise they are left out.
    """
    if not value or not _ACTIVE.search(value):
        return value
    return _SPACES.sub(" ", _Reader(value, keep_case_marks=keep_case_marks).read()).strip(_SPACE)


def encode(text: str, guard: Callable[[str], str] | None = None) -> str:
    r"""The text as the inside of a braced field; `decode` gives it back.

    CSL-JSON's inline markup becomes commands, what means something to TeX is escaped; all other
    characters stay as they are (UTF-8). Runs of white space become one space, and control
    characters, which no TeX can read, are left out.

    Args:
        text: The text.
        guard: Called with each stretch of plain text, before escaping, to put in the braces that
            keep letters as they are, written as \x01 and \x02.
    """
    if guard is None and not _UNSAFE.search(text):
        return text
    text = _SPACES.sub(" ", _CONTROLS.sub("", text)).strip(_SPACE)
    written: list[str] = []
    last = 0
    for start, end, command in _tags(text):
        written += [_escaped(text[last:start], guard), command]
        if command == "{" and text[end : end + 1] in _STARTS_COMMAND:
            written.append("{}")
        last = end
    written.append(_escaped(text[last:], guard))
    return "".join(written)


def _escaped(text: str, guard: Callable[[str], str] | None) -> str:
    if guard and text:
        text = guard(text)
    if not text or (text.isalnum() and text.isascii()):
        return text
    escaped = _SPECIAL.sub(lambda m: ESCAPES.get(m[0]) or m[0] + "{}", text)
    return escaped.replace("\x01", "{").replace("\x02", "}")


def _tags(text: str) -> list[tuple[int, int, str]]:
    """Start, end and replacement of each tag that is known and has its partner."""
    if "<" not in text:
        return []
    open_tags: list[tuple[re.Match[str], str]] = []
    found: list[tuple[int, int, str]] = []
    for tag in _TAG.finditer(text):
        if not tag[1]:
            open_tags.append((tag, _COMMANDS.get(tag[0], "")))
        elif not tag[3] and open_tags and open_tags[-1][0][2] == tag[2]:
            start, command = open_tags.pop()
            if command:
                found += [(*start.span(), command), (*tag.span(), "}")]
    return sorted(found)


@lru_cache(maxsize=4096)
def _symbol(name: str) -> str | None:
    """What a command without arguments prints, from pylatexenc's table; None if unknown."""
    from pylatexenc import latex2text  # pyright: ignore[reportMissingTypeStubs]  # has none

    table = cast("Any", latex2text).get_default_latex_context_db()
    symbol: object = getattr(table.get_macro_spec(name), "simplify_repl", None)
    return symbol if isinstance(symbol, str) and "%" not in symbol else None


_NAME_OF_ITS_OWN = re.compile(r"[A-Z].*[A-Z]|TeX$")
"""A command that its file defines for a name: `MF`, `PCTeX`. TeX's own are in small letters."""


class _Reader:
    """One pass over a field; each method goes on from where the last one stopped."""

    def __init__(self, value: str, *, keep_case_marks: bool) -> None:
        self._value = value
        self._at = 0
        self._depth = 0
        self._guarded = False
        self._quotes = 0
        self._keep_case_marks = keep_case_marks

    def read(self) -> str:
        """The whole field; a closing brace too many means nothing."""
        parts: list[str] = []
        while self._at < len(self._value):
            parts.append(self._until_brace())
        return "".join(parts)

    def _next(self) -> re.Match[str] | None:
        token = _TOKEN.match(self._value, self._at)
        self._at = token.end() if token else len(self._value)
        return token

    def _group(self) -> str:
        """Up to the closing brace of a group that has just been opened, or to the end."""
        self._depth += 1
        text = self._until_brace()
        self._depth -= 1
        return text

    def _until_brace(self) -> str:
        """The text up to a closing brace or the end; a font switch holds as long."""
        parts: list[str] = []
        closing: list[str] = []
        while (token := self._next()) is not None and token[0] != "}":
            if switch := SWITCHES.get(token[1] or ""):
                before, after = MARKUP[switch]
                parts.append(before)
                closing.append(after)
            else:
                parts.append(self._text(token))
        return "".join(parts + closing[::-1])

    def _argument(self) -> str:
        """The argument of a command: a group, a command or one character."""
        while self._value[self._at : self._at + 1] in tuple(_SPACE):
            self._at += 1
        following = self._value[self._at : self._at + 1]
        if following in ("", "}") or self._depth >= _MAX_DEPTH:
            return ""
        if following == "{":
            self._at += 1
            return self._group()
        if following != "\\":
            self._at += 1
            return following
        self._depth += 1
        token = self._next()
        text = self._text(token) if token else ""
        self._depth -= 1
        return text

    def _text(self, token: re.Match[str]) -> str:
        """The text of a token and of the arguments it takes."""
        name, symbol, math, special, ligature = token.groups()
        if name is not None:
            return self._command(name)
        if symbol is not None:
            return self._accent(symbol) if symbol in ACCENTS else SYMBOLS.get(symbol, symbol)
        if math is not None:
            return _math(math)
        if ligature is not None:
            return _LIGATURES[ligature]
        if special == "~":
            return "\u00a0"
        if special == "{" and self._depth < _MAX_DEPTH:
            return self._braces()
        return "" if special else token[0]

    def _braces(self) -> str:
        """A group that is no argument; one that begins with a command guards nothing (BibTeX)."""
        starts_plain = self._value[self._at : self._at + 1] != "\\"
        guards = self._keep_case_marks and not self._guarded and starts_plain
        self._guarded = self._guarded or guards
        text = self._group()
        self._guarded = self._guarded and not guards
        return f"{NO_CASE}{text}</span>" if guards and text.strip() else text

    def _command(self, name: str) -> str:
        if name in ACCENTS:
            return self._accent(name)
        if name in QUOTING:
            self._quotes += 1
            before, after = _QUOTES[self._quotes % 2]
            text = self._argument()
            self._quotes -= 1
            return before + text + after
        if name in MARKUP:
            before, after = MARKUP[name]
            return before + self._argument() + after
        if name in DROPPED_ARGUMENT:
            self._argument()
            return ""
        if name in ("url", "path", "href"):
            address = self._raw_argument()
            return self._argument() if name == "href" else address
        symbol = SYMBOLS.get(name)
        if symbol is None:
            symbol = _symbol(name)
        return (name if _NAME_OF_ITS_OWN.search(name) else "") if symbol is None else symbol

    def _accent(self, name: str) -> str:
        """The argument with an accent on its first letter, which for ı and ȷ is the dotted one."""
        guarded, self._guarded = self._guarded, True
        base = self._argument()
        self._guarded = guarded
        letter = {"ı": "i", "ȷ": "j"}.get(base[:1], base[:1])
        if not letter.isalpha():
            return base
        return unicodedata.normalize("NFC", letter + ACCENTS[name]) + base[1:]

    def _raw_argument(self) -> str:
        """A group's inside as it stands, such as an address, only the backslashes taken out."""
        if self._value[self._at : self._at + 1] != "{":
            return self._argument()
        end = start = self._at + 1
        depth = 1
        while end < len(self._value) and depth:
            depth += {"{": 1, "}": -1}.get(self._value[end], 0)
            end += 1
        self._at = end
        return re.sub(r"\\([%&#_~$])", r"\1", self._value[start : end - 1 if not depth else end])


def _math(formula: str) -> str:
    """What stands between dollar signs, as text with its scripts raised and lowered."""

    def script(match: re.Match[str]) -> str:
        command = _SCRIPT_COMMANDS[match[1]]
        if match[2] == r"\circ":
            return "°"
        return command if match[2] == "{" else f"{command}{match[2]}}}"

    return _Reader(_SCRIPT.sub(script, formula), keep_case_marks=False).read()
