"""`Style`: load a citation style, print bibliographies with it, open sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backmatter.references.keys import with_distinct_keys
from backmatter.references.model import Reference
from backmatter.styles.csl.bibliography import Entry, make_entries
from backmatter.styles.csl.context import Cite
from backmatter.styles.csl.locale import refuse_unknown
from backmatter.styles.csl.positions import Cluster
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.csl.session import DocumentSession
from backmatter.styles.outputs.output import ListLayout, Output
from backmatter.styles.outputs.registry import find_output
from backmatter.styles.preparation import keeps_quotes, preparation

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
        """The whole list as one text of its output (of a binary output, what it is made from)."""
        texts = [entry.text for entry in self.entries]
        return self.output.document(texts, self.layout, [entry.key for entry in self.entries])

    def to_bytes(self) -> bytes:
        """The whole list as a file of its output holds it: UTF-8, but for binary outputs."""
        text = self.render()
        return self.output.pack(text) if self.output.pack else text.encode("utf-8")


class Session:
    """The citations of one document, in order, in one style.

    Numbers, positions (ibid.), year suffixes and added names follow from all citations
    together; they are settled when something is printed after a change.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self._document = DocumentSession(style.processor)

    def __len__(self) -> int:
        return len(self._document.clusters)

    def add(self, references: Iterable[Reference], *, uncited: bool = False) -> None:
        """Make references known; with `uncited` the bibliography lists them in any case."""
        self._document.add_references(self.style.prepared(references), uncited=uncited)

    def insert(self, index: int, cites: Iterable[Cite | str], *, note: int = 0) -> None:
        """Put a citation before the one at `index`.

        Args:
            index: Its place among the citations, as for `list.insert`.
            cites: Cites, or cite keys; a key that is not known is left out when printed.
            note: The number of the footnote it stands in, 0 for the text.
        """
        made = tuple(Cite(cite) if isinstance(cite, str) else cite for cite in cites)
        self._document.insert(index, Cluster(made, note))

    def append(self, cites: Iterable[Cite | str], *, note: int = 0) -> None:
        """Put a citation behind the others, see `insert`."""
        self.insert(len(self), cites, note=note)

    def move(self, index: int, to: int) -> None:
        """Move the citation at `index` to another place."""
        self._document.move(index, to)

    def delete(self, index: int) -> None:
        """Take the citation at `index` out."""
        self._document.delete(index)

    def citation(self, index: int, *, output: str = "text") -> str:
        """One citation, printed."""
        return self._document.citation(index, find_output(output))

    def citations(self, *, output: str = "text") -> tuple[str, ...]:
        """All citations, printed."""
        return self._document.citations(find_output(output))

    def bibliography(self, *, output: str = "text") -> Bibliography:
        """The list of what is cited, in the style's order."""
        kind = find_output(output)
        return _finished(self.style.processor, self._document.entries(kind), kind)


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
        sort_chinese: Literal["pinyin", "stroke"] = "pinyin",
    ) -> Style:
        """Load a style by name, from a file, or from XML text.

        Args:
            name_or_path_or_xml: A style's name, a path, or the XML itself.
            locale: The language to print in, instead of the style's own.
            locale_folder: A folder of locale files to use instead of the installed ones.
            sort_chinese: How Chinese sorts where the style's language is Chinese.

        Raises:
            StyleError: When there is no such style, it cannot be used, or no locale is of the
                language.
        """
        text = str(name_or_path_or_xml)
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            xml, name, default = text.lstrip("\ufeff"), "style", ""
        else:
            from backmatter.styles.catalog import find_style

            found = find_style(text)
            is_file = found.path == Path(text)  # named in messages as its user named it
            xml, name, default = found.xml, text if is_file else found.name, found.default_locale
        if locale:
            refuse_unknown(locale, locale_folder)
        processor = Processor(
            xml,
            name,
            locale or default or None,
            locale_folder,
            quotes_as_given=keeps_quotes(xml),
            by_strokes=sort_chinese == "stroke",
        )
        return cls(processor, preparation(xml))

    def bibliography(
        self, references: Iterable[Reference], *, output: str = "text", links: bool = False
    ) -> Bibliography:
        """The list of these references, in the style's order.

        Args:
            references: The references, in order of citation; each is printed, also where two
                have one key.
            output: The name of an output, see `backmatter.styles.outputs`.
            links: Whether identifiers and addresses become links, where the output has links.

        Raises:
            StyleError: When there is no such output.
        """
        kind = find_output(output)
        registry = Registry(self.processor)
        registry.update(with_distinct_keys(self.prepared(references)))
        entries = make_entries(self.processor, registry, kind, links=links)
        return _finished(self.processor, entries, kind)

    def session(self, references: Iterable[Reference] = ()) -> Session:
        """A document's citations in this style, to begin with none.

        Args:
            references: What may be cited; more can be added later.
        """
        session = Session(self)
        session.add(references)
        return session

    def prepared(self, references: Iterable[Reference]) -> tuple[Reference, ...]:
        """The references with what the style asks for beyond CSL, see `preparation`."""
        prepare = self._prepare
        return tuple(references) if prepare is None else tuple(map(prepare, references))


def _finished(processor: Processor, entries: tuple[Entry, ...], output: Output) -> Bibliography:
    """The list without the references that the style leaves out."""
    kept = tuple(entry for entry in entries if not entry.empty)
    return Bibliography(kept, processor.warnings, processor.list_layout(), output)
