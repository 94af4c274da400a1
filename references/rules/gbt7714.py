"""Rules for printed lists in the manner of GB/T 7714 (2015 and 2025): marks, dates, widths.

A list is of that manner when most of its entries carry a document-type mark such as `[J]`; all
others are left alone. Clauses are those of GB/T 7714—2025.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from backmatter.references.rules.rule import Hit, Item, Library, documented

_MARK = re.compile(
    r"[\[［〔]\s?(CM|DB|DS|CP|EB|MM|PP|[MCGNJDRSPAZ])\s?(?:/\s?(OL|MT|DK|CD))?\s?[\]］〕]"
)
_ACCESS = re.compile(r"[\[［]\s?(?:19|20)\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\s?[\]］]")
_ADDRESS = re.compile(r"https?://|\bwww\.|ftp://", re.IGNORECASE)
_DOI = re.compile(r"\bDOI\b|doi\.org|\b10\.\d{4,9}/|\bCSTR\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_CLOSER = re.compile(r"\bet\.?\s?al\b", re.IGNORECASE)
_HAN_CLOSER = re.compile(r"(?<=[,，\s\w])等(?=[.．。,，\s])")
_MISSPELT = re.compile(r"(?<![A-Za-z])(?:https?|h?t{0,2}ps?|htt?ps?):/{1,2}[\w.-]{3,80}")
_FULL = re.compile(r"[，：（]\s{0,2}\d|\d\s{0,2}[，：）]")
_HALF = re.compile(r"[,:(]\s{0,2}\d|\d\s{0,2}[,:)]")
_LEAST = 5
_MOST_MARKED = 0.6
_USUAL = 0.8


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed entry: before its mark authors and title, after it all else."""

    item: Item
    before: str
    mark: str
    carrier: str
    after: str

    @property
    def text(self) -> str:
        return self.before + self.after

    @property
    def is_han(self) -> bool:
        """Whether the work's title is Chinese, by the text before the mark."""
        return len(_HAN.findall(self.before)) * 4 > sum(char.isalpha() for char in self.before)


def _entries(library: Library) -> list[_Printed]:
    """The printed entries of a list in the manner of GB/T 7714, none of any other list."""
    found: list[_Printed] = []
    for item in library.items:
        printed = item.reference.source.printed if item.reference.source else ""
        if not printed or item.entry is not None:
            continue
        match = _MARK.search(printed)
        if match:
            before, after = printed[: match.start()], printed[match.end() :]
            found.append(_Printed(item, before, match[1], match[2] or "", after))
        else:
            found.append(_Printed(item, printed, "", "", ""))
    marked = sum(bool(each.mark) for each in found)
    return found if marked >= max(_LEAST, _MOST_MARKED * len(found)) else []


def marks(library: Library) -> Iterator[Hit]:
    """# BM710: an entry without its document-type mark.

    **What.** In a list whose entries carry marks such as `[J]`, `[M]`, `[D]`, one carries none.

    **Why.** GB/T 7714—2025 makes the mark compulsory; a list has it in all entries or in none.

    **Bad** `Pettine KA, Murphy MB. Percutaneous injection. Stem Cells, 2015, 33(1): 146-156.`

    **Good** `Pettine KA, Murphy MB. Percutaneous injection[J]. Stem Cells, 2015, 33(1): 146-156.`
    """
    for each in _entries(library):
        if not each.mark:
            yield Hit("has no document-type mark such as [J], as the others of its list", each.item)


def carriers(library: Library) -> Iterator[Hit]:
    """# BM711: an online mark without an address, or an address without the online mark.

    **What.** An entry marked `/OL` that gives neither an address nor a DOI, or one with an
    address (a DOI alone does not count) that is not marked `/OL`.

    **Why.** The mark says where the work was read; the two belong together.

    **Bad** `中国互联网络信息中心. 统计报告[R]. (2012-01-16)[2013-03-26]. http://www.cnnic.net.cn/x.pdf.`

    **Good** `中国互联网络信息中心. 统计报告[R/OL]. (2012-01-16)[2013-03-26]. http://www.cnnic.net.cn/x.pdf.`
    """
    for each in _entries(library):
        address = _ADDRESS.search(each.after)
        if each.carrier == "OL" and not address and not _DOI.search(each.after):
            wrong = _MISSPELT.search(each.after)
            what = f"the address {wrong[0]} is misspelt" if wrong else "it gives no address"
            yield Hit(f"is marked [{each.mark}/OL], but {what}", each.item)
        elif each.mark and not each.carrier and address and "doi.org/" not in each.after:
            message = f"gives an address, but is marked [{each.mark}], not [{each.mark}/OL]"
            yield Hit(message, each.item)


