"""What kind of token a word, number or mark is: the coarse classes that features are made of."""

from __future__ import annotations

import re
from functools import lru_cache

from backmatter.references.parsing.dates import MONTH_NAMES

_MARKS = ".,;:()[]\"'«»-/&+=<>?!《》·#*、_@%§°~$^"
"""Marks with a class each."""

_KEYWORDS = {
    "in": "in inside within dans",
    "editor": "ed eds edit edited editor editors hrsg hg herausgegeben herausgeber dir éd éds cura "
    "coord comp compiled red",
    "translator": "trans translated transl translator trad traduit übers übersetzt traducción",
    "volume": "vol vols volume volumes bd band bde jg jahrgang tome tom t v",
    "number": "no nos nr number num issue heft h n nº n° numéro núm iss fasc",
    "page": "p pp page pages pag pgs s seite seiten ss ff",
    "and": "and und et y e en och og with",
    "others": "al others alii",
    "particle": "van von de der den del della di da dos du la le ten ter zu zur vom af av bin ibn "
    "el al st",
    "suffix": "jr sr iii iv",
    "journal": "journal j zeitschrift revue review rev letters lett annals ann annales archives "
    "arch archiv bulletin bull magazine quarterly transactions trans acta physica research res "
    "studies mag gazette newsletter rivista revista cahiers jahrbuch yearbook annual advances adv "
    "biol chem phys math med sci clin int am soc amer nucl mol astron astrophys rept appl eng "
    "comput theor exp",
    "proceedings": "proc proceedings conference conf symposium symp workshop congress meeting "
    "tagung kongress conférence colloquium lecture notes lncs actes acm ieee sympos colloque "
    "icassp icml nips advances presented",
    "publisher": "press publisher publishers publishing publications books verlag verl éditions "
    "ed editions editorial presses wiley springer elsevier routledge sage macmillan palgrave mit "
    "oxford cambridge harvard princeton inc ltd gmbh co company sons hall academic mcgraw "
    "addison wesley kluwer blackwell penguin harper gallimard suhrkamp campus puf presse",
    "body": "university universität université univ institute institut department dept "
    "laboratory lab center centre school college faculty ministry committee commission council "
    "association organization organisation bank bureau office agency society foundation "
    "ministerium bundesamt amt group collaboration consortium corporation corp government",
    "thesis": "thesis dissertation diss phd ph master masters msc habilitation "
    "doctoral thèse mémoire diplomarbeit",
    "report": "report technical tech rep tr memo memorandum working paper discussion preprint "
    "bericht arbeitspapier rapport manuscript unpublished",
    "edition": "edition edn aufl auflage édition revised rev",
    "web": "online available accessed retrieved http https www url web website internet abgerufen "
    "zugriff consulté cited visited html pdf doi arxiv isbn issn pmid",
    "series": "series reihe ser collection coll supplement suppl supp special",
    "press": "press appear forthcoming submitted impress print",
    "ordinal": "st nd rd th",
    "city": "york london berlin paris cambridge oxford boston chicago amsterdam münchen wien "
    "frankfurt hamburg köln stuttgart tübingen leipzig göttingen zürich washington philadelphia "
    "princeton berkeley angeles francisco hague leiden dordrecht rome roma milano madrid "
    "barcelona tokyo seoul beijing moscow copenhagen stockholm brussels geneva genève heidelberg "
    "wiesbaden opladen bonn bielefeld münster basel edinburgh toronto montreal sydney "
    "melbourne delhi haven baltimore hillsdale englewood cliffs reading thousand oaks newbury "
    "park palo alto san mateo francisco hoboken aldershot cheltenham ithaca durham "
    "minneapolis munich vienna cologne florence torino bologna lyon darmstadt mainz freiburg",
    "state": "ma ca ny nj pa md dc uk usa il mass calif conn tx mi oh fla ga wa va nc "
    "england germany france netherlands italy spain japan china canada australia",
    "function": "the of and for on an a to with from by at as der die das des dem für über im "
    "les la le des du en une un sur pour el los las y del is are its what how using their between",
}
_OTHER_KINDS = (
    "pad", "identifier", "mark", "year", "digit", "digits2", "digits3", "digits4", "digits5",
    "initial", "initials", "upper", "capital", "lower", "mixed", "han", "kana", "hangul",
    "dash", "open-quote", "close-quote", "han-open", "han-close",
    "han-editor", "han-translator", "han-others", "han-year", "han-volume", "han-issue",
    "han-page", "han-book", "han-in", "han-and", "han-press", "han-body", "han-day",
    "han-surname", "month", "roman",
)  # fmt: skip
_HAN = {
    "han-editor": "编編",
    "han-translator": "译譯著",
    "han-others": "等",
    "han-year": "年",
    "han-volume": "卷",
    "han-issue": "期號号",
    "han-page": "页頁",
    "han-book": "册冊辑輯版部",
    "han-in": "载載见見",
    "han-and": "和与與及",
    "han-press": "社局",
    "han-body": "学會会院所馆部委",
    "han-day": "月日",
}
CLASSES = (*_OTHER_KINDS, *_KEYWORDS, *_MARKS)
"""The names of all classes; a class is its index here. 0 is what stands beyond the ends."""

