"""Lists of names in every manner: what is a family name, what is given, what is a body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.parsing.name_lists import names_in

LISTS = [
    ("Karvonen M, Tuomilehto J, Saikku P", "Karvonen, M; Tuomilehto, J; Saikku, P"),
    ("Wolf, Diane L.", "Wolf, Diane L."),
    ("Lung, Tobias, and Gertrud Schaab", "Lung, Tobias; Schaab, Gertrud"),
    ("E. Allender, N. Immerman, J. Balcazar", "Allender, E.; Immerman, N.; Balcazar, J."),
    ("Baysu, G. / Phalet, K. / Brown, R.", "Baysu, G.; Phalet, K.; Brown, R."),
    ("Aaron Kershenbaum, David Musser, and Alexander Stepanov",
     "Kershenbaum, Aaron; Musser, David; Stepanov, Alexander"),
    ("S. Carr, K. S. McKinley, and C.-W. Tseng", "Carr, S.; McKinley, K. S.; Tseng, C.-W."),
    ("Knapp FF Jr, Mirzadeh S, Beets AL", "Knapp, FF, Jr; Mirzadeh, S; Beets, AL"),
    ("Smith, J., Jr., Roe, A. B.", "Smith, J., Jr; Roe, A. B."),
    ("van der Berg, J. and de Souza, R.", "van der Berg, J.; de Souza, R."),
    ("Du B, Ter RB", "Du, B; Ter, RB"),
    ("MICHEL Hélène", "MICHEL, Hélène"),
    ("AL RUBAEE, M.", "AL RUBAEE, M."),
    ("Shirinda O and Lawrie E A", "Shirinda, O; Lawrie, E A"),
    ("A. LECAS, Z. RENKO et E. ROSE", "LECAS, A.; RENKO, Z.; ROSE, E."),
    ("Feng Y, Brown V", "Feng, Y; Brown, V"),
    ("World Health Organization", "World Health Organization"),
    ("Vander Linden, K.; and Martin, J.", "Vander Linden, K.; Martin, J."),
    ("贾东琴、柯平", "贾, 东琴; 柯, 平"),
    ("강소라.문윤지", "강소라; 문윤지"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), LISTS)
def test_names_are_parted(printed: str, expected: str) -> None:
    shown = [
        name.literal or ", ".join(part for part in (name.family, name.given, name.suffix) if part)
        for name in names_in(printed).names
    ]
    assert "; ".join(shown) == expected


@pytest.mark.parametrize(
    "printed",
    ["Smith J, et al.", "Smith J et al", "Smith, J., and others", "王小明, 等", "王小明等"],
)
def test_others_are_noticed_and_are_no_name(printed: str) -> None:
    found = names_in(printed)
    assert found.others
    assert len(found.names) == 1


@pytest.mark.parametrize("printed", ["Smith, J. (Ed.)", "Smith, J., editor", "王小明主编"])
def test_a_role_is_no_name(printed: str) -> None:
    assert len(names_in(printed).names) == 1
    assert not names_in(printed).others


@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(text: str) -> None:
    names_in(text)
