"""Whether a reference says itself that its work is retracted; nobody is asked."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from backmatter.references.formats.csl_json import STRUCTURED
from backmatter.references.model import Reference
from backmatter.references.verification.corrections import RETRACTED_TAG
from backmatter.references.verification.records import read_work, without_retraction_mark
from backmatter.references.verification.retractions import retraction_of

_UPDATES = ("updated-by", "update-to")
_RETRACTED_IN = ("nbib:RIN", "nbib:PRIN")
"""PubMed's fields *retraction in* and *partial retraction in*."""


def stated_retraction(reference: Reference) -> str:
    """Where a reference says that its work is retracted; "" where it says nothing.

    Returns:
        `tag`: one of its keywords is *retracted*, as `verify --fix` writes it. `title`: it is
        marked there (`RETRACTED: …`, `[撤稿] …`). `record`: Crossref's notices or PubMed's came
        with it, and one of them retracts it.
    """
    if any(tag.casefold() == RETRACTED_TAG for tag in reference.keywords):
        return "tag"
    title = reference.plain_title
    if title and without_retraction_mark(title) != title:
        return "title"
    return "record" if _has_notice(reference) else ""


def _has_notice(reference: Reference) -> bool:
    """Whether a notice in PubMed's or Crossref's form came with it.

    Crossref's are `updated-by`, and `update-to` where a work is its own update.
    """
    if not reference.fields:
        return False
    if any(name in reference.fields for name in _RETRACTED_IN):
        return True
    record: dict[str, Any] = {}
    for name in _UPDATES:
        with contextlib.suppress(ValueError, RecursionError):  # a file may say anything there
            record[name] = json.loads(reference.fields.get(STRUCTURED + name, "null"))
    if not any(record.values()):
        return False
    work = read_work({"DOI": reference.text("DOI"), **record})
    return work is not None and retraction_of(work.notices) is not None
