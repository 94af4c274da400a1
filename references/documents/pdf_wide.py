"""Latin text in full-width characters, as Founder's typesetting of Chinese journals leaves it.

Such a file has a full-width form for every Latin letter, no spaces, hyphens in a private-use
character, and italics as rare Han characters. The letters are set as narrow as any, so that the
gaps between words are there to be seen. Lines with Han in them keep their forms; in the others
each character becomes what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median

from backmatter.references.documents.pdf_glyphs import Glyph

_MIN_LETTERS = 200
_MIN_SHARE = 0.9
_NARROW = 0.2
"""Full-width letters that are set full width have gaps of this many ems between them."""

_WORD_GAP = 0.3
_LETTER_GAP = 0.22
_FLAT = 0.1
_WIDE_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ITALICS = dict(
    zip(
        "犃犅犆犇犈犉犌犎犐犑犓犔犕犖犗犘犙犚犛犜犝犞犠犡犢犣犪犫犮犱犲犳犵犺犻犼犽犾犿狀狅狆狇狉狊狋狌狏狑狓狔狕",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
)
_NARROWED = str.maketrans({**_WIDE_ASCII, **{ord(k): v for k, v in _ITALICS.items()}, "．": "."})
_ITALIC_FORMS = frozenset(_ITALICS)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENTRY_NUMBER = re.compile(r"^(\[\d{1,3}\])(?=\S)")


def has_wide_latin(pages: Iterable[Sequence[Glyph]]) -> bool:
    """Whether the Latin letters of a file are full-width characters, set as narrow ones."""
    wide = plain = 0
    gaps: list[float] = []
    for glyphs in pages:
        before: Glyph | None = None
        for glyph in glyphs:
            is_wide = _is_wide(glyph.text)
            wide += is_wide
            plain += glyph.text[0].isascii() and glyph.text[0].isalpha()
            if is_wide and before and _is_wide(before.text):
                gaps.append((glyph.left - before.right) / glyph.size)
            before = glyph
    return wide >= _MIN_LETTERS and wide >= _MIN_SHARE * (wide + plain) and median(gaps) < _NARROW


def spelled(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The characters with hyphens as such, and the spaces that the gaps between words show."""
    found: list[Glyph] = []
    for glyph in glyphs:
        text = glyph.text
        if "\ue000" <= text <= "\uf8ff" and glyph.height < _FLAT * glyph.size:
            text = "-"
        before = found[-1] if found else None
        gap = (glyph.left - before.right) / glyph.size if before else 0.0
        apart = (
            before is not None
            and gap > (_LETTER_GAP if _is_wide(text) and _is_wide(before.text) else _WORD_GAP)
            and _is_latin(text)
            and _is_latin(before.text)
            and not (text in "）］，．" or before.text in "（［")
        )
        found.append(glyph._replace(text=text, spaced=glyph.spaced or apart))
    return tuple(found)


def narrowed(texts: Sequence[str]) -> list[str]:
    """Lines without Han in ordinary characters, where one beside them has none either."""
    latin = [not _has_han(text) for text in texts]
    return [
        _ENTRY_NUMBER.sub(r"\1 ", text.translate(_NARROWED))
        if latin[i] and (latin[i - 1 : i] == [True] or latin[i + 1 : i + 2] == [True])
        else text
        for i, text in enumerate(texts)
    ]


def _has_han(text: str) -> bool:
    return _HAN.search("".join(c for c in text if c not in _ITALIC_FORMS)) is not None


def _is_wide(text: str) -> bool:
    return "Ａ" <= text <= "Ｚ" or "ａ" <= text <= "ｚ"


def _is_latin(text: str) -> bool:
    return "！" <= text <= "～" or text in _ITALIC_FORMS or text == "-"
