"""Rules for what means something to TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.rules.rule import Hit, Library, documented

_COMMENT = re.compile(r"(?<!\\)%[^%\r\n]{0,400}[\r\n]")
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*([&#%])")
_GUARDED = re.compile(r"\\(?:url|href|path|nolinkurl|ensuremath|verb)\b|\$|<")
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,8};")
_DOLLAR = re.compile(r"(?<!\\)\$")


def unescaped(library: Library) -> Iterator[Hit]:
    r"""# BM254: a character that means something to TeX.

    **What.** `&`, `#` or `%` without a backslash in a field that is printed.

    **Why.** LaTeX stops at `&` and `#`, and takes what follows `%` for a comment.

    **Bad**

        @article{a, title = {Bone & cartilage}}

    **Good**

        @article{a, title = {Bone \& cartilage}}

    **Fix** (safe). A backslash before it; none where a `%` has the rest of its line behind it,
    which may be meant as a comment.
    """
    for item in library.items:
        if item.entry is None:
            continue
        for field in item.printed():
            text = field.text
            if (
                not ("&" in text or "#" in text or "%" in text)
                or _GUARDED.search(text)
                or "://" in text
            ):
                continue
            if _ENTITY.search(text) or not (found := _UNESCAPED.search(text)):
                continue
            escaped = _UNESCAPED.sub(lambda m: m[0][:-1] + "\\" + m[1], text)
            fix = None if _COMMENT.search(text) else field.rewritten(escaped)
            yield Hit(f"{field.name} has {found[1]} without a backslash", item, field, fix)


def open_math(library: Library) -> Iterator[Hit]:
    r"""# BM255: math that is not closed.

    **What.** An odd number of `$` in a field that is printed.

    **Why.** LaTeX stops: everything after it is taken for a formula.

    **Bad**

        @article{a, title = {The $\beta-decay}}

    **Good**

        @article{a, title = {The $\beta$-decay}}
    """
    for item in library.items:
        if item.entry is None:
            continue
        for field in item.printed():
            if "$" in field.text and len(_DOLLAR.findall(field.text)) % 2:
                yield Hit(f"{field.name} has a $ without its partner", item, field)


RULES = (
    documented("BM254", "unescaped", unescaped),
    documented("BM255", "math-open", open_math),
)
