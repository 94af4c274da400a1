"""The phrases that recur in the titles of a library, counted in linear time.

A phrase is a run of words of one title that no punctuation and no function word cuts. All of
a library's words stand in one array; phrases of n words are looked for only where two
phrases of n - 1 words recur (so rare ones are never stored), up to four English words or
eight Chinese characters. Of those that recur, three kinds are kept out:

- those that are cut in the middle of a longer one: *mesenchymal stem* of *mesenchymal stem
  cells*, 间充质干 of 间充质干细胞. English ones need uses of their own, some of them at the end of
  their noun phrase (which leaves out *cutaneous* and *ask1 gene regulates*); Chinese, which has
  no spaces, is believed only where what stands beside it varies;
- words that met by chance: seen together hardly more often than each by itself would have it;
- words that are the subject of nothing, such as *effects* (`word_lists.py`).

What a longer phrase has of a shorter one's uses counts against the shorter, as in the C-value
(Frantzi, Ananiadou and Mima, International Journal on Digital Libraries 2000).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from backmatter.references.topics import word_lists
from backmatter.references.words import Word, fold_singular, is_east_asian, words

LONGEST = 8
"""So many words or Chinese characters make the longest phrase."""

OFTEN = 2
"""A phrase recurs from so many uses on."""

_LONGEST_LATIN = 4
_SHORTEST = 3
_OWN_SHARE = 0.25
"""So much of the uses of an English phrase must not be part of a longer one."""

_LAST_SHARE = 0.25
"""So many of the uses of an English phrase must end a run of words."""

_SAME_NEIGHBOUR = 0.7
"""From this share of its uses on beside the same character, a Chinese phrase is cut short."""

_ASSOCIATED = 0.4
"""The least normalised pointwise mutual information of the two halves of a Chinese phrase."""

_MORE_THAN_CHANCE = 3.0
"""So many times as often as by chance the two words of an English phrase stand together."""

_BREAK = 0

_FUNCTION = frozenset(
    fold_singular(word)
    for words_ in (
        word_lists.ENGLISH_FUNCTION_WORDS - {"of"},
        word_lists.OTHER_FUNCTION_WORDS,
        word_lists.MORE_ENGLISH,
    )
    for word in words_
)
_GENERAL = frozenset(fold_singular(word) for word in word_lists.GENERAL_WORDS)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a phrase stands: the number of the title, from 0, and offsets into it."""

    title: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that recurs.

    Attributes:
        words: Its folded words; a Chinese character is a word.
        size: Its length in words; two Chinese characters count as one.
        nested: How often, on the average, a longer phrase has it within.
        is_sound: Whether it can be a subject; others are told for what else speaks for them.
        uses: Where it stands, in the order of the titles.
    """

    words: tuple[str, ...]
    size: float
    nested: float
    is_sound: bool
    uses: tuple[Use, ...]


@dataclass(slots=True)
class _Gram:
    """A run of words that recurs: where it stands first, and how often."""

    first: int
    length: int
    count: int
    before: int = 0
    after: int = 0
    """How often the most frequent longer run has it, with a word before and after it."""

    longer: list[int] = field(default_factory=list[int])
    last: int = 0
    """How often nothing follows it in its run of words."""

    sound: bool = False


class Phrases:
    """The phrases of a library's titles; `ranked` gives the best, `found` those asked for."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._names: list[str] = [""]
        self._titles = array("i")
        self._tokens = array("i")
        self._starts = array("i")
        self._ends = array("i")
        self._read(titles)
        self._grams: list[_Gram] = []
        self._levels: list[array[int]] = []
        self._count()
        self._weigh()

    def ranked(self, most: int) -> list[Phrase]:
        """The phrases that can be a subject, the weightiest first."""
        sound = [number for number, gram in enumerate(self._grams) if gram.sound]
        sound.sort(key=lambda number: (-self._weight(number), self._grams[number].first))
        return self._phrases(sound[:most])

    def found(self, asked: Iterable[tuple[str, ...]]) -> list[Phrase]:
        """Those of the phrases asked for that recur."""
        wanted = set(asked)
        lengths = {len(each) for each in wanted}
        return self._phrases(
            number
            for number, gram in enumerate(self._grams)
            if gram.length in lengths and self._words(gram) in wanted
        )

    def _read(self, titles: Iterable[str]) -> None:
        """Put the words of all titles into one row, with a break between phrases."""
        numbers: dict[str, int] = {}
        for title, text in enumerate(titles):
            for word in _told_apart(text):
                number = _BREAK
                if word is not None:
                    number = numbers.setdefault(word.text, len(self._names))
                    if number == len(self._names):
                        self._names.append(word.text)
                self._titles.append(title)
                self._tokens.append(number)
                self._starts.append(word.start if word else 0)
                self._ends.append(word.end if word else 0)

    def _count(self) -> None:
        """Number the runs that recur, level by level; -1 where none begins."""
        keys: Iterable[int] = self._tokens
        level = self._level(keys, 1)
        while any(number >= 0 for number in level) and len(self._levels) <= LONGEST:
            self._levels.append(level)
            width = len(self._grams) + 1
            pairs = zip(level, [*level[1:], -1], strict=True)
            keys = (a * width + b + 1 if a >= 0 and b >= 0 else _BREAK for a, b in pairs)
            level = self._level(keys, len(self._levels) + 1)

    def _level(self, keys: Iterable[int], length: int) -> array[int]:
        keys = list(keys)
        counts = Counter(keys)
        numbers: dict[int, int] = {_BREAK: -1}
        level = array("i", [-1]) * len(keys)
        for place, key in enumerate(keys):
            if counts[key] < OFTEN:
                continue
            number = numbers.get(key)
            if number is None:
                number = len(self._grams)
                if not self._is_short_enough(place, length):
                    number = -1
                else:
                    self._grams.append(_Gram(place, length, counts[key]))
                numbers[key] = number
            level[place] = number
            if number >= 0 and self._tokens[place + length] == _BREAK:
                self._grams[number].last += 1
        return level

    def _is_short_enough(self, place: int, length: int) -> bool:
        """Whether it is worth a look: one word more than a phrase, to tell what is cut short."""
        return length <= _LONGEST_LATIN or self._size(place, length) <= _LONGEST_LATIN + 1

    def _size(self, place: int, length: int) -> float:
        row = self._tokens[place : place + length]
        return sum(0.5 if is_east_asian(self._names[token]) else 1.0 for token in row)

    def _words(self, gram: _Gram) -> tuple[str, ...]:
        return tuple(self._names[n] for n in self._tokens[gram.first : gram.first + gram.length])

    def _weigh(self) -> None:
        """Tell each run what the longer ones have of it, then judge it."""
        for gram in self._grams:
            if gram.length == 1:
                continue
            level = self._levels[gram.length - 2]
            short, end = self._grams[level[gram.first]], self._grams[level[gram.first + 1]]
            words_ = self._words(gram)
            if words_[-1] not in _GENERAL and not words_[-1].isdigit():
                short.after = max(short.after, gram.count)
                short.longer.append(gram.count)
            if words_[0] not in _GENERAL and not words_[0].isdigit():
                end.before = max(end.before, gram.count)
                end.longer.append(gram.count)
        total = sum(token != _BREAK for token in self._tokens)
        for gram in self._grams:
            gram.sound = self._is_sound(gram, total)

    def _is_sound(self, gram: _Gram, total: int) -> bool:
        words_ = self._words(gram)
        if not (_may_begin(words_[0]) and _may_end(words_[-1])):
            return False
        if self._size(gram.first, gram.length) > _LONGEST_LATIN or gram.length > LONGEST:
            return False
        if is_east_asian(words_[0]) or is_east_asian(words_[-1]):
            widest = max(gram.before, gram.after, 1)
            return (
                gram.length > 1
                and widest <= _SAME_NEIGHBOUR * gram.count
                and self._association(gram, total) >= _ASSOCIATED
            )
        own = gram.count - max(gram.before, gram.after)
        if own < max(OFTEN, _OWN_SHARE * gram.count) or gram.last < _LAST_SHARE * gram.count:
            return False
        if gram.length == 1 and len(words_[0]) < _SHORTEST:
            return False
        return gram.length != 2 or self._least_ratio(gram, total) >= _MORE_THAN_CHANCE

    def _least_ratio(self, gram: _Gram, total: int) -> float:
        """How often the halves meet, over how often they would by chance, at the weakest seam."""
        ratios: list[float] = []
        for cut in range(1, gram.length):
            left = self._grams[self._levels[cut - 1][gram.first]]
            right = self._grams[self._levels[gram.length - cut - 1][gram.first + cut]]
            ratios.append(gram.count * total / (left.count * right.count))
        return min(ratios)

    def _association(self, gram: _Gram, total: int) -> float:
        rarity = math.log(total / gram.count)
        return math.log(self._least_ratio(gram, total)) / rarity if rarity > 0 else 1.0

    def _weight(self, number: int) -> float:
        gram = self._grams[number]
        return weight(self._size(gram.first, gram.length), gram.count, _mean(gram.longer))

    def _phrases(self, numbers: Iterable[int]) -> list[Phrase]:
        chosen = dict.fromkeys(numbers)
        uses: dict[int, list[Use]] = {number: [] for number in chosen}
        for length in sorted({self._grams[number].length for number in chosen}):
            for place, number in enumerate(self._levels[length - 1]):
                if number in uses:
                    last = place + length - 1
                    title = self._titles[place]
                    uses[number].append(Use(title, self._starts[place], self._ends[last]))
        return [self._phrase(self._grams[number], uses[number]) for number in chosen]

    def _phrase(self, gram: _Gram, uses: list[Use]) -> Phrase:
        return Phrase(
            words=self._words(gram),
            size=self._size(gram.first, gram.length),
            nested=_mean(gram.longer),
            is_sound=gram.sound,
            uses=tuple(uses),
        )


