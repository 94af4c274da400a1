"""The language of a reference, by the script and the letters of its title."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30fe]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_JAPANESE_FORMS = frozenset(
    "図売読変実発対広沢駅鉄円営塩桜仮価覚拡楽観関帰拠経継軽鶏剣検権県験厳効恵渓"
    "勲撃薬訳労齢働込辻畑峠枠栃匂塀嬢壌渋歩毎気浄満焼獣雑揺様"
)
"""Characters that only Japanese writes so: neither simplified nor traditional Chinese does."""

_WORDS = {
    "de": r"\b(?:der|die|das|und|für|über|eine?[rsnm]?|zur?|zum|im|von|des|dem|auf)\b|[äöüß]",
    "fr": r"\b(?:le|les|des|du|et|une?|dans|pour|sur|aux?|en|à)\b|\b[ld]['’]|[àâçèêëîïôùûœ]",
    "es": r"\b(?:el|los|las|del|y|una?|para|por|en|con|al)\b|[ñáíóú¿¡]",
    "en": r"\b(?:the|of|and|in|for|on|an?|to|with|from|by|is|at|as)\b",
}
_MARKERS = {tag: re.compile(words, re.IGNORECASE) for tag, words in _WORDS.items()}
"""Words and letters that tell a language from the others."""


def language_of(variables: Mapping[str, str], printed: str) -> str:
    """The IETF tag of a reference's language, "" where nothing tells.

    Args:
        variables: What was read; the title decides, then the container's.
        printed: The whole reference, for one of which no title was read.
    """
    title = variables.get("title") or variables.get("container-title") or printed
    context = " ".join(
        (title, variables.get("publisher", ""), variables.get("container-title", ""))
    )
    if _KANA.search(title):
        return "ja"
    if any("\u3400" <= character <= "\u9fff" for character in title):
        return "ja" if any(c in _JAPANESE_FORMS for c in context) or _KANA.search(context) else "zh"
    if _HANGUL.search(title):
        return "ko"
    if _CYRILLIC.search(title):
        return "ru"
    if not any(character.isalpha() for character in title):
        return ""
    return _latin(title)


def _latin(title: str) -> str:
    """The language of a title in Latin letters; English unless another's words prevail."""
    counts = {tag: len(pattern.findall(title)) for tag, pattern in _MARKERS.items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] > 1 and counts[best] > 1.5 * counts["en"] else "en"
