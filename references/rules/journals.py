"""Rules for the names of journals."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from backmatter.references.rules.rule import Hit, Item, Library, documented
from backmatter.references.verification.comparing.container import is_short_for
from backmatter.references.verification.comparing.words import is_cjk, words

_INVERTED = re.compile(
    r"(?P<start>[^{}]{3,200}),\s(?P<end>[^{},]{0,80}\b"
    r"(?:Transactions|Journal|Proceedings|Conference|Congress|Symposium|Workshop|Meeting|Colloquium|"
    r"Annals|Archives|Bulletin|Review|Letters|Magazine|Notes|Advances)\b[^{},]{0,40}\s(?:on|of|for|in))"
)
_RUNNING_TITLE = re.compile(r".*\b\d{4}\. ")
"""A year before the series' name, as in `…, 2004. PIMRC 2004. 15th International Symposium on`."""

_SUBTITLE = re.compile("[:(=\u2014]")
_DIGITS = re.compile(r"\d+")
_SMALL = ("of", "in", "and", "for", "on")
_SECTIONS = ("series", "ser", "section", "sect", "part")
_MOST = 40
"""So many names of a block are compared with one another."""


def forms(library: Library) -> Iterator[Hit]:
    """# BM260: a journal written in two ways.

    **What.** One journal stands in full and abbreviated (*Eur Spine J*, *European Spine Journal*),
    or with and without stops, in one file. The rarer form is reported. A section or a new series
    (*Journal of Foo: Bar*, *Bulletin (New Series)*) is another journal.

    **Why.** The list prints both. Choose one: styles can abbreviate a full name, and none can
    lengthen a short one.

    **Bad**

        @article{a, title = {A}, journal = {Eur Spine J}}
        @article{b, title = {B}, journal = {European Spine Journal}}
        @article{c, title = {C}, journal = {European Spine Journal}}

    **Good**

        @article{a, title = {A}, journal = {European Spine Journal}}
        @article{b, title = {B}, journal = {European Spine Journal}}
        @article{c, title = {C}, journal = {European Spine Journal}}

    **Fix** (unsafe). The form that the file has more often.
    """
    named = _named(library)
    for name, other in usual_names(library).items():
        like = named[other][0]
        model = like.at("container-title")
        for item in named[name]:
            field = item.at("container-title")
            right = model.text if model else other
            fix = field.rewritten(right, safe=False) if field else None
            yield Hit(f"the journal {name} is elsewhere in the file {other}", item, field, fix)


def usual_names(library: Library) -> dict[str, str]:
    """The rarer names of journals that are written in two ways, each with the more frequent one."""
    return _usual(Counter({name: len(items) for name, items in _named(library).items()}))


def _named(library: Library) -> dict[str, list[Item]]:
    """The items of journals by the journal's name, Chinese and Japanese ones left out."""
    named = defaultdict[str, list[Item]](list)
    for item in library.items:
        reference = item.reference
        name = reference.text("container-title").strip()
        own = item.entry is None or item.field("journal", "journaltitle")
        if name and own and reference.type.startswith("article") and not is_cjk(name):
            named[name].append(item)
    return named


def _usual(counts: Counter[str]) -> dict[str, str]:
    """Name → the more frequent name of the same journal, for those that have one."""
    blocks = defaultdict[str, list[str]](list)
    for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0])):
        found = [word for word in words(name) if word not in ("the", "a")]
        if found:
            blocks[found[0][:1]].append(name)
    usual: dict[str, str] = {}
    for block in blocks.values():
        by_second = defaultdict[str, list[str]](list)
        for name in block:
            by_second[_second(name)].append(name)
        for group in by_second.values():
            for at, name in enumerate(group):
                for other in group[max(0, at - _MOST) : at]:
                    if other not in usual and _same(name, other):
                        usual[name] = other
                        break
    return usual


def _second(name: str) -> str:
    """The initials of a name's first two words, small ones aside: equal for all its forms."""
    found = [word for word in words(name) if word not in ("the", "a", *_SMALL)]
    return "".join(word[0] for word in found[:2])


def _same(one: str, other: str) -> bool:
    ours, theirs = words(one), words(other)
    if ours == theirs:
        return one.casefold().replace("the ", "") != other.casefold().replace("the ", "")
    if min(len(ours), len(theirs)) < 2:
        return False
    if _section(ours) != _section(theirs) or _are_two(one, other):
        return False
    return is_short_for(one, other) or is_short_for(other, one)


def _are_two(one: str, other: str) -> bool:
    """Whether two names that shorten each other may well be of two journals.

    One has a subtitle or a bracket and the other none or another (*J. Exp. Psychol.: General*,
    *Bulletin (New Series)*), they are numbered, or both a small word and a plural tell them apart
    (*Computer Graphics*, *Computers and Graphics*).
    """
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return True
    rests = [_SUBTITLE.split(name, maxsplit=1)[1:] for name in (one, other)]
    if len(rests[0]) != len(rests[1]):
        return True
    if rests[0] and not is_short_for(rests[0][0], rests[1][0]):
        return not is_short_for(rests[1][0], rests[0][0])
    ours, theirs = _parted(one), _parted(other)
    singular = [[word.removesuffix("s") for word in name[0]] for name in (ours, theirs)]
    return ours[0] != theirs[0] and singular[0] == singular[1] and ours[1] != theirs[1]


def _parted(name: str) -> tuple[list[str], list[str]]:
    """The words of a name that tell, and those that do not but for articles."""
    every = [word for word in words(name) if word not in ("the", "a")]
    return (
        [word for word in every if word not in _SMALL],
        [word for word in every if word in _SMALL],
    )


def _section(name: tuple[str, ...]) -> tuple[str, ...]:
    """What follows the word *series* or *section*: series A and B are two journals."""
    for at, word in enumerate(name):
        if word in _SECTIONS:
            return name[at + 1 :]
    return ()


def inverted(library: Library) -> Iterator[Hit]:
    """# BM262: a name turned round.

    **What.** `journal` or `booktitle` ends in *Transactions on*, *Journal of*, *Conference on* or
    the like, after a comma: the first words were moved to the end for an alphabetical index, as
    IEEE's exports do.

    **Why.** The list prints *Antennas and Propagation, IEEE Transactions on*.

    **Bad**

        @article{a, title = {A}, journal = {Antennas and Propagation, IEEE Transactions on}}

    **Good**

        @article{a, title = {A}, journal = {IEEE Transactions on Antennas and Propagation}}

    **Fix** (safe). The words in their order. None where a year and a short name stand between
    (*…, 2004. PIMRC 2004. 15th International Symposium on*).
    """
    for entry in library.entries:
        for name in ("journal", "journaltitle", "booktitle"):
            field = entry.fields.get(name)
            if field and "," in field.text and (found := _INVERTED.fullmatch(field.text.strip())):
                if _RUNNING_TITLE.match(found["end"]):
                    message = f"{name} is turned round: put {found['end']} before the rest"
                    yield Hit(message, entry, field)
                    continue
                right = f"{found['end']} {found['start']}"
                yield Hit(f"{name} is turned round: {right}", entry, field, field.rewritten(right))


RULES = (
    documented("BM260", "journal-forms", forms),
    documented("BM262", "journal-inverted", inverted),
)
