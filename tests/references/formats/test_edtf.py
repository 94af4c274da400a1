"""Dates in EDTF: what is written is read back, what is no date is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.formats import edtf
from backmatter.references.model import Date, DatePart


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", Date((DatePart(2019),))),
        ("2019-05-14T14:34:00", Date((DatePart(2019, 5, 14),))),
        ("1998/unknown", Date((DatePart(1998), DatePart()))),
        ("../1998", Date((DatePart(), DatePart(1998)))),
        ("-0876", Date((DatePart(-877),))),
        ("0000", Date((DatePart(-1),))),
        ("1723?~", Date((DatePart(1723),), circa=True)),
        ("2004-24", Date((DatePart(2004, season=4),))),
        ("20uu", Date((DatePart(2000), DatePart(2099)))),
        ("y-123456789", Date((DatePart(-123456790),))),
        ("0712-12-13", Date((DatePart(712, 12, 13),))),
    ],
)
def test_reading(text: str, date: Date) -> None:
    assert edtf.parse(text) == date


@pytest.mark.parametrize("text", ["", "/", "2019-13", "2019-5-32", "May 2019", "1/2/3", "2019-00"])
def test_what_is_no_date(text: str) -> None:
    assert edtf.parse(text) is None


@pytest.mark.parametrize(
    "date", [Date(), Date(literal="x"), Date(raw="2001"), Date((DatePart(None, 5),))]
)
def test_what_edtf_cannot_say(date: Date) -> None:
    assert edtf.write(date) == ""


_YEARS = st.integers(-20000, 20000).filter(bool)
_PARTS = st.one_of(
    st.builds(DatePart, _YEARS, st.integers(1, 12), st.integers(0, 31)),
    st.builds(DatePart, _YEARS, st.just(0), st.just(0), st.integers(0, 4)),
)


@given(st.tuples(_PARTS) | st.tuples(_PARTS, _PARTS | st.just(DatePart())), st.booleans())
def test_what_is_written_is_read_back(parts: tuple[DatePart, ...], circa: bool) -> None:
    date = Date(parts, circa)
    assert edtf.parse(edtf.write(date)) == date
