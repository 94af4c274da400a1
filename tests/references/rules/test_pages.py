"""What the rules' pages say is so: the bad example fires, the good one does not, fixes mend."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from backmatter.references.findings import Finding
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.registry import PAGES, RULES, check
from backmatter.references.rules.rule import Library, Rule

LibraryOf = Callable[[str], Library]

_EXAMPLE = re.compile(r"\*\*(Bad|Good)\*\*\n\n((?:(?:    .*)?\n)+)")
_PRINTED_EXAMPLE = re.compile(r"\*\*(Bad|Good)\*\* `([^`]+)`")

_LIST = [
    "程根伟. 1998年长江洪水的成因与减灾对策[M]. 北京: 科学出版社, 1999: 32-36.",
    "于潇. 互联网药品可信交易环境[J]. 中国药学, 2012, 28(2): 112-116.",
    "莫少强. 数字式中文全文文献格式的设计与研究[J]. 情报学报, 1999, 18(4): 1-6.",
    "Kanamori H. Shaking without quaking[J]. Science, 1998, 279(5359): 2063-2064.",
    "Caplan P. Cataloging internet resources[J]. Public Access Review, 1993, 4(2): 61-66.",
    "李炳穆. 韩国图书馆法[J]. 图书情报工作, 2008, 52(6): 6-21.",
    "杨洪升. 四库馆私家抄校书考略[J]. 文献, 2013, 34(1): 56-75.",
]
"""A sound list in the manner of GB/T 7714, for rules that compare an entry with its list."""

_PRINTED = [rule for rule in RULES if rule.code.startswith("BM71")]
_ENTRIES = [rule for rule in RULES if rule not in _PRINTED]


def examples(page: str) -> dict[str, str]:
    """`Bad` and `Good` of a rule's page as `.bib` text."""
    return {
        kind: "\n".join(line[4:] for line in block.splitlines()).strip() + "\n"
        for kind, block in _EXAMPLE.findall(page)
    }


def of(rule: Rule, library: Library) -> list[Finding]:
    return [found for found in check(library) if found.code == rule.code]


@pytest.mark.parametrize("rule", _ENTRIES, ids=lambda rule: rule.code)
def test_the_bad_example_fires_and_the_good_one_does_not(rule: Rule, library_of: LibraryOf) -> None:
    shown = examples(rule.page)
    assert set(shown) == {"Bad", "Good"}
    assert of(rule, library_of(shown["Bad"]))
    assert not of(rule, library_of(shown["Good"]))


@pytest.mark.parametrize("rule", _PRINTED, ids=lambda rule: rule.code)
def test_the_printed_example_fires_in_its_list(
    rule: Rule, printed_list: Callable[..., Library]
) -> None:
    shown = dict(_PRINTED_EXAMPLE.findall(rule.page))
    for kind, count in (("Bad", 1), ("Good", 0)):
        found = of(rule, printed_list(*_LIST, shown[kind]))
        assert [f.location.line for f in found] == [len(_LIST) + 1] * count, kind


@pytest.mark.parametrize("rule", _ENTRIES, ids=lambda rule: rule.code)
def test_a_fix_is_what_the_page_says_and_mends_the_bad_example(
    rule: Rule, library_of: LibraryOf
) -> None:
    bad = examples(rule.page)["Bad"]
    fixes = [found.fix for found in of(rule, library_of(bad)) if found.fix]
    said = [word for word in ("safe", "unsafe") if f"**Fix** ({word})" in rule.page]
    assert sorted({"safe" if each.safe else "unsafe" for each in fixes}) == said
    if fixes:
        once = fix(bad, lambda text: of(rule, library_of(text)), unsafe=True)
        assert once.text != bad
        assert not once.left
        again = fix(once.text, lambda text: of(rule, library_of(text)), unsafe=True)
        assert again.text == once.text


def test_rules_stand_in_order_and_each_has_its_page() -> None:
    for listed in ([rule.code for rule in RULES], [rule.code for rule in PAGES]):
        assert listed == sorted(set(listed))
    for rule in PAGES:
        assert rule.page.startswith(f"# {rule.code}: ")
        for part in ("**What.**", "**Why.**"):
            assert part in rule.page, rule.code
