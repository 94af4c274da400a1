"""`Style`: load a citation style, print bibliographies with it, open sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.model import Reference
from backmatter.styles.csl.bibliography import Entry, make_entries
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.outputs.output import ListLayout, Output
from backmatter.styles.outputs.registry import find_output
from backmatter.styles.preparation import preparation

BibliographyEntry = Entry


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A finished list.

    Attributes:
        entries: In the style's order; the text of each in the chosen output.
        warnings: What is wrong with the style or the references, as text.
        layout: How the style wants the list set.
        output: The output it was made for.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...]
    layout: ListLayout
    output: Output

    def render(self) -> str:
        """The whole list as one text of its output."""
        return self.output.document([entry.text for entry in self.entries], self.layout)


class Style:
    """A citation style, compiled and reusable; make it with `Style.load`."""

    def __init__(
        self, processor: Processor, prepare: Callable[[Reference], Reference] | None = None
    ) -> None:
        self.processor = processor
        self._prepare = prepare

    @classmethod
    def load(
        cls,
        name_or_path_or_xml: str | Path,
        *,
        locale: str | None = None,
        locale_folder: Path | None = None,
    ) -> Style:
        """Load a style by name, from a file, or from XML text.

        Args:
            name_or_path_or_xml: A style's name, a path, or the XML itself.
            locale: The language to print in, instead of the style's own.
            locale_folder: A folder of locale files to use instead of the installed ones.

        Raises:
            StyleError: When there is no such style or it cannot be used.
        """
        text = str(name_or_path_or_xml)
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            xml, name, default = text.lstrip("\ufeff"), "style", ""
        else:
            from backmatter.styles.catalog import find_style

            found = find_style(text)
            xml, name, default = found.xml, found.name, found.default_locale
        processor = Processor(xml, name, locale or default or None, locale_folder)
        return cls(processor, preparation(xml))

    def bibliography(
        self, references: Iterable[Reference], *, output: str = "text"
    ) -> Bibliography:
        """The list of these references, in the style's order.

        Args:
            references: The references, in order of citation.
            output: The name of an output, see `backmatter.styles.outputs`.

        Raises:
            StyleError: When there is no such output.
        """
        kind = find_output(output)
        registry = Registry(self.processor)
        registry.update(self.prepared(references))
        entries = make_entries(self.processor, registry, kind)
        return Bibliography(entries, self.processor.warnings, self.processor.list_layout(), kind)

    def prepared(self, references: Iterable[Reference]) -> tuple[Reference, ...]:
        """The references with what the style asks for beyond CSL, see `preparation`."""
        prepare = self._prepare
        return tuple(references) if prepare is None else tuple(map(prepare, references))
