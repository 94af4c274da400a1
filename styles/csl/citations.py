"""One citation: its cites sorted, grouped, collapsed and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from backmatter.styles.csl.bibliography import NO_FORM
from backmatter.styles.csl.context import Cite, Context
from backmatter.styles.csl.elements import suffix_letters
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.markers import BOUNDARY, GUARD, affix, bare
from backmatter.styles.csl.markup import STRAIGHT_QUOTES, parse_markup
from backmatter.styles.csl.positions import Cluster
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.csl.settling import capitalize_first_term
from backmatter.styles.csl.sorting import SortKey, collation_key, sort_items
from backmatter.styles.outputs.output import Output

_SPACED_AFTER = frozenset(".,:;!?)]}”’»")
_PUNCTUATED = (",", ";", ":")
_SPACED_BEFORE = frozenset("([{“‘«")


@dataclass(slots=True)
class _Rendered:
    """One cite as it is printed."""

    item: Item
    cite: Cite
    text: str
    names: str
    delimiter: str = ""
    """What goes before it, when not the layout's delimiter."""


def render_cluster(
    processor: Processor, registry: Registry, cluster: Cluster, output: Output
) -> str:
    """The finished citation."""
    if len(cluster.cites) == 1 and cluster.cites[0].composite:
        return _composite(processor, registry, cluster, output)
    builder = _Builder(processor, registry)
    return processor.finish(builder.text(cluster.cites), output)


def _composite(processor: Processor, registry: Registry, cluster: Cluster, output: Output) -> str:
    """`Doe (2020)`: the names in the text, then the citation without them."""
    cite = cluster.cites[0]
    builder = _Builder(processor, registry)
    names = builder.text((replace(cite, composite=False, author_only=True, suffix=""),))
    rest = builder.text((replace(cite, composite=False, suppress_author=True, prefix=""),))
    blank = "" if bare(names)[-1:] > "\u3000" else " "
    return processor.finish(names + (blank if names and rest else "") + rest, output)


