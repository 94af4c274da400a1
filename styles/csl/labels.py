"""`cs:label` for number variables; labels of names are in `names`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backmatter.styles.csl.context import CALLED, Context, Render
from backmatter.styles.csl.formatting import wrapper
from backmatter.styles.csl.numbers import parse_number
from backmatter.styles.csl.style_xml import Node

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import Compiler


def compile_label(compiler: Compiler, node: Node) -> Render:
    """The term of a variable, in the singular or the plural of what the variable holds."""
    variable = node.get("variable")
    one, many = label_texts(compiler, node, variable) if variable != "locator" else ("", "")
    number_plural = node.get("plural", "contextual")

    def render(ctx: Context) -> str:
        if variable == "locator":
            return _locator_label(compiler, node, ctx)
        value = ctx.item.texts.get(variable, "")
        if variable == "page-first" and not value:
            value = ctx.item.texts.get("page", "")
        if not value or (ctx.suppressed and variable in ctx.suppressed):
            ctx.called |= CALLED
            return ""
        if number_plural == "contextual":
            return many if _is_plural(ctx, variable) else one
        return many if number_plural == "always" else one

    return render


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
        text = ctx.item.texts.get(variable, "").strip()
        return text != "1" and bool(text) and (not text.isdigit() or int(text) > 1)
    return ctx.item.numeric(variable).plural


def _locator_label(compiler: Compiler, node: Node, ctx: Context) -> str:
    """The label of what the cite's locator counts."""
    locator = ctx.cite.locator
    if not locator:
        ctx.called |= CALLED
        return ""
    term = ctx.cite.label or "page"
    one, many = label_texts(compiler, node, term.replace("sub verbo", "sub-verbo"))
    plural = node.get("plural", "contextual")
    if plural == "contextual":
        return many if parse_number(locator).plural else one
    return many if plural == "always" else one
