"""Macros: called but not there, there twice, calling themselves, or called by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backmatter.references.findings import Finding, Severity
from backmatter.styles.lint.rule import StyleRule, finding
from backmatter.styles.lint.tree import Node


def definitions(root: Node) -> dict[str, Node]:
    """The macros of a style by name; of two with one name the first."""
    found: dict[str, Node] = {}
    for node in root.children:
        if node.tag == "macro":
            found.setdefault(node.get("name"), node)
    return found


def calls(node: Node) -> Iterator[Node]:
    """The elements inside that call a macro: `<text macro>` and `<key macro>`."""
    return (each for each in node.all("text", "key") if "macro" in each.attributes)


def reachable(root: Node, *starts: Node) -> tuple[str, ...]:
    """The names of the macros that rendering these elements can call, in the order first met."""
    known = definitions(root)
    found: dict[str, None] = {}
    waiting = [call.get("macro") for start in starts for call in calls(start)]
    while waiting:
        name = waiting.pop(0)
        if name in known and name not in found:
            found[name] = None
            waiting.extend(call.get("macro") for call in calls(known[name]))
    return tuple(found)


def check_undefined(root: Node) -> Iterator[Finding]:
    """Calls of macros that the style does not have."""
    known = definitions(root)
    for call in calls(root):
        if (name := call.get("macro")) not in known:
            yield finding("BM811", call, f"the macro {name} is not defined", Severity.ERROR)


def check_duplicate(root: Node) -> Iterator[Finding]:
    """Macros whose name an earlier one has."""
    first = definitions(root)
    for node in root.children:
        if node.tag == "macro" and (known := first[node.get("name")]) is not node:
            message = f"the macro {node.get('name')} is defined already in line {known.line}"
            yield finding("BM812", node, message, Severity.ERROR)


def check_recursive(root: Node) -> Iterator[Finding]:
    """Macros that call themselves, directly or through others; each circle once."""
    known = definitions(root)
    targets = {
        name: tuple(dict.fromkeys(c.get("macro") for c in calls(node) if c.get("macro") in known))
        for name, node in known.items()
    }
    told: set[str] = set()
    for name, node in known.items():
        circle = () if name in told else _circle(name, targets)
        if circle:
            told.update(circle)
            path = " → ".join((*circle, name))
            yield finding("BM813", node, f"the macro {name} calls itself: {path}", Severity.ERROR)


def check_unused(root: Node) -> Iterator[Finding]:
    """Macros that neither citations nor the bibliography can reach."""
    starts = [n for n in root.children if n.tag not in ("macro", "info", "locale")]
    if not starts:
        return
    used = set(reachable(root, *starts))
    for name, node in definitions(root).items():
        if name not in used:
            yield finding("BM814", node, f"the macro {name} is never used")


def _circle(start: str, targets: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from a macro back to itself, () when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for name in targets.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


RULES = (
    StyleRule(
        "BM811",
        "macro-undefined",
        """# BM811: a macro that is not defined

**What.** `<text macro="…"/>` or `<key macro="…"/>` names a macro that the style does not have.

**Why.** Nothing is printed in its place, or the processor stops.

**Bad** `<text macro="autor"/>` beside `<macro name="author">`

**Good** `<text macro="author"/>`
""",
        check_undefined,
    ),
    StyleRule(
        "BM812",
        "macro-duplicate",
        """# BM812: a macro defined twice

**What.** Two macros of one name.

**Why.** Which of them counts depends on the processor.

**Bad** two `<macro name="title">`

**Good** one of them, or two names
""",
        check_duplicate,
    ),
    StyleRule(
        "BM813",
        "macro-recursive",
        """# BM813: a macro that calls itself

**What.** A macro that calls itself, directly or by way of others.

**Why.** Printing it would never end; the style cannot be used.

**Bad** `<macro name="title"><text macro="title"/></macro>`

**Good** `<macro name="title"><text variable="title"/></macro>`
""",
        check_recursive,
    ),
    StyleRule(
        "BM814",
        "macro-unused",
        """# BM814: a macro that nobody calls

**What.** A macro that neither the citations nor the bibliography reach.

**Why.** It is a left-over, or the call that should use it is misspelt or missing.

**Bad** `<macro name="editor"> … </macro>` and no `macro="editor"`

**Good** call it, or remove it
""",
        check_unused,
    ),
)
