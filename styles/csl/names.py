"""`cs:names`: lists of names, et al., labels, substitution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backmatter.styles.csl.context import CALLED, FILLED, Context, NameTrace, Render
from backmatter.styles.csl.formatting import Change, wrapper
from backmatter.styles.csl.labels import label_texts
from backmatter.styles.csl.locale import Locale, main_dialect
from backmatter.styles.csl.markers import TERM, affix
from backmatter.styles.csl.name_format import NameForm, name_form
from backmatter.styles.csl.people import Person
from backmatter.styles.csl.style_xml import Node

if TYPE_CHECKING:
    from backmatter.references.model import Reference
    from backmatter.styles.csl.compile import Compiler
    from backmatter.styles.csl.sequences import ElementSequence

_EDITOR_TRANSLATOR = ("editor", "translator")


@dataclass(frozen=True, slots=True)
class Limits:
    """When a list is cut: from `least` names on, to the first `first` ones."""

    least: int = 0
    first: int = 0
    last: bool = False


@dataclass(frozen=True, slots=True)
class ListForm:
    """How the names of one list are joined; `each` is done to every single name."""

    names: NameForm
    count: bool
    delimiter: str
    conjunction: str
    before_last: str
    before_et_al: str
    et_al: str
    limits: Limits
    subsequent: Limits
    each: Change | None

    def limits_for(self, ctx: Context) -> Limits:
        """The limits that hold now."""
        if ctx.name_limits is not None:
            least, first, last = ctx.name_limits
            return Limits(
                least or self.limits.least, first or self.limits.first, last or self.limits.last
            )
        return self.subsequent if ctx.cite.position else self.limits

    def joined(self, texts: list[str], *, inverted: bool, groups: bool = False) -> str:
        """All the names of a list, with “and” before the last.

        Two groups have no delimiter before it, as citeproc-js has it.
        """
        if len(texts) == 1:
            return texts[0]
        if not self.conjunction:
            return self.delimiter.join(texts)
        head = self.delimiter.join(texts[:-1])
        if self.conjunction[0] != " " and self.conjunction[-1].isspace():
            return f"{head}{self.conjunction}{texts[-1]}"
        enough = len(texts) > 2
        if _precedes(self.before_last, enough, inverted) and (enough or not groups):
            blank = "" if self.delimiter.endswith(" ") else " "
            return f"{head}{self.delimiter}{blank}{self.conjunction.lstrip(' ')}{texts[-1]}"
        return f"{head}{affix(self.conjunction)}{texts[-1]}"

    def closed(self, texts: list[str], et_al: str, *, inverted: bool) -> str:
        """The first names of a list, and et al."""
        text = self.delimiter.join(texts)
        if not et_al:
            return text
        if _precedes(self.before_et_al, len(texts) > 1, inverted):
            return text + self.delimiter + et_al
        return text + ("" if _no_blank(et_al) else " ") + et_al

    def with_last(self, texts: list[str], last: str) -> str:
        """The first names, an ellipsis, and the last name."""
        return f"{self.delimiter.join(texts)}{self.delimiter}… {last}"


def _precedes(rule: str, enough: bool, inverted: bool) -> bool:
    """Whether the delimiter precedes the last name, or et al."""
    if rule == "contextual":
        return enough
    return rule == "always" or (rule == "after-inverted-name" and inverted)


def _no_blank(term: str) -> bool:
    """Whether a term is in a script that puts no blanks between words."""
    bare_term = term.lstrip("\ufdd8\ufdd9\ufdda")
    return "\u3000" <= bare_term[:1] <= "\u9fff"


def compile_names(compiler: Compiler, node: Node) -> tuple[Render, tuple[ElementSequence, ...]]:
    """The function of `cs:names`, and its substitutes.

    Inside a substitution what it lacks is the parent's.
    """
    made = _Names(compiler, node, compiler.substituting)
    return made.render, tuple(sequence for sequence, _ in made.substitutes)


class _Names:
    """One compiled `cs:names`."""

    def __init__(self, compiler: Compiler, node: Node, parent: Node | None) -> None:
        self.compiler = compiler
        self.variables = node.get("variable").split()
        source = node if parent is None or node.children else parent
        name_node = source.child("name") or (parent.child("name") if parent else None)
        et_al_node = source.child("et-al") or (parent.child("et-al") if parent else None)
        institutions = source.child("institution") is not None
        self.form = _list_form(compiler, name_node, et_al_node, institutions=institutions)
        self.et_al_node = et_al_node
        self.et_al_in: dict[str, str] = {}
        self.label = source.child("label")
        self.label_first = bool(self.label) and _precedes_name(source)
        delimiter = node.get("delimiter") or (parent.get("delimiter") if parent else "")
        self.delimiter = affix(delimiter or compiler.names_delimiter)
        self.wrap = wrapper(node.attributes)
        self.labels: dict[str, tuple[str, str]] = {}
        substitute = node.child("substitute")
        self.substitutes = [
            _substitute(compiler, child, node)
            for each in (substitute.children if substitute else ())
            for child in _alternatives(each)
        ]

    def render(self, ctx: Context) -> str:
        """The names of the variables that have any, or of the first substitute that prints."""
        hidden = ctx.hide_names and ctx.name_lists == 0 and not ctx.sorting
        lists = ctx.name_lists
        text = self._own(ctx)
        if text and not ctx.first_names:
            ctx.named = True
        replaced_by_nothing = ctx.dummy_names is not None and ctx.name_lists > lists
        if not text and self.substitutes and not replaced_by_nothing:
            first = ctx.name_lists == 0
            hides, ctx.hide_names = ctx.hide_names, False  # what stands in is hidden here, whole
            text = self._substituted(ctx)
            ctx.hide_names = hides
            replaceable = first and ctx.name_lists == 0 and TERM not in text
            if text and replaceable and ctx.dummy_names is not None:
                text = "".join(ctx.dummy_names((text,)))
        if text and not ctx.first_names:
            ctx.first_names = text
        if hidden and text:
            ctx.hide_names = False
            return ""
        return self.wrap(text) if self.wrap and text else text

    def _own(self, ctx: Context) -> str:
        """The names themselves."""
        ctx.called |= CALLED
        filled = [
            variable
            for variable in self.variables
            if variable in ctx.item.names and not ctx.is_used(variable)
        ]
        if not filled:
            return ""
        ctx.called |= FILLED
        if ctx.recording is not None:
            ctx.recording.extend(filled)
        if tuple(sorted(filled)) == _EDITOR_TRANSLATOR and self._same(ctx):
            return self._list(ctx, filled[0], "editortranslator")
        if self.form.count:
            return str(sum(self._count(ctx, variable) for variable in filled))
        texts = [text for variable in filled if (text := self._list(ctx, variable, variable))]
        return self.delimiter.join(texts)

    def _same(self, ctx: Context) -> bool:
        """Whether editor and translator are the same people, and there is a term for that."""
        names = ctx.item.names
        return names["editor"] == names["translator"] and (
            self.label is not None
            and bool(self.compiler.locale.term("editortranslator", self.label.get("form", "long")))
        )

    def _count(self, ctx: Context, variable: str) -> int:
        """How many names of a list are shown."""
        total = len(ctx.item.names[variable])
        limits = self.form.limits_for(ctx)
        return limits.first if limits.least and total >= limits.least else total

    def _list(self, ctx: Context, variable: str, term: str) -> str:
        """One variable's names with their label."""
        text = self._names_text(ctx, variable)
        if not text:
            return ""
        if self.label is None or ctx.sorting:
            return text
        label = self._label(term, len(ctx.item.names[variable]))
        return label + text if self.label_first else text + label

    def _label(self, term: str, count: int) -> str:
        """The label in the number that the names ask for."""
        if self.label is None:
            return ""
        texts = self.labels.get(term)
        if texts is None:
            texts = self.labels[term] = label_texts(self.compiler, self.label, term)
        plural = self.label.get("plural", "contextual")
        many = count > 1 if plural == "contextual" else plural == "always"
        return texts[1] if many else texts[0]

    def _names_text(self, ctx: Context, variable: str) -> str:
        """One variable's names, cut as the limits and the ambiguity have it."""
        item, form = ctx.item, self.form
        people = item.people(variable)
        total = len(people)
        limits = form.limits_for(ctx)
        cut = 0 < limits.least <= total and 0 < limits.first < total
        shown = limits.first if cut else total
        index = ctx.name_lists
        ctx.name_lists += 1
        extra = ctx.ambiguity.names
        if cut and index < len(extra):
            shown = min(max(shown, extra[index]), total)
        texts = self._texts(ctx, people, shown, index)
        if form.each is not None:
            texts = [form.each(text) for text in texts]
        if ctx.trace is not None:
            ctx.trace.append(NameTrace(variable, shown, total))
        if ctx.dummy_names is not None and index == 0:
            replaced = ctx.dummy_names(tuple(texts))
            if isinstance(replaced, str):
                return replaced
            texts = list(replaced)
        if shown < total:
            if not texts:
                return ""
            if limits.last and total - shown >= 2:
                last = form.names.sort_text if ctx.sorting else form.names.text
                return form.with_last(texts, last(people[-1], total - 1))
            inverted = form.names.inverted(people[shown - 1], shown - 1)
            return form.closed(texts, "" if ctx.sorting else form.et_al, inverted=inverted)
        if variable in item.reference.others and not ctx.sorting:
            inverted = form.names.inverted(people[-1], total - 1)
            return form.closed(texts, self._others(item.reference), inverted=inverted)
        if ctx.sorting:
            return form.delimiter.join(texts)
        inverted = total > 1 and form.names.inverted(people[-2], total - 2)
        groups = all(person.group for person in people)
        return form.joined(texts, inverted=inverted, groups=groups)

    def _others(self, reference: Reference) -> str:
        """Et al. for a list cut short in the source: in the reference's language (decision 019)."""
        language = reference.language[:2].lower()
        if language == self.compiler.locale.language or not main_dialect(language):
            return self.form.et_al
        if language not in self.et_al_in:
            locale = self.compiler.locale_of(language)
            self.et_al_in[language] = _et_al(locale, self.et_al_node)
        return self.et_al_in[language]

    def _texts(self, ctx: Context, people: tuple[Person, ...], shown: int, index: int) -> list[str]:
        """The shown names, each as far as it must be told from others."""
        names = self.form.names
        if ctx.sorting:
            return [names.sort_text(person) for person in people[:shown]]
        given = ctx.ambiguity.given
        levels = given[index] if index < len(given) else ()
        if not levels:
            return [names.text(person, i) for i, person in enumerate(people[:shown])]
        return [
            names.text(person, i, levels[i] if i < len(levels) else 0)
            for i, person in enumerate(people[:shown])
        ]

    def _substituted(self, ctx: Context) -> str:
        """The first substitute that prints; its variables are used up."""
        outer, ctx.recording = ctx.recording, []
        for sequence, final in self.substitutes:
            text = "".join(sequence.run(ctx))
            if text:
                ctx.called |= FILLED
                ctx.suppressed = (ctx.suppressed or set()) | set(ctx.recording)
                if outer is not None:
                    outer.extend(ctx.recording)
                ctx.recording = outer
                return text
            if final:
                break
            ctx.recording.clear()
        ctx.recording = outer
        return ""