class _Builder:
    """Puts citations together."""

    def __init__(self, processor: Processor, registry: Registry) -> None:
        self.processor = processor
        self.registry = registry
        self.collapse = processor.option("citation", "collapse")
        group = processor.option("citation", "cite-group-delimiter")
        self.grouped = bool(group) or self.collapse.startswith("year")
        self.group_given = bool(group)
        self.group_delimiter = affix(group or ", ")

    def text(self, cites: tuple[Cite, ...]) -> str:
        """A citation as a string with marks."""
        known = [cite for cite in cites if cite.key in self.registry]
        if not known:
            return ""
        rendered = self._sorted([self._render(cite) for cite in known])
        # A cite of which nothing is printed says so where it comes first, else it is left out.
        rendered = [each for place, each in enumerate(rendered) if each.text or not place]
        layout = self.processor.layout("citation", rendered[0].item.language)
        if len(known) == 1 and known[0].author_only:
            return rendered[0].text
        if self.grouped:
            rendered = _grouped(rendered)
        if self.collapse == "citation-number":
            rendered = self._collapse_numbers(rendered)
        elif self.collapse.startswith("year"):
            rendered = self._collapse_years(rendered)
            rendered = [each for place, each in enumerate(rendered) if each.text or not place]
        elif self.grouped:
            self._delimit_groups(rendered)
        body = self._joined(rendered, layout.delimiter)
        start, end = layout.fonts
        return f"{start}{layout.prefix}{body}{layout.suffix}{end}"

    def _joined(self, rendered: list[_Rendered], delimiter: str) -> str:
        """The cites with what stands between them."""
        body = ""
        for index, each in enumerate(rendered):
            text = self._affixed(each, first=index == 0)
            if index:
                body += _between(rendered[index - 1], each, each.delimiter or delimiter)
                # A cite that begins with a blank keeps it beside the delimiter's.
                body += GUARD if text.startswith(f"{BOUNDARY} ") else ""
            body += text
        return body

    def _sorted(self, rendered: list[_Rendered]) -> list[_Rendered]:
        """The cites in the order that the citation's sort keys give."""
        keys = self.processor.sort_keys("citation")
        if not keys or len(rendered) < 2:
            return rendered
        # What the keys leave undecided follows the bibliography, if that is sorted.
        if self.processor.sort_keys("bibliography"):
            rendered = sorted(rendered, key=lambda each: self.registry.place(each.cite.key))
        rendered = [rendered[place] for place in self._order(rendered, keys)]
        return self._by_names(rendered, keys[:1]) if self.grouped else rendered

    def _order(self, rendered: list[_Rendered], keys: Sequence[SortKey]) -> list[int]:
        """The places of the cites sorted by some keys."""
        items = [each.item for each in rendered]
        cites = [each.cite for each in rendered]
        return sort_items(items, keys, self.processor.sort_language, cites)

    def _by_names(self, rendered: list[_Rendered], first: Sequence[SortKey]) -> list[_Rendered]:
        """Groups of the same names, by the first key and then by the names as printed.

        So `Smith 2019` goes before `Smith et al. 2018`, as in citeproc-js (decision 100).
        """
        language = self.processor.sort_language
        names = {each.names: collation_key(bare(each.names), language) for each in rendered}
        rendered = sorted(rendered, key=lambda each: (not each.names, names[each.names]))
        groups = _same_names(rendered)
        order = self._order([group[0] for group in groups], first)
        return [each for place in order for each in groups[place]]

    def _context(self, cite: Cite) -> Context:
        return Context(self.registry[cite.key], cite, self.registry.ambiguity(cite.key))

    def _render(self, cite: Cite) -> _Rendered:
        """One cite in full."""
        context = self._context(cite)
        text = self.processor.render(context)
        names = context.first_names
        if cite.author_only:
            text = names
        return _Rendered(context.item, cite, text, names if context.named else "")

    def _affixed(self, each: _Rendered, *, first: bool) -> str:
        """The cite with its own prefix and suffix."""
        cite = each.cite
        text = each.text or ("" if cite.prefix or cite.suffix else NO_FORM)
        begins = first and self.processor.is_note_style
        if cite.prefix:
            prefix = _spaced_prefix(parse_markup(cite.prefix, STRAIGHT_QUOTES))
            words = bare(prefix).split()
            begins = len(words) > 1 and words[-1][-1] in ".!?"
            text = prefix + (capitalize_first_term(text) if begins else text)
        elif begins:
            text = capitalize_first_term(text, each.item.number)
        if cite.suffix:
            text += _spaced_suffix(parse_markup(cite.suffix, STRAIGHT_QUOTES))
        return text

    def _delimit_groups(self, rendered: list[_Rendered]) -> None:
        """The cite group delimiter between cites of the same names."""
        for before, after in pairwise(rendered):
            if after.names and before.names == after.names:
                after.delimiter = self.group_delimiter

    def _collapse_numbers(self, rendered: list[_Rendered]) -> list[_Rendered]:
        """Three or more consecutive numbers as a range, with CSL-M's term for its dash."""
        dash = self.processor.locale.term("citation-range-delimiter") or "–"
        out: list[_Rendered] = []
        index = 0
        while index < len(rendered):
            end = index
            while end + 1 < len(rendered) and self._consecutive(rendered, end):
                end += 1
            out.append(rendered[index])
            if end - index >= 2:
                last = rendered[end]
                last.delimiter = dash
                out.append(last)
                index = end
            index += 1
        self._after_collapse(out)
        return out

    def _consecutive(self, rendered: list[_Rendered], index: int) -> bool:
        """Whether two cites are numbers in a row, with nothing else to them."""
        before, after = rendered[index], rendered[index + 1]
        plain = not (before.cite.suffix or after.cite.suffix or after.cite.prefix)
        plain = plain and after.item.number == before.item.number + 1
        return plain and self._is_bare(before) and self._is_bare(after)

    def _is_bare(self, each: _Rendered) -> bool:
        """Whether the cite's locator, if it has one, is not printed."""
        cite = each.cite
        if str(each.item.number) not in bare(each.text):
            return False
        return not cite.locator or self._render(replace(cite, locator="")).text == each.text

    def _after_collapse(self, rendered: list[_Rendered]) -> None:
        """After a range of numbers another delimiter may be wanted."""
        after = self.processor.option("citation", "after-collapse-delimiter")
        if not after:
            return
        for before, each in pairwise(rendered):
            if before.delimiter and not each.delimiter:
                each.delimiter = affix(after)

    def _collapse_years(self, rendered: list[_Rendered]) -> list[_Rendered]:
        """Names once for a group of cites; years once for a run of year suffixes."""
        years = [self._year_text(replace(each.cite, locator="")) for each in rendered]
        after = affix(self.processor.option("citation", "after-collapse-delimiter"))
        collapsed = False
        for index in range(1, len(rendered)):
            before, each = rendered[index - 1], rendered[index]
            was = collapsed or self.collapse == "year"
            collapsed = each.names == before.names
            if after and (before.cite.locator or (was and not collapsed)):
                each.delimiter = after
            if not collapsed:
                continue
            same_year = "" != years[index] == years[index - 1] and each.item.year_suffix > 0
            if each.names:
                each.delimiter = each.delimiter or self._year_delimiter(each)
                each.text = self._year_text(each.cite, suffix=True)
            letters = suffix_letters(each.item.year_suffix)
            dated = years[index] + letters
            located = each.text.startswith(dated)
            if self.collapse != "year" and same_year and (located or not each.cite.locator):
                each.text = letters + (each.text[len(dated) :] if located else "")
                each.delimiter = self._suffix_delimiter(each)
        return _suffix_ranges(rendered) if self.collapse == "year-suffix-ranged" else rendered

    def _year_delimiter(self, each: _Rendered) -> str:
        """Between the years of one group of names."""
        if self.group_given or not self.processor.is_note_style:
            return self.group_delimiter
        return self.processor.layout("citation", each.item.language).delimiter

    def _suffix_delimiter(self, each: _Rendered) -> str:
        own = self.processor.option("citation", "year-suffix-delimiter")
        if own:
            return affix(own)
        return self.processor.layout("citation", each.item.language).delimiter

    def _year_text(self, cite: Cite, *, suffix: bool = False) -> str:
        """The cite without its names, with or without its year suffix."""
        context = self._context(cite)
        context.hide_names = True
        context.suffix_shown = suffix
        return self.processor.render(context)


