"""Text case: `lowercase`, `uppercase`, `capitalize-first`, `capitalize-all`, `sentence`, `title`.

Strings may carry marks (`markers`): formatting is passed over, text marked as `NO_CASE` keeps
its letters. Title case is English only, with citeproc-js's list of words that stay small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from backmatter.styles.csl.markers import CLOSE, FLIPS, MARKS, NO_CASE, QUOTE, UNQUOTE, Kind

SMALL_WORDS = frozenset(
    [
        "a",
        "about",
        "above",
        "across",
        "afore",
        "after",
        "against",
        "al",
        "along",
        "alongside",
        "amid",
        "amidst",
        "among",
        "amongst",
        "an",
        "and",
        "anenst",
        "apropos",
        "apud",
        "around",
        "as",
        "aside",
        "astride",
        "at",
        "athwart",
        "atop",
        "barring",
        "before",
        "behind",
        "below",
        "beneath",
        "beside",
        "besides",
        "between",
        "beyond",
        "but",
        "by",
        "c",
        "ca",
        "circa",
        "d'",
        "de",
        "despite",
        "down",
        "during",
        "et",
        "except",
        "for",
        "forenenst",
        "from",
        "given",
        "in",
        "inside",
        "into",
        "lest",
        "like",
        "modulo",
        "near",
        "next",
        "nor",
        "notwithstanding",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "out",
        "over",
        "per",
        "plus",
        "pro",
        "qua",
        "sans",
        "since",
        "so",
        "than",
        "the",
        "through",
        "thru",
        "throughout",
        "thruout",
        "till",
        "to",
        "toward",
        "towards",
        "under",
        "underneath",
        "until",
        "unto",
        "up",
        "upon",
        "v",
        "v.",
        "van",
        "versus",
        "via",
        "vis-à-vis",
        "von",
        "vs",
        "vs.",
        "with",
        "within",
        "without",
        "yet",
    ]
)

_OPENERS = frozenset(kind.value for kind in Kind) | {NO_CASE}
_KEPT_KINDS = frozenset(
    {NO_CASE, Kind.NO_DECORATION.value, Kind.SUPERSCRIPT.value, Kind.SUBSCRIPT.value}
)
_TOKEN = re.compile("[\ufdd0-\ufdef]|[^\ufdd0-\ufdef]+")
_TITLE_WORD = re.compile(r"[^\s\u00a0/.\-–—\ufdd0-\ufdef]+|[\s\u00a0]+|[/.\-–—]|[\ufdd0-\ufdef]")
_LETTER = re.compile(r"[^\W\d_]")
_DOTTED_I = frozenset({"tr", "az"})
"""Languages in which i and ı are two letters."""
_HYPHEN = [("-", "gap")]
_WORD_START = re.compile(r"(^|[\s\u00a0/-])([^\W\d_]+)")
_FIRST_WORD = re.compile(r"[^\W_]+")
_BOUND = re.compile(r"[\d@#]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_DELIMITED = frozenset("/.-–—")


def apply_case(case: str, text: str, language: str = "en") -> str:
    """The text in this case; an unknown case changes nothing. Title case is for English only.

    Args:
        case: The value of `text-case`.
        text: The text, with marks.
        language: The language of the text, a tag.
    """
    function = _CASES.get(case)
    if function is None or not text or (case == "title" and language[:2].lower() != "en"):
        return text
    if language[:2].lower() in _DOTTED_I:
        if case == "uppercase":
            text = text.replace("i", "İ")
        elif case == "lowercase":
            text = text.replace("I", "ı")
    return function(text)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text between marks and the marks, each with whether it may be changed."""
    depth: list[bool] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in _OPENERS:
            depth.append(token in _KEPT_KINDS)
            yield token, False
        elif token in (CLOSE, FLIPS):
            if depth and token == CLOSE:
                depth.pop()
            yield token, False
        else:
            yield token, not any(depth)


def _each(change: Callable[[str], str]) -> Callable[[str], str]:
    """A function over plain text, made one over marked text."""

    def run(text: str) -> str:
        return "".join(change(part) if free else part for part, free in _parts(text))

    return run


