"""`cs:text` and `cs:number`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backmatter.references.model import NUMBER_VARIABLES
from backmatter.styles.csl.citation_label import citation_label
from backmatter.styles.csl.context import CALLED, Context, Render
from backmatter.styles.csl.formatting import wrapper
from backmatter.styles.csl.links import LINKED, linked
from backmatter.styles.csl.markers import MARKS, TERM, bare
from backmatter.styles.csl.markup import parse_markup
from backmatter.styles.csl.numbers import Number, expand_labels, format_number, parse_number
from backmatter.styles.csl.presence import SHORT_FORMS
from backmatter.styles.csl.style_xml import Node
from backmatter.styles.csl.textcase import apply_case

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import Compiler

_RANGED = frozenset({"page", "locator"})


def compile_text(compiler: Compiler, node: Node) -> Render:
    """A variable, a term or a literal value; what calls a macro is a group, see `compile`."""
    if variable := node.get("variable"):
        return _variable(compiler, node, variable)
    if node.get("term"):
        return _term(compiler, node)
    # A style's own line breaks stay; those of a reference become blanks.
    value = "\n".join(map(parse_markup, node.get("value").split("\n")))
    wrap = wrapper(node.attributes)
    return _constant(wrap(value) if wrap and value else value)


def _constant(text: str) -> Render:
    return lambda _ctx: text


def _term(compiler: Compiler, node: Node) -> Render:
    """A term's text never changes: it is made here."""
    name = node.get("term")
    text = compiler.locale.term(name, node.get("form", "long"), plural=node.get("plural") == "true")
    if text is None:
        compiler.warn(node, f"the locale {compiler.locale.tag} has no term “{name}”")
        return _constant("")
    wrap = wrapper(node.attributes, case=False)
    text = apply_case(node.get("text-case"), text, compiler.locale.language)
    text = text.replace("%s", "")
    if not text:
        return _constant("")
    return _constant(wrap(TERM + text) if wrap else TERM + text)


def _variable(compiler: Compiler, node: Node, variable: str) -> Render:
    """A text or number variable."""
    if variable in _SPECIAL:
        return _SPECIAL[variable](compiler, node)
    wrap = wrapper(node.attributes, case=False, upright_cjk=True)
    case = node.get("text-case")
    short = SHORT_FORMS.get(variable, f"{variable}-short") if node.get("form") == "short" else ""
    ranged = compiler.range_pages if variable in _RANGED else None
    number = variable in NUMBER_VARIABLES
    style_language = compiler.locale.language
    if variable in LINKED:
        return _linked(node, variable)

    def render(ctx: Context) -> str:
        item = ctx.item
        if ctx.consumed and ctx.consumed == variable:
            ctx.consumed = ""
            return ""
        text = (item.text(short) if short else "") or item.text(variable)
        if not text:
            ctx.called |= CALLED
            return ""
        text = ctx.ask(variable, text)
        if not text:
            return ""
        if ranged is not None:
            text = ranged(text)
        elif number and not text.isdigit() and not MARKS.search(text):
            text = compiler.plain_number(item.numeric(variable), variable)
        if case:
            language = item.language
            text = apply_case(case, text, language or style_language)
        return wrap(text) if wrap else text

    return render


def _linked(node: Node, variable: str) -> Render:
    """An identifier or address; what the style puts before it is part of its link."""
    resolver = node.get("prefix") if "://" in node.get("prefix") else ""
    inner = {k: v for k, v in node.attributes.items() if k != "prefix" or not resolver}
    plain, wrap = wrapper(node.attributes), wrapper(inner)

    def render(ctx: Context) -> str:
        text = ctx.ask(variable, ctx.item.text(variable))
        if not text or not ctx.links:
            return plain(text) if plain and text else text
        shown = linked(variable, bare(text), resolver + text)
        return wrap(shown) if wrap else shown

    return render


def _citation_number(_compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        number = ctx.item.number
        text = ctx.ask("citation-number", str(number) if number else "")
        return wrap(text) if wrap and text else text

    return render


def _year_suffix(_compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        letters = suffix_letters(ctx.item.year_suffix) if ctx.suffix_shown else ""
        letters = letters or ("" if ctx.item.year_suffix else ctx.item.text("year-suffix"))
        if not letters:
            # No letter is not a lack of data: it must not silence the group around it.
            return ""
        text = ctx.ask("year-suffix", letters)
        ctx.year_printed = True
        return wrap(text) if wrap and text else text

    return render


def _first_note(_compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        number = ctx.item.first_note if ctx.cite.position else 0
        text = ctx.ask("first-reference-note-number", str(number) if number else "")
        return wrap(text) if wrap and text else text

    return render


def _locator(compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        number = parse_number(ctx.cite.locator)
        text = number.text
        if len(number.parts) > 1:
            text = expand_labels(text, compiler.locale)
            paged = (ctx.cite.label or "page") == "page"
            text = compiler.range_pages(text) if paged else compiler.range_numbers(text)
        text = ctx.ask("locator", parse_markup(text))
        return wrap(text) if wrap and text else text

    return render


def _page_first(_compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        text = ctx.item.text("page-first") or first_page(ctx.item.plain("page"))
        text = ctx.ask("page-first", text)
        return wrap(text) if wrap and text else text

    return render


def first_page(pages: str) -> str:
    """The first of some pages."""
    for index, char in enumerate(pages):
        if char in "-–—,&; " and index:
            return pages[:index]
    return pages


def suffix_letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa; 0 → nothing."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _citation_label(_compiler: Compiler, node: Node) -> Render:
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        label = citation_label(ctx.item)
        if label and ctx.suffix_shown and ctx.item.year_suffix and not ctx.sorting:
            label += suffix_letters(ctx.item.year_suffix)
            ctx.year_printed = True
        text = ctx.ask("citation-label", label)
        return wrap(text) if wrap and text else text

    return render


_SPECIAL = {
    "citation-label": _citation_label,
    "citation-number": _citation_number,
    "first-reference-note-number": _first_note,
    "locator": _locator,
    "page-first": _page_first,
    "year-suffix": _year_suffix,
}


def compile_number(compiler: Compiler, node: Node) -> Render:
    """`cs:number`: numeric content in a form, anything else as it stands."""
    variable = node.get("variable")
    form = node.get("form", "numeric")
    locale = compiler.locale
    gender = locale.gender(variable) or locale.gender(_GENDER_TERMS.get(variable, ""))
    wrap = wrapper(node.attributes)

    def render(ctx: Context) -> str:
        if ctx.consumed and ctx.consumed == variable:
            ctx.consumed = ""
            return ""
        number = _number_of(ctx, variable)
        if not ctx.ask(variable, number.text):
            return ""
        text = number.text
        if not text.isdigit() and not number.numeric:
            text = compiler.plain_number(number, variable)
        elif form != "numeric" or len(number.parts) > 1:
            text = format_number(number, form, locale, gender)
            text = expand_labels(compiler.range_numbers(text), locale)
        return wrap(text) if wrap and text else text

    return render


_GENDER_TERMS = {
    "number-of-volumes": "volume",
    "number-of-pages": "page",
    "chapter-number": "chapter",
}


def _number_of(ctx: Context, variable: str) -> Number:
    """The number that a variable holds now."""
    if variable == "locator":
        return parse_number(ctx.cite.locator)
    if variable == "citation-number":
        return parse_number(str(ctx.item.number) if ctx.item.number else "")
    if variable == "page-first" and variable not in ctx.item.texts:
        return parse_number(first_page(ctx.item.plain("page")))
    return ctx.item.numeric(variable)
