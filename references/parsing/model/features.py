"""What the model sees of each token, as 64-bit keys: one a feature, many at a time.

A word's own features depend on nothing but its text, so that they are computed once a word;
those of its surroundings (`Surroundings`) are computed for many references at once. A key is
a hash of a feature's kind and value, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.word_classes import CLASSES, PAD, class_of, index

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]

OFFSETS = (-2, -1, 0, 1, 2)
"""Where the neighbours stand whose own features a token sees."""

WIDTHS = (2, 5, 11, 5, 2)
"""How many of a word's own features are seen at each offset: the nearer, the more."""

_BEGUN = tuple(crc32(str(offset).encode()) for offset in OFFSETS)

_MARGIN = 4
"""Pads between references, so that no neighbour is another reference's."""

_STRONG = frozenset(index(name) for name in '.?!";') | frozenset(
    index(name) for name in ("open-quote", "close-quote", "《", "》")
)
_WEAK = _STRONG | frozenset(index(name) for name in ",:()[]") | {index("dash"), index("·")}
_OPENING = {index(name): kind for kind, name in enumerate(("(", "[", "《", "open-quote"), 1)}
_CLOSING = {index(name): kind for kind, name in enumerate((")", "]", "》", "close-quote"), 1)}

_FLAG_CLASSES = (
    ("initial", "initials"),
    ("function", "lower"),
    ("journal",),
    ("proceedings",),
    ("publisher", "han-press"),
    ("year",),
    ("digit", "digits2", "digits3", "digits4"),
    ("editor", "han-editor"),
    ("body", "thesis", "report", "han-body"),
    ("and", "others"),
    ("city", "state"),
)
"""What it is worth knowing of the words of a whole stretch."""


def _table(names: Sequence[str] | frozenset[int]) -> NDArray[np.bool_]:
    table = np.zeros(len(CLASSES), np.bool_)
    for name in names:
        table[index(name) if isinstance(name, str) else name] = True
    return table


_IS_STRONG = _table(_STRONG)
_IS_WEAK = _table(_WEAK)
_IS_STOP = _table(".")
_IS_INITIAL = _table(("initial", "initials"))
_IS_YEAR = _table(("year",))
_IS_QUOTE = _table(("open-quote", '"', "《"))
_IS_IN = _table(("in", "han-in"))
_IS_EDITOR = _table(("editor", "han-editor"))
_IS_LOCATOR = _table(("volume", "number", "page", "han-issue", "han-page"))
_FLAGS = np.zeros(len(CLASSES), np.int64)
for _bit, _names in enumerate(_FLAG_CLASSES):
    for _name in _names:
        _FLAGS[index(_name)] |= 1 << _bit
_DEPTH = np.zeros(len(CLASSES), np.int64)
for _class in _OPENING:
    _DEPTH[_class] = 1
for _class in _CLOSING:
    _DEPTH[_class] = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """Some references laid end to end, pads between them.

    Attributes:
        words: The text of each token, "" for a pad.
        classes: The class of each token.
        gaps: Whether white space stands before it.
        places: The index of each real token.
        bounds: For each reference, where its first token stands and where the last one ends.
    """

    words: list[str]
    classes: Ints
    gaps: Ints
    places: Ints
    bounds: list[tuple[int, int]]


def batch(references: Sequence[FineTokens]) -> Batch:
    """Lay references end to end."""
    pads = [""] * _MARGIN
    words = list(pads)
    gaps = [0] * _MARGIN
    bounds: list[tuple[int, int]] = []
    for tokens in references:
        bounds.append((len(words), len(words) + len(tokens.texts)))
        words += tokens.texts
        words += pads
        end = -1
        for start, after in zip(tokens.starts, tokens.ends, strict=True):
            gaps.append(1 if start > end else 0)
            end = after
        gaps += [0] * _MARGIN
    classes = np.fromiter((class_of(w) if w else PAD for w in words), np.int64, len(words))
    places = np.concatenate([np.arange(a, b) for a, b in bounds]) if bounds else np.zeros(0, int)
    return Batch(words, classes, np.array(gaps, np.int64), places, bounds)


def word_keys(words: Sequence[str]) -> Keys:
    """The keys of words' own features: words × features, those of each of `OFFSETS` in turn.

    How many features a word has at each offset is in `WIDTHS`.
    """
    hashes = [key for word in words for key in _hashes(word)]
    return _mixed(np.array(hashes, np.uint64).reshape(len(words), sum(WIDTHS)))


def word_code(word: str) -> int:
    """A number that stands for a word in pairs of words."""
    return crc32(word.lower().encode(errors="surrogatepass"))


