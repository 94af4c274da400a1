"""A style at work: compiled layouts by language, cites and entries as strings with marks.

A processor holds what depends on the style alone and is shared; what depends on which
references there are (numbers, year suffixes, ambiguities) is in `registry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backmatter.references.errors import StyleError
from backmatter.references.model import Reference
from backmatter.styles.csl.compile import Compiler, StyleTree
from backmatter.styles.csl.context import Context
from backmatter.styles.csl.formatting import fonts
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.locale import DEFAULT, Locale, make_locale, normal_tag
from backmatter.styles.csl.markers import CLOSE_DISPLAY, Kind, affix, bare
from backmatter.styles.csl.markup import AS_GIVEN
from backmatter.styles.csl.runs import Quotes, write
from backmatter.styles.csl.sequences import Parts
from backmatter.styles.csl.settling import capitalize_first_term, settle
from backmatter.styles.csl.sorting import BY_STROKES, SortKey, compile_sort
from backmatter.styles.csl.style_xml import Node, parse_xml
from backmatter.styles.outputs.output import ListLayout, Output


@dataclass(frozen=True, slots=True)
class Layout:
    """A compiled `cs:layout`.

    Attributes:
        languages: The languages it is for (CSL-M), none for the general one.
        parts: Its elements.
        prefix: Before the whole.
        suffix: After the whole.
        delimiter: Between cites.
        fonts: The marks of its formatting.
        locale: The locale it is compiled for.
    """

    languages: tuple[str, ...]
    parts: Parts
    prefix: str
    suffix: str
    delimiter: str
    fonts: tuple[str, str]
    locale: Locale


class Processor:
    """One style, read and ready.

    Args:
        xml: The style's XML.
        name: What messages call it.
        locale: The locale to use instead of the style's own.
        locale_folder: Where the locale files are; by default the installed ones.
        quotes_as_given: Whether quotation marks and apostrophes of the references are printed
            as they stand (see `backmatter.styles.preparation`).
        by_strokes: Whether Chinese sorts by stroke count instead of pinyin.

    Raises:
        StyleError: When the XML is broken or is not an independent CSL style.
    """

    def __init__(
        self,
        xml: str | bytes,
        name: str = "style",
        locale: str | None = None,
        locale_folder: Path | None = None,
        *,
        quotes_as_given: bool = False,
        by_strokes: bool = False,
    ) -> None:
        root = parse_xml(xml, name)
        if root.name != "style":
            raise StyleError(f"{name}:{root.line}: not a CSL style: its root is <{root.name}>")
        self.tree = StyleTree(name, root)
        if self.tree.area("citation") is None and self.tree.area("bibliography") is None:
            raise StyleError(f"{name}:{root.line}: the style has no cs:citation to print with")
        self.folder = locale_folder
        self.by_strokes = by_strokes
        self.tag = normal_tag(locale or root.get("default-locale") or DEFAULT)
        self._locales: dict[str, Locale] = {}
        self._compilers: dict[tuple[str, str], Compiler] = {}
        self._layouts: dict[str, tuple[Layout, ...]] = {}
        self._sorts: dict[str, tuple[SortKey, ...]] = {}
        self._chosen: dict[tuple[str, str], Layout] = {}
        self.locale = self.locale_of(self.tag)
        self.quotes = Quotes.of(self.locale)
        self._in_columns = bool(self.option("bibliography", "second-field-align"))
        self._marks = AS_GIVEN if quotes_as_given else self.quotes.characters

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with the style, as far as it has been used."""
        return tuple(
            dict.fromkeys(text for each in self._compilers.values() for text in each.warnings)
        )

    @property
    def is_note_style(self) -> bool:
        """Whether citations are notes."""
        return self.tree.root.get("class") == "note"

    @property
    def sort_language(self) -> str:
        """The language whose collation sorts (CSL-M: `default-locale-sort`)."""
        tag = self.tree.root.get("default-locale-sort") or self.tag
        return tag + BY_STROKES if self.by_strokes and tag[:2].lower() == "zh" else tag

    def option(self, area: str, name: str, default: str = "") -> str:
        """An option of an area."""
        return self.tree.option(area, name, default)

    def flag(self, area: str, name: str) -> bool:
        """Whether an option of an area is on."""
        return self.option(area, name) == "true"

    def locale_of(self, tag: str) -> Locale:
        """A locale, the style's own terms included; "" for the style's own language."""
        tag = tag or self.tag
        if tag not in self._locales:
            self._locales[tag] = make_locale(tag, self.tree.locales, self.folder)
        return self._locales[tag]

    def sort_keys(self, area: str) -> tuple[SortKey, ...]:
        """The sort keys of an area."""
        if area not in self._sorts:
            compiler = self._compiler(area, self.tag)
            self._sorts[area] = compile_sort(compiler, self.tree.area(area))
        return self._sorts[area]

    def layout(self, area: str, language: str = "") -> Layout:
        """The layout of an area for a reference in a language."""
        key = (area, language)
        if key not in self._chosen:
            self._chosen[key] = self._choose(self._all_layouts(area), language.lower())
        return self._chosen[key]

    def render(self, context: Context, area: str = "citation") -> str:
        """The elements of a layout for one reference, without the layout's affixes."""
        return "".join(self.layout(area, context.item.language).parts(context))

    def entry_text(self, context: Context) -> str:
        """One bibliography entry as a string with marks."""
        layout = self.layout("bibliography", context.item.language)
        parts = layout.parts(context)
        if not parts:
            return ""
        number = context.item.number
        start, end = layout.fonts
        if self._in_columns and len(parts) > 1:
            first = capitalize_first_term(parts[0], number)
            rest = capitalize_first_term("".join(parts[1:]), number)
            # Punctuation at the end belongs to the entry, a blank stands behind it.
            close = CLOSE_DISPLAY + layout.suffix
            if layout.suffix and not bare(layout.suffix)[0].isspace():
                close = layout.suffix + CLOSE_DISPLAY
            return (
                f"{start}{Kind.LEFT_MARGIN.value}{layout.prefix}{first}{CLOSE_DISPLAY}"
                f"{Kind.RIGHT_INLINE.value}{rest}{close}{end}"
            )
        text = capitalize_first_term("".join(parts), number)
        return f"{start}{layout.prefix}{text}{layout.suffix}{end}"

    def finish(self, text: str, output: Output) -> str:
        """A complete citation or entry in an output: punctuation settled, marks turned."""
        settled = settle(text, punctuation_in_quote=self.locale.punctuation_in_quote)
        return write(settled, output, self.quotes)

    def list_layout(self) -> ListLayout:
        """How the style wants the bibliography set."""
        return ListLayout(
            hanging=self.flag("bibliography", "hanging-indent"),
            second_field=self.option("bibliography", "second-field-align"),
            line_spacing=_int(self.option("bibliography", "line-spacing"), 1),
            entry_spacing=_int(self.option("bibliography", "entry-spacing"), 1),
        )

    def prepare(self, reference: Reference) -> Item:
        """A reference as the processor uses it."""
        item = Item(reference, self._marks)
        item.shape = self.tree.vocabulary.shape(item)
        return item

    def _compiler(self, area: str, tag: str) -> Compiler:
        key = (area, tag)
        if key not in self._compilers:
            self._compilers[key] = Compiler(self.tree, area, self.locale_of(tag), self.locale_of)
        return self._compilers[key]

    def _all_layouts(self, area: str) -> tuple[Layout, ...]:
        if area not in self._layouts:
            node = self.tree.area(area)
            nodes = list(node.all("layout")) if node else []
            self._layouts[area] = tuple(self._compile(area, each) for each in nodes)
        return self._layouts[area]

    def _compile(self, area: str, node: Node) -> Layout:
        """One layout; a layout for languages uses the terms of the first of them."""
        languages = tuple(tag.lower() for tag in node.get("locale").split())
        tag = normal_tag(languages[0]) if languages else self.tag
        compiler = self._compiler(area, tag)
        return Layout(
            languages=languages,
            parts=compiler.parts(node.children),
            prefix=affix(node.get("prefix")),
            suffix=affix(node.get("suffix")),
            delimiter=affix(node.get("delimiter")),
            fonts=fonts(node.attributes),
            locale=compiler.locale,
        )

    def _choose(self, layouts: tuple[Layout, ...], language: str) -> Layout:
        """The layout for a language: exact tag, then its first part, then the general one."""
        if not layouts:
            return Layout((), lambda _ctx: [], "", "", "", ("", ""), self.locale)
        for wanted in (language, language.partition("-")[0]):
            for layout in layouts:
                if wanted and any(_covers(tag, wanted) for tag in layout.languages):
                    return layout
        general = [layout for layout in layouts if not layout.languages]
        return general[-1] if general else layouts[-1]


def _covers(tag: str, wanted: str) -> bool:
    """Whether a layout's tag covers a language."""
    return tag == wanted or wanted.startswith(f"{tag}-")


def _int(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 4 else default
