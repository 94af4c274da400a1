"""`cs:label` for number variables; labels of names are in `names`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from backmatter.styles.csl.context import Context, Render
from backmatter.styles.csl.formatting import wrapper
from backmatter.styles.csl.numbers import parse_number
from backmatter.styles.csl.style_xml import Node

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import Compiler


def compile_label(compiler: Compiler, node: Node) -> Render:
    """The term of a variable, in the singular or the plural of what the variable holds.

    A label is printed even when its variable is empty, as citeproc-js does; a group around both
    takes care of that.
    """
    variable = node.get("variable")
    one, many = label_texts(compiler, node, variable) if variable != "locator" else ("", "")
    number_plural = node.get("plural", "contextual")
    locator_texts = lru_cache(maxsize=64)(partial(label_texts, compiler, node))

    def render(ctx: Context) -> str:
        if variable == "locator":
            return _locator_label(ctx, locator_texts, number_plural)
        plural = number_plural == "always"
        if number_plural == "contextual":
            plural = _is_plural(ctx, variable)
        text = many if plural else one
        return _around_number(ctx, variable, text, compiler) if "%s" in text else text

    return render


def _around_number(ctx: Context, variable: str, text: str, compiler: Compiler) -> str:
    """A term such as 第%s卷 with its number inside (CSL-M); the number is not printed again."""
    number = ctx.item.numeric(variable)
    if not number.text or ctx.is_used(variable):
        return ""
    ctx.ask(variable, number.text)
    ctx.consumed = variable
    return text.replace("%s", compiler.plain_number(number, variable))


def label_texts(compiler: Compiler, node: Node, term: str) -> tuple[str, str]:
    """The label's finished singular and plural."""
    wrap = wrapper(node.attributes)
    form = node.get("form", "long")
    texts = [compiler.locale.term(term, form, plural=plural) or "" for plural in (False, True)]
    one, many = (wrap(text) if wrap and text else text for text in texts)
    return one, many


def _is_plural(ctx: Context, variable: str) -> bool:
    """Whether a number variable's label goes into the plural."""
    if variable in ("number-of-volumes", "number-of-pages"):
        number = ctx.item.numeric(variable)
        return number.plural or (number.text.isdigit() and number.text != "1")
    if variable == "page-first":
        return ctx.item.numeric("page").plural
    return ctx.item.numeric(variable).plural


def _locator_label(ctx: Context, texts: Callable[[str], tuple[str, str]], plural: str) -> str:
    """The label of what the cite's locator counts; `texts` gives its singular and plural."""
    number = parse_number(ctx.cite.locator)
    term = number.label or ctx.cite.label or "page"
    one, many = texts(term.replace("sub verbo", "sub-verbo"))
    if plural == "contextual":
        return many if number.plural else one
    return many if plural == "always" else one
