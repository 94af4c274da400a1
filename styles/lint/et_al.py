"""Lists of names and where they are cut short: `et-al-min` and `et-al-use-first`."""

from __future__ import annotations

from collections.abc import Iterator

from backmatter.references.findings import Finding, Severity
from backmatter.styles.lint.macros import definitions, reachable
from backmatter.styles.lint.rule import StyleRule, finding
from backmatter.styles.lint.tree import Node

_PAIRS = (
    ("et-al-min", "et-al-use-first"),
    ("et-al-subsequent-min", "et-al-subsequent-use-first"),
)


def check_pairs(root: Node) -> Iterator[Finding]:
    """One of the pair without the other, or a pair that never shortens a list."""
    settings = [n for n in root.walk() if n.tag in ("style", "citation", "bibliography", "name")]
    for node in settings:
        for least, first in _PAIRS:
            yield from _pair(root, node, least, first)


def check_missing(root: Node) -> Iterator[Finding]:
    """Lists of names that are printed in full, however long they are."""
    told: set[int] = set()
    for area in root.children:
        if area.tag not in ("citation", "bibliography") or _cuts(root) or _cuts(area):
            continue
        known = definitions(root)
        parts = [area, *(known[name] for name in reachable(root, area))]
        for names in (node for part in parts for node in part.all("names")):
            name = _name_of(names)
            if (name is None or not _cuts(name)) and not _counts(name) and id(names) not in told:
                told.add(id(names))
                variables = ", ".join(names.words("variable")) or "names"
                yield finding(
                    "BM832",
                    names,
                    f"the {area.tag} prints every name ({variables}), however many: no et-al-min",
                    Severity.INFO,
                )


def _name_of(names: Node) -> Node | None:
    """Its `<name>`; in `<substitute>` a bare `<names/>` takes that of the names it stands for."""
    parent = names.parent
    if not names.children and parent and parent.tag == "substitute" and parent.parent:
        return parent.parent.child("name")
    return names.child("name")


def _pair(root: Node, node: Node, least: str, first: str) -> Iterator[Finding]:
    """What is wrong with a pair of settings on one element."""
    if not (node.get(least) or node.get(first)):
        return
    above = (root, *(area for area in root.children if area.tag in ("citation", "bibliography")))
    has = [any(each.get(key) for each in (node, *above)) for key in (least, first)]
    if has == [True, False]:
        yield finding("BM831", node, f"{least} without {first}: how many names to keep?")
    elif has == [False, True] and node.tag != "name":
        yield finding("BM831", node, f"{first} without {least}: no list is ever cut")
    elif node.get(least).strip().isdigit() and node.get(first).strip().isdigit():
        minimum, kept = int(node.get(least)), int(node.get(first))
        if kept >= minimum:
            message = f'{least}="{minimum}" cuts a list to {kept} names: nothing is left out'
            yield finding("BM831", node, message)


def _cuts(node: Node) -> bool:
    return bool(node.get("et-al-min"))


def _counts(name: Node | None) -> bool:
    return name is not None and name.get("form") == "count"


RULES = (
    StyleRule(
        "BM831",
        "et-al-pair",
        """# BM831: et-al settings that do nothing

**What.** `et-al-min` without `et-al-use-first` or the other way round, or a pair that keeps as
many names as it takes to cut the list.

**Why.** The list of authors is never cut, or cut to nothing.

**Bad** `<name et-al-min="4"/>`

**Good** `<name et-al-min="4" et-al-use-first="3"/>`
""",
        check_pairs,
    ),
    StyleRule(
        "BM832",
        "et-al-missing",
        """# BM832: names without et al.

**What.** A list of names for which neither `<name>` nor `<citation>`, `<bibliography>` or
`<style>` sets `et-al-min`.

**Why.** A paper of three thousand authors fills ten pages. Some styles want just that, so this
is a note.

**Bad** `<names variable="author"/>`

**Good** `<bibliography et-al-min="7" et-al-use-first="6">`
""",
        check_missing,
    ),
)