def _substitute(compiler: Compiler, child: Node, parent: Node) -> tuple[ElementSequence, bool]:
    """One alternative of `cs:substitute`, and whether the search ends with it in any case.

    Names in it, those in macros included, have the form of the names they stand for.
    """
    outer, compiler.substituting = compiler.substituting, parent
    sequence = compiler.sequence([child])
    compiler.substituting = outer
    return sequence, bool(child.get("term") or child.get("value"))


def _alternatives(child: Node) -> list[Node]:
    """The alternatives that one child of `cs:substitute` holds.

    Those in a branch of `cs:choose` are tried one after the other, like those outside: a choose
    becomes one for the first element of each branch, one for the second, and so on.
    """
    if child.name != "choose":
        return [child]
    branches = [
        (branch, [each for inner in branch.children for each in _alternatives(inner)])
        for branch in child.children
    ]
    return [
        replace(
            child,
            children=[
                replace(branch, children=inner[place : place + 1]) for branch, inner in branches
            ],
        )
        for place in range(max((len(inner) for _, inner in branches), default=0))
    ]


def _precedes_name(node: Node) -> bool:
    """Whether the label stands before the name in the style."""
    for child in node.children:
        if child.name == "label":
            return node.child("name") is not None
        if child.name == "name":
            return False
    return False


