"""Faults met in real lists, each by what was printed."""

from __future__ import annotations

import pytest

from backmatter.references.model import Name
from backmatter.references.parsing.name_lists import names_in
from backmatter.references.parsing.parser import parse_reference


def names(printed: str, variable: str = "author") -> list[str]:
    """The names of a reference, each in one line."""
    return [one_line(name) for name in parse_reference(printed).reference.names[variable]]


def one_line(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}".removesuffix(", ")


def test_et_al_before_the_year_is_read_and_the_last_initial_keeps_its_stop() -> None:
    printed = (
        "Daly, C., Ghosh, P., Jenkin, G., et al. (2016). A review of animal models of "
        "intervertebral disc degeneration. BioMed Research International, 2016, 1–9."
    )
    reference = parse_reference(printed).reference
    assert names(printed) == ["Daly, C.", "Ghosh, P.", "Jenkin, G."]
    assert "author" in reference.others
    assert reference.title.startswith("A review of animal models")
    assert reference.dates["issued"].parts[0].year == 2016


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Smith, J. (in press). The title of the thing. Journal of Things.", ["Smith, J."]),
        ("Smith, J. A., & Doe, K. (1999). Words. Psychological Review, 1, 2.",
         ["Smith, J. A.", "Doe, K."]),
        ("Smith J, Doe K. The title of a thing. Nature 2001;1:2-3.", ["Smith, J", "Doe, K"]),
        ("Smith, J, Doe, K. 2001. The title of a thing. Nature, 1, 2-3.", ["Smith, J", "Doe, K"]),
    ],
)  # fmt: skip
def test_the_last_initial_is_stopped_as_the_others_are(printed: str, wanted: list[str]) -> None:
    assert names(printed) == wanted


@pytest.mark.parametrize(
    "printed",
    [
        "Smith J. The title of a thing. Nature, in press.",
        "[3] J. Smith, “The title of a thing,” IEEE Trans. Things, in press.",
        "Smith, J. (in press) The title of a thing. Journal of Things, 12.",
        "Smith, J. A. (in press). The title of a thing. Psychological Review.",
        "Doe, J., in press. The title of a thing. J. Things.",
        "Smith, J., Jones, K. The title of a thing (in press).",
        "Roe R. The title of a thing. J Things. In press 2010.",
    ],
)
def test_in_press_is_a_status_and_part_of_no_title(printed: str) -> None:
    parsed = parse_reference(printed)
    assert parsed.reference.title == "The title of a thing"
    assert parsed.reference.variables["status"].lower() == "in press"
    assert "press" not in parsed.reference.variables.get("container-title", "")
    assert not [finding for finding in parsed.findings if finding.code == "BM104"]


def test_a_title_may_speak_of_the_press() -> None:
    parsed = parse_reference("Doe, J. (2001). Women in press and parliament. Media, 3(2), 1-9.")
    assert parsed.reference.title == "Women in press and parliament"
    assert "status" not in parsed.reference.variables


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Apple, Inc.", ["Apple, Inc."]),
        ("IBM Corp., Microsoft Corp.", ["IBM Corp.", "Microsoft Corp."]),
        ("Siemens GmbH and Bosch GmbH", ["Siemens GmbH", "Bosch GmbH"]),
        ("McKinsey & Company", ["McKinsey & Company"]),
        ("Price Waterhouse & Co.", ["Price Waterhouse & Co."]),
        ("Smith & Sons, Ltd.", ["Smith & Sons, Ltd."]),
        ("AT&T", ["AT&T"]),
        ("Roe, R., AT&T Labs", ["Roe, R.", "AT&T Labs"]),
        ("Barnes and Noble, Inc.", ["Barnes and Noble, Inc."]),
        ("Smith, J. & Roe, R.", ["Smith, J.", "Roe, R."]),
        ("Smith,J.&Roe,R.", ["Smith, J.", "Roe, R."]),
        ("M.Zanin, M.Romance, S.Moral and R.Criado",
         ["Zanin, M.", "Romance, M.", "Moral, S.", "Criado, R."]),
        ("International Business Machines Corporation; World Bank",
         ["International Business Machines Corporation", "World Bank"]),
    ],
)  # fmt: skip
def test_companies_are_not_split_into_persons(printed: str, wanted: list[str]) -> None:
    assert [one_line(name) for name in names_in(printed).names] == wanted


@pytest.mark.parametrize(
    "printed",
    [
        "Müller, H. (2010): Titel des Werkes. In: Zeitschrift für Soziologie 5, S. 12-15.",
        "Weber, M. (1921): Wirtschaft und Gesellschaft. Tübingen: Mohr. S. 33.",
        "Weber, Max: Wirtschaft und Gesellschaft. Tübingen: Mohr, 1921, S. 33–45.",
    ],
)
def test_the_german_mark_of_pages_is_understood(printed: str) -> None:
    parsed = parse_reference(printed)
    assert "page" in parsed.reference.variables
    assert not [finding for finding in parsed.findings if finding.code == "BM104"]


def test_pages_counted_in_german_are_no_page() -> None:
    printed = "Meyer, A. (2003): Das Ding. Berlin: Springer, 233 S."
    variables = parse_reference(printed).reference.variables
    assert variables["number-of-pages"] == "233"
    assert "page" not in variables


@pytest.mark.parametrize(
    "printed",
    ["Eurostat (2012)", "Eurostat (2012).", "Eurostat (2012) Labour costs. Luxembourg: Eurostat."],
)
def test_a_body_alone_has_its_year(printed: str) -> None:
    reference = parse_reference(printed).reference
    assert reference.dates["issued"].parts[0].year == 2012
    assert names(printed) == ["Eurostat"]


def test_an_initial_y_does_not_part_names() -> None:
    printed = (
        "LIU J J，SHI Y P，FADLULLAH Z M，et al. Space-air-ground integrated network："
        "a survey［J］. IEEE Communications Surveys & Tutorials，2018，20（4）：2714-2741."
    )
    assert names(printed) == ["LIU, J J", "SHI, Y P", "FADLULLAH, Z M"]
    assert "others" not in names(printed)
    assert parse_reference(printed).reference.title.startswith("Space-air-ground")
