"""Branches of `<choose>` that nothing can ever reach.

Walks the tree with what must hold at each place: the types that a reference can still have, and
the tests known to be true or false. A branch is unreachable when its condition is false for all
of them, or when an earlier branch has taken them all. Macros are looked at on their own, since
they can be called from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backmatter.references.findings import Finding, Severity
from backmatter.styles.lint.elements import CONDITIONS
from backmatter.styles.lint.rule import StyleRule, finding
from backmatter.styles.lint.tree import Node
from backmatter.styles.lint.words import CSL_M_TYPES, TYPES

_NO_TYPE = "(none)"
_ALL_TYPES = TYPES | CSL_M_TYPES | {_NO_TYPE}
Test = tuple[str, frozenset[str]]
"""An attribute and its value. The types of a condition are one test: processors read them as
*any of these* whatever `match` says, since no reference has two."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What holds at a place: the possible types, and the tests whose outcome is known."""

    types: frozenset[str] = _ALL_TYPES
    tests: Mapping[Test, bool] = field(default_factory=dict[Test, bool])

    def outcome(self, test: Test) -> bool | None:
        """Whether the test holds, None when it may or may not."""
        name, values = test
        if name != "type":
            return self.tests.get(test)
        if not self.types & values:
            return False
        return True if self.types <= values else None

    def knowing(self, test: Test, *, holds: bool) -> _Facts:
        """These facts and one more."""
        name, values = test
        if name == "type":
            return _Facts(self.types & values if holds else self.types - values, self.tests)
        return _Facts(self.types, {**self.tests, test: holds})


def check_types(root: Node) -> Iterator[Finding]:
    """Lists of types that by the letter of the specification no reference has all of."""
    for branch in root.all("if", "else-if"):
        if len(branch.words("type")) > 1 and branch.get("match") in ("", "all"):
            message = 'several types without match="any": by the specification never true'
            yield finding("BM822", branch, message, Severity.INFO)


def check(root: Node) -> Iterator[Finding]:
    """Unreachable branches in the whole style."""
    for top in root.children:
        yield from _inside(top, _Facts())


def _inside(node: Node, facts: _Facts) -> Iterator[Finding]:
    for child in node.children:
        if child.tag == "choose":
            yield from _choose(child, facts)
        else:
            yield from _inside(child, facts)


def _choose(choose: Node, facts: _Facts) -> Iterator[Finding]:
    """The branches in order, each with what holds once the earlier ones were not taken."""
    taken_by: Node | None = None
    for branch in choose.children:
        tests = _tests(branch)
        match = branch.get("match") or "all"
        outcome = _outcome(tests, match, facts) if branch.tag != "else" else True
        if taken_by is not None:
            yield _unreachable(branch, f"the condition in line {taken_by.line} always holds")
            continue
        if outcome is False or not facts.types:
            yield _unreachable(branch, "its condition never holds here")
            continue
        yield from _inside(branch, _assume(tests, match, facts))
        if outcome is True and branch.tag != "else":
            taken_by = branch
        facts = _refute(tests, match, facts)


def _tests(branch: Node) -> list[Test]:
    """The single tests of a condition."""
    tests = [
        (name, frozenset({word}))
        for name in branch.attributes
        if name in CONDITIONS - {"type"}
        for word in branch.words(name)
    ]
    types = branch.words("type")
    return [("type", frozenset(types)), *tests] if types else tests


def _outcome(tests: list[Test], match: str, facts: _Facts) -> bool | None:
    """Whether the condition holds for all, for none, or for some (None)."""
    results = [facts.outcome(test) for test in tests]
    if match == "none":
        results = [None if result is None else not result for result in results]
    if match == "any":
        return True if True in results else None if None in results or not tests else False
    return False if False in results else None if None in results or not tests else True


def _assume(tests: list[Test], match: str, facts: _Facts) -> _Facts:
    """What holds inside a branch."""
    if match == "any" and len(tests) > 1:
        return facts
    return _all_known(tests, facts, holds=match != "none")


def _refute(tests: list[Test], match: str, facts: _Facts) -> _Facts:
    """What holds when a branch was not taken."""
    if match != "any" and len(tests) > 1:
        return facts
    return _all_known(tests, facts, holds=match == "none")


def _all_known(tests: list[Test], facts: _Facts, *, holds: bool) -> _Facts:
    for test in tests:
        facts = facts.knowing(test, holds=holds)
    return facts


def _unreachable(branch: Node, why: str) -> Finding:
    return finding("BM821", branch, f"this <{branch.tag}> is never reached: {why}")


RULES = (
    StyleRule(
        "BM821",
        "condition-unreachable",
        """# BM821: a branch that is never reached

**What.** An `<if>`, `<else-if>` or `<else>` whose condition cannot hold where it stands: its
types were all taken by an earlier branch or excluded outside, or it repeats a test whose
outcome is known.

**Why.** What it would print is never printed. The branches stand in the wrong order, or the
branch is a left-over.

**Bad** `<if type="book chapter" match="any"> … <else-if type="chapter">`

**Good** `<if type="chapter"> … <else-if type="book">`
""",
        check,
    ),
    StyleRule(
        "BM822",
        "condition-types",
        """# BM822: several types that must all hold

**What.** A condition with several types and no `match`, which stands for `match="all"`.

**Why.** By the letter of the specification it is never true, since a reference has one type.
Most processors, this one included, read it as *any of these*; say so.

**Bad** `<if type="book chapter">`

**Good** `<if type="book chapter" match="any">`
""",
        check_types,
    ),
)
