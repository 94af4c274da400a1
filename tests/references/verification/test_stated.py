"""A reference can say itself that its work is retracted: by a tag, its title, or its record."""

from __future__ import annotations

from typing import Any

import pytest

from backmatter.references.formats import registry
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.verification.stated import stated_retraction

NOTICE = {"DOI": "10.5555/notice", "type": "retraction", "updated": {"date-parts": [[2020, 1, 2]]}}
BACK = {"DOI": "10.5555/back", "type": "reinstatement", "updated": {"date-parts": [[2021, 1, 2]]}}


@pytest.mark.parametrize(
    ("item", "stated"),
    [
        ({}, ""),
        ({"title": "Slow discs"}, ""),
        ({"title": "Retracted discs of the spine"}, ""),
        ({"title": "RETRACTED: Slow discs"}, "title"),
        ({"title": "<b>[Retracted]</b> Slow discs"}, "title"),
        ({"title": "Slow discs (Retracted article. See vol. 3, pg. 5, 2020)"}, "title"),
        ({"title": "【撤稿】慢椎间盘"}, "title"),
        ({"title": "Slow discs", "keyword": "rat, Retracted"}, "tag"),
        ({"title": "Slow discs", "keyword": "retracted-later"}, ""),
        ({"DOI": "10.5555/a", "updated-by": [NOTICE]}, "record"),
        ({"DOI": "10.5555/a", "updated-by": [NOTICE, BACK]}, ""),
        ({"DOI": "10.5555/a", "updated-by": [{**NOTICE, "type": "correction"}]}, ""),
        ({"DOI": "10.5555/a", "update-to": [{**NOTICE, "DOI": "10.5555/a"}]}, "record"),
        ({"DOI": "10.5555/notice", "update-to": [{**NOTICE, "DOI": "10.5555/a"}]}, ""),
        ({"DOI": "no doi", "updated-by": [NOTICE]}, ""),
        ({"DOI": "10.5555/a", "updated-by": {"odd": 1}}, ""),
        ({"custom": {"backmatter": {"fields": {"csl-json:updated-by": "["}}}}, ""),
    ],
)
def test_what_a_record_says(item: dict[str, Any], stated: str) -> None:
    assert stated_retraction(item_to_reference(item)) == stated


def test_pubmed_says_where_it_was_retracted() -> None:
    text = "PMID- 1\nTI  - Slow discs.\nRIN - Spine. 2020 Jan 2;5(1):7. PMID: 2\n"
    (reference,) = registry.read(text, "nbib", "a.nbib").references
    assert stated_retraction(reference) == "record"
