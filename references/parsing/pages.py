"""Volume, issue and pages as printed after a journal's name: `43(23): E1384-E1388`."""

from __future__ import annotations

import re

from backmatter.references.parsing.draft import Draft

_DASH = r"\s{0,2}(?:-{1,3}|[\u2012-\u2015~∼〜])\s{0,2}"
_ONE = r"[A-Za-z]{0,4}\.?\d{1,9}[A-Za-z]{0,3}"
PAGES = rf"{_ONE}(?:{_DASH}{_ONE})?(?:\s?[,+、]\s?\d{{1,6}}(?:{_DASH}\d{{1,6}})?){{0,3}}"
"""Pages or an article number, as a pattern without groups."""

_VOLUME = (
    r"(?:(?:vol(?:ume)?|bd|band|jg|t)\.?\s?)?[A-Za-z]{0,4}\d{1,5}[A-Za-z]{0,2}(?:[-/]\d{1,4})?"
)
_ISSUE = r"[^()]{1,40}"
_PAGE_LABEL = r"(?:pp?\.?|S\.|Seiten?|pages?|第)?\s{0,2}"
_LOCATOR = re.compile(
    rf"[\s,.;:]{{0,4}}(?:(?P<volume>{_VOLUME}))?\s{{0,2}},?\s{{0,2}}"
    rf"(?:\(\s?(?P<issue>{_ISSUE})\s?\)|,?\s?(?:no|nr|issue|heft|h)\.?\s?(?P<number>\d{{1,4}}(?:[-/]\d{{1,4}})?))?"
    rf"\s{{0,2}}(?:[:;,.]\s{{0,3}}{_PAGE_LABEL}(?P<pages>{PAGES})\s?页?)?[\s.,;]{{0,6}}",
    re.IGNORECASE,
)
_ONLY_PAGES = re.compile(
    rf"[\s,.;:]{{0,4}}{_PAGE_LABEL}(?P<pages>{PAGES})\s?页?[\s.,;]{{0,6}}", re.IGNORECASE
)
_HAN_LOCATOR = re.compile(
    rf"[\s,.;:]{{0,4}}(?:第?\s?(?P<volume>\d{{1,4}})\s?卷)?[\s,;]{{0,3}}"
    rf"(?:第?\s?(?P<issue>\d{{1,4}}(?:[-/]\d{{1,4}})?|增刊\d{{0,2}})\s?[期号號])?"
    rf"[\s,;:.]{{0,3}}(?:第?\s?(?P<pages>{PAGES})\s?[页頁])?[\s.,;]{{0,6}}"
)
_LABEL = re.compile(r"^(?:vol(?:ume)?|bd|band|jg|t)\.?\s?(?=\d)", re.IGNORECASE)


def read_locator(masked: str, start: int, end: int, draft: Draft) -> bool:
    """Read a whole stretch as volume, issue and pages; False, and nothing read, where it is not."""
    if end - start > 200 or not masked[start:end].strip(" .,;:"):
        return not masked[start:end].strip(" .,;:")
    for pattern in (_LOCATOR, _HAN_LOCATOR):
        match = pattern.fullmatch(masked, start, end)
        if match and any(match.groupdict().values()):
            _put(match, draft)
            return True
    match = _ONLY_PAGES.fullmatch(masked, start, end)
    if match:
        _put_pages(match, draft)
        return True
    return False


def read_pages(masked: str, start: int, end: int, draft: Draft) -> bool:
    """Read a whole stretch as pages."""
    match = _ONLY_PAGES.fullmatch(masked, start, end)
    if match:
        _put_pages(match, draft)
    return match is not None


def normal_pages(text: str) -> str:
    """Pages with hyphens for dashes and no spaces: `799–845` → `799-845`."""
    return re.sub(_DASH, "-", text.strip()).replace(" ", "").replace("、", ",")


def _put(match: re.Match[str], draft: Draft) -> None:
    groups = match.groupdict()
    volume = groups["volume"]
    if volume:
        draft.put("volume", _LABEL.sub("", volume).strip(), *match.span("volume"), 0.97)
    for name in ("issue", "number"):
        if groups.get(name):
            draft.put("issue", groups[name].strip(), *match.span(name), 0.96)
    if groups["pages"]:
        _put_pages(match, draft)
    draft.cover(*match.span())


def _put_pages(match: re.Match[str], draft: Draft) -> None:
    draft.put("page", normal_pages(match["pages"]), *match.span("pages"), 0.97)
    draft.cover(*match.span())