def _between(before: _Rendered, after: _Rendered, delimiter: str) -> str:
    """The delimiter between two cites; none where their own affixes bring punctuation."""
    if after.cite.prefix[:1] in _PUNCTUATED:
        return ""
    if before.cite.suffix[-1:] in _PUNCTUATED:
        return " "
    return delimiter


def _grouped(rendered: list[_Rendered]) -> list[_Rendered]:
    """Cites of the same names moved together, to the place of the first of them."""
    return [each for group in _same_names(rendered) for each in group]


def _same_names(rendered: list[_Rendered]) -> list[list[_Rendered]]:
    """Groups of cites of the same names; without names a cite is a group of its own."""
    groups: dict[str, list[_Rendered]] = {}
    for index, each in enumerate(rendered):
        groups.setdefault(each.names or f"\0{index}", []).append(each)
    return list(groups.values())


def _suffix_ranges(rendered: list[_Rendered]) -> list[_Rendered]:
    """Three or more consecutive year suffixes as a range: a–c."""
    out: list[_Rendered] = []
    index = 0
    while index < len(rendered):
        end = index
        while end + 1 < len(rendered) and _next_suffix(rendered[end], rendered[end + 1]):
            end += 1
        out.append(rendered[index])
        if end - index >= 2:
            rendered[end].delimiter = "–"
            out.append(rendered[end])
            index = end
        index += 1
    return out


def _next_suffix(before: _Rendered, after: _Rendered) -> bool:
    """Whether a cite is nothing but the suffix that follows the one before it."""
    number = after.item.year_suffix
    return (
        number > 0
        and after.text == suffix_letters(number)
        and before.item.year_suffix + 1 == number
    )


def _spaced_prefix(prefix: str) -> str:
    """A cite's prefix, with a blank where it does not end in one and wants one."""
    last = bare(prefix)[-1:]
    wants = last.isalnum() or last in _SPACED_AFTER
    return prefix + " " if last and wants else prefix


def _spaced_suffix(suffix: str) -> str:
    """A cite's suffix, with a blank before a word."""
    first = bare(suffix)[:1]
    wants = first.isalnum() or first in _SPACED_BEFORE
    if first == "," or suffix == ".":
        # The author's own comma or final period does not move into a quotation.
        return suffix
    return affix(f" {suffix}" if first and wants else suffix)