def is_function_word(word: str) -> bool:
    """Whether a folded word holds no meaning of its own, in any of some languages."""
    return word in _FUNCTION or word == "of"


def weight(size: float, count: int, nested: float) -> float:
    """What speaks for a phrase: its own uses, more for a longer one."""
    return math.log2(1 + size) * (count - nested)


def _mean(counts: list[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


def _told_apart(text: str) -> Iterator[Word | None]:
    """The words of a title; None where a phrase ends."""
    breaks = _places(text)
    for word in words(text):
        if word.after_break:
            yield None
        if word.start in breaks or word.text in _FUNCTION or _is_year(word.text):
            yield None
        else:
            yield word
    yield None


def _places(text: str) -> Mapping[int, None]:
    """The offsets of characters that belong to no Chinese subject."""
    matches = () if text.isascii() else word_lists.CHINESE_BREAKS.finditer(text)
    return {at: None for match in matches for at in range(*match.span())}


def _is_year(word: str) -> bool:
    return word.isdigit() and len(word) > 3  # 1980, 2020


def _may_begin(word: str) -> bool:
    return word not in _GENERAL and word != "of" and not word.isdigit()


def _may_end(word: str) -> bool:
    """Whether it can be the last word: no preposition, and no participle (*SDN-enabled*)."""
    return word != "of" and not (len(word) > 4 and word.endswith("ed") and word[-3] != "e")