def capitalize_first(text: str) -> str:
    """The first word with a capital, if it is in small letters and not protected."""
    if not MARKS.search(text):
        match = _FIRST_WORD.search(text)
        if not match or not match[0].islower():
            return text
        at = match.start()
        return text[:at] + text[at].upper() + text[at + 1 :]
    done = False
    out: list[str] = []
    for part, free in _parts(text):
        if not done and (match := _FIRST_WORD.search(part)):
            done = True
            if free and match[0].islower():
                part = part[: match.start()] + match[0][0].upper() + part[match.start() + 1 :]
        out.append(part)
    return "".join(out)


def _capitalize_all(text: str) -> str:
    return _WORD_START.sub(_capitalized, text)


def _capitalized(match: re.Match[str]) -> str:
    return match[1] + (match[2].capitalize() if match[2].islower() else match[2])


def _sentence(text: str) -> str:
    """Small letters but for the first word and what is protected (as citeproc-js has it)."""
    out: list[str] = []
    started = False
    for part, free in _parts(text):
        match = None if started else _FIRST_WORD.search(part)
        end = match.end() if match else 0
        started = started or match is not None
        out.append(part[:end] + part[end:].lower() if free else part)
    return capitalize_first("".join(out))


@lru_cache(maxsize=4096)
def title_case(text: str) -> str:
    """English title case: words in small letters get a capital, save small ones in the middle."""
    tokens = _title_tokens(text)
    words = [i for i, (_, kind) in enumerate(tokens) if kind in ("word", "kept")]
    out = [token for token, _ in tokens]
    for order, index in enumerate(words):
        if tokens[index][1] == "kept" or _opens_nested(tokens, index):
            continue
        first = order == 0 or _after_stop(tokens, index)
        last = order == len(words) - 1
        first = first or _begins_compound(tokens, index)
        out[index] = _title_word(tokens[index][0], first=first, last=last)
    return "".join(out)


def _title_tokens(text: str) -> list[tuple[str, str]]:
    """Words, gaps, delimiters and marks; a protected word is of the kind "kept"."""
    depth: list[bool] = []
    tokens: list[tuple[str, str]] = []
    for match in _TITLE_WORD.finditer(text):
        token = match[0]
        if token in _OPENERS:
            depth.append(token in _KEPT_KINDS)
            tokens.append((token, "mark"))
        elif token in (CLOSE, FLIPS):
            if depth and token == CLOSE:
                depth.pop()
            tokens.append((token, "mark"))
        elif token in (QUOTE, UNQUOTE):
            tokens.append((token, "quote"))
        elif token.isspace() or token in _DELIMITED:
            tokens.append((token, "gap"))
        else:
            tokens.append((token, "kept" if any(depth) else "word"))
    return tokens


def _begins_compound(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether a token is the single letter of a compound such as e-mail."""
    if len(tokens[index][0]) != 1 or tokens[index + 1 : index + 2] != _HYPHEN:
        return False
    return not index or tokens[index - 1 : index] != _HYPHEN


def _opens_nested(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether a word begins a quotation that holds another; citeproc-js leaves it alone."""
    if not index or tokens[index - 1][0] != QUOTE:
        return False
    for token, _ in tokens[index:]:
        if token in (QUOTE, UNQUOTE):
            return token == QUOTE
    return False


def _after_stop(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether a word follows a colon, a question or an exclamation mark."""
    for word, kind in reversed(tokens[:index]):
        if kind in ("word", "kept"):
            return word[-1] in ":?!"
    return True


def _title_word(word: str, *, first: bool, last: bool) -> str:
    """One word of a title: one in small letters gets a capital, a single letter only in front."""
    core = word.strip("()[]{},:;!?\"'“”‘’…&")
    lowered = core.lower()
    if not core or core != lowered or (lowered in SMALL_WORDS and not first and not last):
        return word
    if len(core) == 1 and not first:
        return word
    match = _LETTER.search(word)
    if not match or not _LATIN.match(match[0]) or _BOUND.search(word[: match.start()]):
        return word
    at = match.start()
    return word[:at] + word[at].upper() + word[at + 1 :]


_CASES: dict[str, Callable[[str], str]] = {
    "lowercase": _each(str.lower),
    "uppercase": _each(str.upper),
    "capitalize-first": capitalize_first,
    "capitalize-all": _each(_capitalize_all),
    "sentence": _sentence,
    "title": title_case,
}
