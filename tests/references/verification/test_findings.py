"""Verdicts as findings: the code, how bad, and what the message names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backmatter.references.findings import Severity
from backmatter.references.model import Reference
from backmatter.references.rules.registry import PAGES
from backmatter.references.verification.findings import findings
from backmatter.references.verification.results import Result
from stub_server import StubServer

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]

SLOW = {
    "title": "Slow loading of invented discs: a study in imaginary rabbits",
    "author": "Quill AB; Vole B; Wren C",
}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({**SLOW, "DOI": "10.5555/ic.2018.001"}, []),
        (SLOW, [("BM505", Severity.INFO, "10.5555/ic.2018.001")]),
        (
            {**SLOW, "DOI": "10.5555/ic.2018.001.", "volume": "99"},
            [
                ("BM501", Severity.WARNING, "volume 99, theirs 12"),
                ("BM301", Severity.INFO, "trailing"),
            ],
        ),
        (
            {**SLOW, "DOI": "10.5555/ic.2011.010"},
            [("BM302", Severity.ERROR, "the right one is 10.5555/ic.2018.001")],
        ),
        ({**SLOW, "DOI": "10.5555/none"}, [("BM303", Severity.ERROR, "leads to nothing")]),
        (
            {
                "title": "Fictional exosomes reverse imagined degeneration",
                "DOI": "10.5555/ic.2015.003",
            },
            [("BM601", Severity.ERROR, "retraction on 2017-06-01")],
        ),
        (
            {
                "title": "Growth factors in a disc that was never there",
                "DOI": "10.5555/ic.2016.004",
            },
            [("BM602", Severity.WARNING, "expression of concern")],
        ),
        (
            {
                "title": "Imaginary scaffolds and their invented strength",
                "DOI": "10.5555/ic.2017.005",
            },
            [("BM603", Severity.INFO, "correction on 2018-06-01")],
        ),
        (
            {"title": "Twice-told tales of a virtual spine", "DOI": "10.5555/ic.2012.006"},
            [("BM604", Severity.INFO, "reinstatement")],
        ),
        (
            {"title": "Nothing like it was ever written anywhere"},
            [("BM502", Severity.WARNING, "Crossref has no")],
        ),
        ({"title": "脊柱外科"}, [("BM504", Severity.INFO, "a work in Chinese")]),
    ],
)
def test_codes(
    stub: StubServer,
    check: Check,
    cite: Cite,
    fields: dict[str, str],
    expected: list[tuple[str, Severity, str]],
) -> None:
    found = findings(check(stub, cite(**fields)))
    assert [(each.code, each.severity) for each in found] == [(c, s) for c, s, _ in expected]
    for each, (_, _, words) in zip(found, expected, strict=True):
        assert words in each.message
        assert each.reference


def test_a_failed_check_is_no_warning(stub: StubServer, check: Check, cite: Cite) -> None:
    """It is exit code 3 by itself, and must not turn into 1."""
    stub.fail("403")
    (found,) = findings(check(stub, cite(title="Some title that is long enough")))
    assert (found.code, found.severity) == ("BM503", Severity.INFO)


def test_every_code_has_its_page() -> None:
    pages = {rule.code for rule in PAGES}
    codes = {f"BM{n}" for n in (301, 302, 303, 501, 502, 503, 504, 505, 601, 602, 603, 604)}
    assert codes <= pages