def surroundings(laid: Batch, codes: Ints) -> Keys:
    """The keys of what surrounds each real token: tokens × kinds of feature.

    Args:
        laid: The references.
        codes: The `word_code` of each token, pads included.
    """
    columns = _neighbours(laid, codes) + _position(laid) + _stretches(laid)
    keys = np.stack(columns, axis=1).astype(np.uint64)
    keys = keys + (np.arange(1, len(columns) + 1, dtype=np.uint64) << np.uint64(52))
    return _mixed(keys)


def _hashes(word: str) -> list[int]:
    lower = word.lower()
    name = CLASSES[class_of(word)]
    near = [f"l{lower}", f"c{name}", f"s{_shape(word)}", f"x{lower[-3:]}", f"y{lower[-2:]}"]
    features = [
        *near,
        f"w{word}",
        f"p{lower[:3]}",
        f"q{lower[:2]}",
        f"r{lower[:4]}",
        f"z{lower[-4:]}",
        f"n{min(len(word), 12)}{name}",
    ]
    coded = [feature.encode(errors="surrogatepass") for feature in features]
    # The offset is hashed before the feature: once for all words.
    return [
        crc32(feature, begun)
        for width, begun in zip(WIDTHS, _BEGUN, strict=True)
        for feature in coded[:width]
    ]