def access(library: Library) -> Iterator[Hit]:
    """# BM712: an access date of what is not online.

    **What.** A date in square brackets in an entry that has neither the mark `/OL` nor an
    address nor a DOI.

    **Why.** GB/T 7714—2025 has an access date for online sources alone: print does not change.

    **Bad** `余敏. 出版集团研究[M]. 北京: 中国书籍出版社, 2001: 179-193[2020-01-05].`

    **Good** `余敏. 出版集团研究[M]. 北京: 中国书籍出版社, 2001: 179-193.`
    """
    for each in _entries(library):
        online = each.carrier or _ADDRESS.search(each.after) or _DOI.search(each.after)
        if each.mark and not online and each.mark != "EB" and (date := _ACCESS.search(each.after)):
            yield Hit(f"has the access date {date[0]}, but is not online", each.item)


def closers(library: Library) -> Iterator[Hit]:
    """# BM713: et al. in a Chinese entry, or 等 in a Western one.

    **What.** The list of authors of an entry in Chinese is closed by *et al.*, or that of an entry
    in Latin letters by 等.

    **Why.** The closing word follows the language of the entry.

    **Bad** `程根伟, 陈桂蓉, et al. 长江洪水的成因与减灾对策[M]. 北京: 科学出版社, 1999.`

    **Good** `程根伟, 陈桂蓉, 等. 长江洪水的成因与减灾对策[M]. 北京: 科学出版社, 1999.`
    """
    for each in _entries(library):
        if not each.mark:
            continue
        if each.is_han and _LATIN_CLOSER.search(each.before) and _HAN.match(each.before.lstrip()):
            yield Hit("closes its Chinese authors with et al., where 等 belongs", each.item)
        elif not _HAN.search(_HAN_CLOSER.sub("", each.before)) and _HAN_CLOSER.search(each.before):
            yield Hit("closes its authors with 等, where et al. belongs", each.item)


def widths(library: Library) -> Iterator[Hit]:
    """# BM714: punctuation of another width than the list's.

    **What.** After the mark, an entry has full-width commas, colons or brackets where nearly all
    entries in its script have narrow ones, or the other way round, or both kinds.

    **Why.** GB/T 7714—2025 has the full-width signs between elements, many journals the narrow
    ones; a list keeps to one.

    **Bad** `贾东琴. 数字素养[J]. 图书馆, 2011，55(21): 45-52.` among entries with narrow commas

    **Good** `贾东琴. 数字素养[J]. 图书馆, 2011, 55(21): 45-52.`
    """
    scripts = defaultdict[bool, list[tuple[_Printed, str]]](list)
    for each in _entries(library):
        tail = re.split(r"https?://|\bDOI\b", each.after)[0]
        full, half = _FULL.findall(tail), _HALF.findall(tail)
        kind = "both" if full and half else "full" if full else "half" if half else ""
        if kind:
            scripts[each.is_han].append((each, kind))
    for entries in scripts.values():
        usual, count = Counter(kind for _, kind in entries).most_common(1)[0]
        if usual == "both" or count < _LEAST or count < _USUAL * len(entries):
            continue
        for each, kind in entries:
            if kind != usual:
                has = {"full": "full-width signs", "half": "narrow signs"}
                what = has.get(kind, "full-width and narrow signs")
                yield Hit(f"has {what}, where the list has {has[usual]}", each.item)


RULES = (
    documented("BM710", "type-mark", marks),
    documented("BM711", "online-mark", carriers),
    documented("BM712", "access-date", access),
    documented("BM713", "closing-word", closers),
    documented("BM714", "punctuation-width", widths),
)
