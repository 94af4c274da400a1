"""Rules for addresses: their form, TeX in them, and those that only repeat the DOI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.rules.rule import Hit, Library, documented

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}:")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_HOST = re.compile(
    r"(?:https?|ftp)://(?:[^\s/@]{1,80}@)?(?:[\w-]{1,63}\.)+[\w-]{2,24}|(?:https?|ftp)://(?:localhost|\[|\d)",
    re.IGNORECASE,
)
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ESCAPE = re.compile(r"\{?\\([&%#_~$])\}?|\\textasciitilde(?:\{\}|\s)?|\\_")
_WRAPPER = re.compile(r"\s*\\url\s*\{(.*)\}\s*", re.DOTALL)
_SPACED = re.compile(r"\s+")


def form(library: Library) -> Iterator[Hit]:
    """# BM320: an address that leads nowhere.

    **What.** A `url` without its scheme (`https:`), with a blank inside, with a scheme written
    wrongly or twice, without a host, or several addresses in one field.

    **Why.** Neither a reader nor a program can follow it.

    **Bad**

        @online{a, title = {A}, url = {www.example.org/page}}

    **Good**

        @online{a, title = {A}, url = {https://www.example.org/page}}

    **Fix** (unsafe). `https://` before an address that begins with `www.`.
    """
    for item in library.items:
        field = item.field("url")
        written = field.text if field else "" if item.entry else item.reference.text("URL")
        if not (text := _address(written)):
            continue
        if fault := _fault(text):
            is_bare = text.startswith("www.") and not _SPACED.search(text)
            fix = field.rewritten(f"https://{text}", safe=False) if field and is_bare else None
            shown = _SPACED.sub(" ", text)[:80]
            yield Hit(f"the address {shown} {fault}", item, field, fix)


def _address(written: str) -> str:
    text = written.strip()
    wrapped = _WRAPPER.fullmatch(text)
    return (wrapped[1] if wrapped else text).strip("<>{} \t\n")


def _fault(text: str) -> str:
    if not _SCHEME.match(text):
        return "has no scheme such as https:"
    rest = _WEB.sub("", text, count=1)
    if _SPACED.search(text):
        several = _WEB.search(rest)
        return "holds several addresses: keep one" if several else "has a blank in it"
    if _WEB.match(rest):
        return "has its scheme twice"
    scheme = text.partition(":")[0].lower()
    if scheme in ("http", "https", "ftp") and not _HOST.match(text):
        return "has no host" if _WEB.match(text) else f"has no // after {scheme}:"
    if scheme in ("htp", "htpp", "hhtp", "ttp", "httpss", "httpd"):
        return f"has a scheme that does not exist: {scheme}"
    return ""


def escapes(library: Library) -> Iterator[Hit]:
    r"""# BM321: TeX's backslashes in an address.

    **What.** `\_`, `\&`, `\%`, `\#` or `\~` in `url`.

    **Why.** The address is printed by `\url`, which takes every character as it is: the
    backslash becomes a part of the link, and it breaks.

    **Bad**

        @online{a, title = {A}, url = {https://example.org/one\_two}}

    **Good**

        @online{a, title = {A}, url = {https://example.org/one_two}}

    **Fix** (safe). The characters without their backslashes.
    """
    for item in library.items:
        field = item.field("url")
        if field is None or "\\" not in field.text:
            continue
        wrapped = _WRAPPER.fullmatch(field.text)
        bare = _ESCAPE.sub(_unescaped, wrapped[1] if wrapped else field.text)
        if bare != (wrapped[1] if wrapped else field.text):
            fix = field.rewritten(bare) if bare.count("{") == bare.count("}") else None
            yield Hit(
                f"has TeX's backslashes in its address: {field.text.strip()[:80]}", item, field, fix
            )


def _unescaped(match: re.Match[str]) -> str:
    return match[1] or ("~" if "tilde" in match[0] else "_")


def repeats_doi(library: Library) -> Iterator[Hit]:
    """# BM322: the address only repeats the DOI.

    **What.** The `url` is `https://doi.org/` and the entry's own DOI.

    **Why.** Styles that print both print the same link twice.

    **Bad**

        @article{a, title = {A}, doi = {10.1002/wdev.343},
          url = {https://doi.org/10.1002/wdev.343}}

    **Good**

        @article{a, title = {A}, doi = {10.1002/wdev.343}}

    **Fix** (safe). The `url` is taken out.
    """
    for item in library.items:
        field, doi = item.field("url"), item.reference.text("DOI")
        # CSL-JSON from a registry has such an address in every record.
        if not field or not doi or not _RESOLVER.match(_address(field.text)):
            continue
        read = dois.parse_doi(_ESCAPE.sub(_unescaped, _address(field.text)))
        own = dois.parse_doi(_ESCAPE.sub(_unescaped, doi))
        if read and own and dois.same(read.text, own.text):
            message = f"its address only repeats the DOI {own.text}"
            yield Hit(message, item, field, field.removed())


RULES = (
    documented("BM320", "url-form", form),
    documented("BM321", "url-escapes", escapes),
    documented("BM322", "url-repeats-doi", repeats_doi, Severity.INFO),
)