_INDEX = {name: index for index, name in enumerate(CLASSES)}
_BY_WORD = {
    **{w: _INDEX[name] for name, words in reversed(_KEYWORDS.items()) for w in words.split()},
    **dict.fromkeys(MONTH_NAMES, _INDEX["month"]),
}
_BY_HAN = {han: _INDEX[name] for name, characters in reversed(_HAN.items()) for han in characters}
_BY_MARK = {mark: _INDEX[mark] for mark in _MARKS} | {
    mark: _INDEX[name]
    for name, marks in (
        ("dash", "‐‑‒–—―−～"),
        ("open-quote", "“„‘‚‹「『"),
        ("close-quote", "”’›」』"),
        ("han-open", "〈"),
        ("han-close", "〉"),
    )
    for mark in marks
}
_ROMAN = re.compile(r"[ivxlc]{2,8}|[IVXLC]{2,8}")
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d")

IDENTIFIER_MARK = "\ue000"
"""Stands in a text where an identifier was taken out."""

PAD = 0
IDENTIFIER = _INDEX["identifier"]

SEPARATING = frozenset(
    _INDEX[name]
    for name in (
        "in", "editor", "translator", "volume", "number", "page", "and", "others", "web",
        "edition", "function", "ordinal", "han-editor", "han-translator", "han-others",
        "han-year", "han-volume", "han-issue", "han-page", "han-book", "han-in", "han-day",
    )
)  # fmt: skip
"""The classes of words that say what stands beside them, and are no field of their own."""


def index(name: str) -> int:
    """The class of that name."""
    return _INDEX[name]


@lru_cache(maxsize=100_000)
def class_of(word: str) -> int:
    """The class of a token, by its text alone."""
    first = word[0]
    if first.isdigit():
        return _number_class(word)
    if not first.isalpha():
        return IDENTIFIER if first == IDENTIFIER_MARK else _BY_MARK.get(first, _INDEX["mark"])
    if "\u3040" <= first <= "\u30ff":
        return _INDEX["kana"]
    if "\u3400" <= first <= "\u9fff" or "\uf900" <= first <= "\ufaff":
        return _BY_HAN.get(first, _INDEX["han"])
    if "\uac00" <= first <= "\ud7a3":
        return _INDEX["hangul"]
    return _word_class(word)


def _number_class(word: str) -> int:
    if _YEAR.fullmatch(word):
        return _INDEX["year"]
    return _INDEX[("digit", "digits2", "digits3", "digits4", "digits5")[min(len(word), 5) - 1]]


def _word_class(word: str) -> int:
    if len(word) == 1 and word.isupper():
        return _INDEX["initial"]
    known = _BY_WORD.get(word.lower())
    if known is not None:
        return known
    if _ROMAN.fullmatch(word):
        return _INDEX["roman"]
    if word.isupper():
        return _INDEX["initials" if len(word) <= 3 else "upper"]
    if word.islower():
        return _INDEX["lower"]
    return _INDEX["capital" if word[0].isupper() and word[1:].islower() else "mixed"]