def _mixed(keys: Keys) -> Keys:
    """A reversible scrambling of 64 bits (the finaliser of SplitMix64)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _shape(word: str) -> str:
    shape = "".join(
        "X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in word[:8]
    )
    return shape[:4] + ("+" if len(word) > 4 else "")


def _packed(*parts: Ints) -> Ints:
    """Small numbers (below 256) as one."""
    packed = parts[0]
    for part in parts[1:]:
        packed = packed * 256 + part
    return packed


def _neighbours(laid: Batch, codes: Ints) -> list[Ints]:
    c = {d: laid.classes[laid.places + d] for d in range(-_MARGIN + 1, _MARGIN)}
    g = {d: laid.gaps[laid.places + d] for d in (-1, 0, 1, 2)}
    code = {d: codes[laid.places + d] for d in (-1, 0, 1)}
    return [
        _packed(c[-1], c[0]),
        _packed(c[0], c[1]),
        _packed(c[-2], c[-1], c[0]),
        _packed(c[-1], c[0], c[1]),
        _packed(c[0], c[1], c[2]),
        _packed(c[-3], c[-2], c[-1], c[0]),
        _packed(c[-2], c[-1], c[0], c[1], c[2]),
        _packed(c[-1], c[0], c[1], c[2]),
        _packed(c[0], c[1], c[2], c[3]),
        _packed(g[0], c[-1], g[1], c[0], c[1]),
        _packed(g[-1], c[-2], g[0], c[-1], c[0], g[1]),
        (code[-1] * 31 + code[0]) & 0xFFFFFFFFFFFF,
        (code[0] * 31 + code[1]) & 0xFFFFFFFFFFFF,
        code[-1] * 256 + c[0],
        code[1] * 256 + c[0],
    ]


def _position(laid: Batch) -> list[Ints]:
    """Where a token stands: from the ends, in brackets, behind which years."""
    c0 = laid.classes[laid.places]
    lengths = np.array([b - a for a, b in laid.bounds], np.int64)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    length = np.repeat(lengths, lengths)
    at = np.arange(len(c0)) - starts
    from_end = length - 1 - at
    depth = _running(_DEPTH[c0], starts)
    years = _IS_YEAR[c0].astype(np.int64)
    seen = np.minimum(_running(years, starts) - years, 3)
    total = np.repeat(_sums(years, lengths), lengths)
    first_year = _first_year(years, lengths)
    hosts = _IS_IN[c0] & (_IS_WEAK[laid.classes[laid.places - 1]])
    hosted = np.minimum(_running(hosts.astype(np.int64), starts), 1)
    edited = np.minimum(_running(_IS_EDITOR[c0].astype(np.int64), starts), 1)
    located = np.minimum(_running(_IS_LOCATOR[c0].astype(np.int64), starts), 1)
    behind = np.repeat(first_year, lengths) - at
    return [
        _packed(np.minimum(at, 12), c0),
        _packed(np.minimum(from_end, 12), c0),
        _packed(np.clip(depth, 0, 3), c0),
        _packed(hosted, edited, c0),
        _packed(hosted, edited, located, np.minimum(seen, 1), laid.classes[laid.places - 1], c0),
        _packed(seen, np.minimum(total, 3), c0),
        _packed(np.clip(behind + 8, 0, 16), np.minimum(at * 8 // np.maximum(length, 1), 8)),
        _packed(at * 10 // np.maximum(length, 1), np.minimum(length // 10, 10)),
    ]


def _stretches(laid: Batch) -> list[Ints]:
    """What the stretches between marks are like: this one, the one before, the one behind."""
    classes, gaps = laid.classes, laid.gaps
    pad = classes == PAD
    after_initial = np.zeros(len(classes), np.bool_)
    after_initial[1:] = _IS_INITIAL[classes[:-1]]
    followed = np.zeros(len(classes), np.bool_)
    followed[:-1] = (gaps[1:] == 1) | pad[1:]
    stop = _IS_STOP[classes]
    strong = (_IS_STRONG[classes] & (~stop | (~after_initial & followed))) | pad
    weak = _IS_WEAK[classes] & (~stop | ~after_initial) | pad
    sentence = _Stretch.between(strong, classes)
    piece = _Stretch.between(weak, classes)
    lengths = np.array([b - a for a, b in laid.bounds], np.int64)
    first = np.array([a for a, _ in laid.bounds], np.int64)
    count = np.cumsum(strong & ~pad) - (strong & ~pad)
    order = np.zeros(len(classes), np.int64)
    order[laid.places] = np.minimum(
        count[laid.places] - np.repeat(count[first - 1], lengths), 8
    ) if len(first) else 0  # fmt: skip
    at = laid.places
    c0 = classes[at]
    quoted = _sums((_IS_QUOTE[classes[at]]).astype(np.int64), lengths) > 0
    head = _packed(classes[first], classes[first + 1], classes[first + 2]) if len(first) else first
    manner = np.repeat(quoted.astype(np.int64), lengths)
    style = np.repeat(head, lengths)
    k = order[at]
    return [
        _packed(piece.before[at], piece.opening[at], piece.place[at]),
        _packed(piece.after[at], piece.next_opening[at], piece.left[at]),
        _packed(k, c0),
        _packed(k, sentence.opening[at], sentence.size[at]),
        _packed(k, sentence.before[at], sentence.after[at], sentence.next_opening[at]),
        piece.flags[at] * 16 + k,
        sentence.flags[at] * 16 + k,
        piece.flags[at] * 4096 + piece.flags_before[at],
        piece.flags[at] * 4096 + piece.flags_after[at],
        sentence.flags_before[at] * 4096 + sentence.flags[at],
        sentence.flags[at] * 4096 + sentence.flags_after[at],
        _packed(manner, k, c0),
        _packed(style, k),
        _packed(piece.before[at], piece.after[at], piece.size[at], c0),
        sentence.flags_after[at] * 256 + c0,
        _packed(piece.opening[at], piece.place[at], c0) * 16 + piece.size[at],
    ]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """For each token, what its stretch between two marks is like."""

    before: Ints
    after: Ints
    opening: Ints
    next_opening: Ints
    place: Ints
    left: Ints
    size: Ints
    flags: Ints
    flags_before: Ints
    flags_after: Ints

    @staticmethod
    def between(marks: NDArray[np.bool_], classes: Ints) -> _Stretch:
        """The stretches that marks part; a mark belongs to the stretch that it ends."""
        count = len(classes)
        index_of = np.arange(count)
        ends = np.nonzero(marks)[0]
        begins = np.concatenate(([0], ends[:-1] + 1))
        number = np.cumsum(marks) - marks
        number = np.minimum(number, len(ends) - 1)
        begin, end = begins[number], ends[number]
        flags = np.bitwise_or.reduceat(_FLAGS[classes], begins)
        padded = np.concatenate((flags, [0]))
        following = np.minimum(end + 1, count - 1)
        return _Stretch(
            before=classes[np.maximum(begin - 1, 0)],
            after=classes[end],
            opening=classes[begin],
            next_opening=classes[following],
            place=np.minimum(index_of - begin, 6),
            left=np.minimum(end - index_of, 6),
            size=np.minimum((end - begin + 1) // 2, 12),
            flags=flags[number],
            flags_before=np.where(number > 0, padded[number - 1], 0),
            flags_after=padded[number + 1],
        )


def _running(values: Ints, starts: Ints) -> Ints:
    """Running sums that begin anew at every reference."""
    total = np.cumsum(values)
    return total - total[starts] + values[starts] if len(values) else total


def _sums(values: Ints, lengths: Ints) -> Ints:
    """The sum over each reference."""
    total = np.concatenate(([0], np.cumsum(values)))
    ends = np.cumsum(lengths)
    return total[ends] - total[ends - lengths]


def _first_year(years: Ints, lengths: Ints) -> Ints:
    """The place of each reference's first year, 99 where it has none."""
    ends = np.cumsum(lengths)
    where = np.nonzero(years)[0]
    following = np.searchsorted(where, ends - lengths)
    found = np.append(where, 1 << 40)[following]
    return np.where(found < ends, found - (ends - lengths), 99)
