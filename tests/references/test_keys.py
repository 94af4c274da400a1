"""Cite keys are readable, safe and the same everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.keys import cite_keys, with_keys
from backmatter.references.model import Date, DatePart, Name, Reference


def _reference(family: str, year: int | None, title: str, *, literal: str = "") -> Reference:
    return Reference(
        variables={"title": title} if title else {},
        names={"author": (Name(family=family, literal=literal),)} if family or literal else {},
        dates={"issued": Date((DatePart(year),))} if year is not None else {},
    )


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Mohanty", 2019, "Defects in intervertebral disc", "mohanty2019defects"),
        ("张", 2018, "人退变椎间盘髓核细胞", "zhang2018ren"),
        ("李时珍", 1578, "本草纲目", "li1578ben"),
        ("E", 2016, "BMP7 enhances the effect", "e2016bmp7"),
        ("Hernández-Ramajo", 2021, "The <i>in vivo</i> study", "hernandezramajo2021vivo"),
        ("Łukasiewicz", 1920, "O logice trójwartościowej", "lukasiewicz1920logice"),
        ("Groß", 2001, "Über die Größe", "gross2001grosse"),
        ("Ørsted", 1820, "Experimenta", "orsted1820experimenta"),
        ("Кочетков", 1993, "Молибден-медно-золото", "kochetkov1993molibden"),
        ("Παπαδόπουλος", 1999, "Η γλώσσα", "papadopoylos1999glossa"),
        ("Ｆｕｌｌ", 2000, "Ｗｉｄｔｈ", "full2000width"),
        ("山田", 2001, "がんの研究", "shan2001ganno"),
        ("キム", 2001, "ソウル", "kimu2001souru"),
        ("김", 2001, "한국의 역사", "gim2001hangukui"),
        ("吕", 2020, "长链非编码RNA的作用", "lyu2020zhang"),
        ("", 2019, "Defects in disc", "defects2019disc"),
        ("Mohanty", None, "Defects", "mohantynddefects"),
        ("Mohanty", 2019, "", "mohanty2019"),
        ("", None, "", "anonnd"),
        ("Cicero", -44, "De officiis", "cicero44bcofficiis"),
        ("Orwell", 1949, "1984", "orwell19491984"),
        ("Doe", 2001, "β-catenin and E-cadherin", "doe2001catenin"),
        ("Doe", 2001, "3D printing of bone", "doe20013d"),
        ("Li", 2001, "BMP7基因治疗", "li2001bmp7"),
        ("Li", 2001, "2016年版指南", "li2001nian"),
    ],
)
def test_keys_read_as_people_write_them(family: str, year: int, title: str, key: str) -> None:
    assert cite_keys([_reference(family, year, title)]) == (key,)


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        ("单", "shan"), ("曾", "zeng"), ("解", "xie"), ("仇", "qiu"), ("区", "ou"),
        ("任", "ren"), ("查", "zha"), ("盖", "ge"), ("朴", "piao"), ("乐", "yue"),
        ("尉迟", "yuchi"), ("尉遲", "yuchi"), ("万俟", "moqi"), ("萬俟", "moqi"),
        ("翟", "zhai"), ("缪", "miao"), ("覃", "qin"), ("种", "chong"), ("召", "shao"),
        ("卜", "bu"), ("都", "du"), ("欧阳", "ouyang"), ("单于", "chanyu"), ("长孙", "zhangsun"),
        ("澹臺", "tantai"), ("令狐", "linghu"), ("闾丘", "lyuqiu"), ("沈", "shen"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(surname: str, reading: str) -> None:
    assert cite_keys([_reference(surname, 2018, "")]) == (f"{reading}2018",)


@pytest.mark.parametrize(
    ("literal", "name"),
    [
        ("World Health Organization", "world"),
        ("The Cochrane Collaboration", "cochrane"),
        ("中华医学会骨科学分会", "zhonghua"),
        ("张永辉", "zhang"),
        ("欧阳明", "ouyang"),
        ("曾毅", "zeng"),
        ("NICE", "nice"),
        ("!!!", "anon"),
    ],
)
def test_groups_and_unsplit_names(literal: str, name: str) -> None:
    assert cite_keys([_reference("", 2018, "", literal=literal)]) == (f"{name}2018",)


def test_an_editor_stands_for_a_missing_author() -> None:
    reference = Reference(variables={"title": "Handbook"}, names={"editor": (Name("Roe"),)})
    assert cite_keys([reference]) == ("roendhandbook",)


def test_equal_keys_get_letters_in_list_order() -> None:
    reference = _reference("Roe", 2001, "Bone")
    assert cite_keys([reference] * 4) == (
        "roe2001bone",
        "roe2001bonea",
        "roe2001boneb",
        "roe2001bonec",
    )
    assert cite_keys([reference] * 30)[-4:] == tuple(
        f"roe2001bone{x}" for x in ("z", "aa", "ab", "ac")
    )


def test_keys_that_are_there_are_kept_and_avoided() -> None:
    reference = _reference("Roe", 2001, "Bone")
    given_key = Reference(key="roe2001bone")
    assert cite_keys([reference, given_key, given_key]) == (
        "roe2001bonea",
        "roe2001bone",
        "roe2001bone",
    )
    assert with_keys([given_key])[0] is given_key


@given(
    st.lists(
        st.builds(
            _reference,
            st.text(max_size=8),
            st.none() | st.integers(-99, 3000),
            st.text(max_size=30),
            literal=st.text(max_size=8),
        ),
        max_size=5,
    )
)
def test_any_record_gets_a_safe_key_of_its_own(references: list[Reference]) -> None:
    keys = cite_keys(references)
    assert len(set(keys)) == len(references)
    assert all(re.fullmatch("[a-z0-9]{1,60}", key) for key in keys)
    assert cite_keys(references) == keys


@pytest.mark.needs("shared")
def test_the_review(shared: Path) -> None:
    gold = json.loads((shared / "review" / "gold.json").read_text(encoding="utf-8"))
    keys = cite_keys([item_to_reference({**entry, "id": ""}) for entry in gold])
    assert keys[0] == "mohanty2019defects"
    assert "zhang2018ren" in keys
    assert len(set(keys)) == 47
