"""Any script as lower-case ASCII letters and digits, for cite keys.

Latin by decomposition (NFKD), Greek, Cyrillic, kana and Hangul letter by letter, Han by pinyin.
The results are names to recognise, not transcriptions by a standard; Han characters are read as
Chinese, Japanese names too. ü is yu, as Chinese passports have it (GB/T 28039-2011).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The Han characters, as the inside of a character class."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_NOT_KEY = re.compile("[^a-z0-9]+")


def _words(text: str) -> list[str]:
    """The readings in a table's text; `-` stands for none."""
    return [word.strip("-") for word in text.split()]


def _pairs(text: str) -> dict[str, str]:
    """Letter and reading in turn."""
    words = _words(text)
    return dict(zip(words[::2], words[1::2], strict=True))


_LETTERS = _pairs(
    "ß ss æ ae œ oe ø o ð d đ d þ th ł l ħ h ŧ t ŋ ng ı i ĸ k ſ s "
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f "
    "χ ch ψ ps ω o "
    "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh "
    "ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю iu я ia є ie і i ї i ґ g ў u ђ dj ѓ g љ lj њ nj "
    "ћ c ќ k џ dz ј j"
)
_KANA = _pairs(
    "ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta "
    "チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma "
    "ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n "
    "ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do "
    "バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu "
    "ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ッ - ー -"
)
_INITIALS = _words("g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWELS = _words("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = _words("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
"""The letters of a Hangul syllable in Unicode's order, in Revised Romanization."""


def ascii_letters(text: str) -> str:
    """The text in `a`-`z` and `0`-`9` only, one word; "" when nothing of it can be written so."""
    if text.isascii():
        return _NOT_KEY.sub("", text.lower())
    latin = _HAN_RUN.sub(lambda run: "".join(syllables(run[0])), text)
    latin = "".join(_letter(character) for character in unicodedata.normalize("NFC", latin).lower())
    return _NOT_KEY.sub("", unicodedata.normalize("NFKD", latin).lower())


def syllables(han: str) -> list[str]:
    """The reading of each Han character, its neighbours taken into account; "" when it has none."""
    import pypinyin

    readings = pypinyin.lazy_pinyin(han, errors=lambda run: "?" * len(run))
    return [reading.strip("?").replace("v", "yu") for reading in readings]


def surname_length(name: str) -> int:
    """How many characters of a Chinese name in one piece are its surname."""
    return next((n for n in (4, 3, 2) if len(name) >= n and name[:n] in _surnames()), 1)


def surname(family: str) -> str:
    """A Chinese surname by the reading it has as a surname."""
    return _surnames().get(family) or "".join(syllables(family))


def is_han(text: str) -> bool:
    """Whether the text is Han characters only, and not empty."""
    return _HAN_RUN.fullmatch(text) is not None


def starts_with_han(text: str) -> bool:
    """Whether the first character is a Han character."""
    return _HAN_RUN.match(text) is not None


def _letter(character: str) -> str:
    """One lower-case character; accented ones are left for decomposition."""
    if character.isascii():
        return character
    if "\uac00" <= character <= "\ud7a3":
        index = ord(character) - 0xAC00
        return _INITIALS[index // 588] + _VOWELS[index % 588 // 28] + _FINALS[index % 28]
    if "\u3041" <= character <= "\u3096":
        character = chr(ord(character) + 0x60)
    base = unicodedata.normalize("NFKD", character)[:1]
    for known in (character, base):
        if known in _LETTERS:
            return _LETTERS[known]
        if known in _KANA:
            return _KANA[known]
    return character


@lru_cache(maxsize=1)
def _surnames() -> dict[str, str]:
    table = resources.files("backmatter.references") / "data" / "surnames.txt"
    lines = table.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))  # type: ignore[misc]  # two words a line