def _number(options: Mapping[str, str], name: str, default: int = 0) -> int:
    value = options.get(name, "").strip()
    return int(value) if value.isdigit() and len(value) < 6 else default


def _list_form(
    compiler: Compiler, name: Node | None, et_al: Node | None, *, institutions: bool
) -> ListForm:
    """Read the options of `cs:name`, what it inherits included."""
    options = {**compiler.name_options, **(name.attributes if name else {})}
    limits = Limits(
        _number(options, "et-al-min"),
        _number(options, "et-al-use-first"),
        options.get("et-al-use-last") == "true",
    )
    subsequent = Limits(
        _number(options, "et-al-subsequent-min", limits.least),
        _number(options, "et-al-subsequent-use-first", limits.first),
        limits.last,
    )
    own = name.attributes if name else {}
    return ListForm(
        names=name_form(options, name, compiler.demote_particle, institutions=institutions),
        count=options.get("form") == "count",
        delimiter=affix(options.get("delimiter", ", ")),
        conjunction=_conjunction(compiler, options.get("and", "")),
        before_last=options.get("delimiter-precedes-last", "contextual"),
        before_et_al=options.get("delimiter-precedes-et-al", "contextual"),
        et_al=_et_al(compiler.locale, et_al),
        limits=limits,
        subsequent=subsequent,
        each=wrapper({k: v for k, v in own.items() if k != "delimiter"}),
    )


def _conjunction(compiler: Compiler, kind: str) -> str:
    """“and” with its blanks, "" when the style wants none."""
    if not kind:
        return ""
    text = "&" if kind == "symbol" else compiler.locale.term("and") or ""
    if text[-1:].isspace():
        return text
    return text if _no_blank(text) else f" {text} "


def _et_al(locale: Locale, node: Node | None) -> str:
    """The finished et al."""
    term = node.get("term", "et-al") if node else "et-al"
    text = locale.term(term)
    if text is None:
        text = term if term not in ("et-al", "and others") else ""
    wrap = wrapper(node.attributes) if node else None
    return wrap(text) if wrap and text else text
