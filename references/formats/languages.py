"""Languages: babel's and polyglossia's names, as BibLaTeX's `langid` holds them, and IETF tags.

Names stand for the tags that Pandoc gives them (Text.Pandoc's locale table), but `english` is
`en` and `chinese` is `zh`: a reference read from a document knows no country.
"""

from __future__ import annotations

import re

_TABLE = """
english en | american en-US | usenglish en-US | british en-GB | ukenglish en-GB
canadian en-CA | australian en-AU | newzealand en-NZ | chinese zh
afrikaans af-ZA | arabic ar | basque eu-ES | bulgarian bg-BG | catalan ca-AD | croatian hr-HR
czech cs-CZ | danish da-DK | dutch nl-NL | esperanto eo | estonian et-EE | persian fa-IR
farsi fa-IR | finnish fi-FI | french fr-FR | francais fr-FR | canadien fr-CA | acadian fr-CA
german de-DE | ngerman de-DE | austrian de-AT | naustrian de-AT | swissgerman de-CH
nswissgerman de-CH | galician gl-ES | greek el-GR | hebrew he-IL | hindi hi-IN
hungarian hu-HU | magyar hu-HU | icelandic is-IS | indonesian id-ID | irish ga-IE
italian it-IT | japanese ja-JP | korean ko-KR | latin la | latvian lv-LV | lithuanian lt-LT
macedonian mk-MK | mongolian mn-MN | norsk nb-NO | norwegian nb-NO | nynorsk nn-NO
polish pl-PL | portuguese pt-PT | brazilian pt-BR | brazil pt-BR | romanian ro-RO
russian ru-RU | serbian sr-RS | slovak sk-SK | slovene sl-SI | slovenian sl-SI | spanish es-ES
swedish sv-SE | thai th-TH | turkish tr-TR | ukrainian uk-UA | vietnamese vi-VN | welsh cy-GB
"""
_WORDS = _TABLE.replace("|", " ").split()
_TAGS: dict[str, str] = {**dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))}
_NAMES = {
    **{tag.partition("-")[0]: name for name, tag in reversed(_TAGS.items())},
    **{tag: name for name, tag in reversed(_TAGS.items())},
}

_CHINESE = {"simplified": "zh-CN", "traditional": "zh-TW"}
_OPTIONS = {tag: f"variant={variant}" for variant, tag in _CHINESE.items()}
_VARIANT = re.compile(r"variant\s*=\s*([a-z]+)", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def tag_of(name: str, options: str = "") -> str:
    """The IETF tag of a language's name (any case) or of a tag itself; "" when it is neither.

    Args:
        name: `langid`, `hyphenation` or `language` of an entry.
        options: Its `langidopts`; polyglossia's `variant` tells British English, simplified
            Chinese and the like.
    """
    name = name.strip()
    if known := _TAGS.get(name.lower(), ""):
        match = _VARIANT.search(options)
        variant = match[1].lower() if match else ""
        exact = _CHINESE.get(variant) or _TAGS.get(variant, "")
        return exact if exact.partition("-")[0] == known.partition("-")[0] else known
    return name.replace("_", "-") if _TAG.fullmatch(name) else ""


def name_of(tag: str) -> tuple[str, str]:
    """`langid` and `langidopts` for a tag; both "" when babel has no such language."""
    name = _NAMES.get(tag) or _NAMES.get(tag.partition("-")[0].lower(), "")
    return name, _OPTIONS.get(tag, "") if name else ""
