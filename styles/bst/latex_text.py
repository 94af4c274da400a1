r"""The LaTeX of an entry as text with our marks: fonts, links, blocks, defined commands.

`backmatter.references.latex` reads the LaTeX itself; here stands what only a printed list has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from backmatter.references.latex import decode
from backmatter.styles.bst.bbl import Macro
from backmatter.styles.bst.braces import argument
from backmatter.styles.csl.markers import CLOSE, LINK, LINK_TEXT, clean
from backmatter.styles.csl.markup import parse_markup

_COMMAND = re.compile(r"\\([A-Za-z]+)[ \t]*")
_SKIPS = re.compile(
    r"\\newblock(?![A-Za-z])|\\hskip[^\\{}]*\\relax(?![A-Za-z])|\\par(?![A-Za-z])|\\\\"
)
_NOTHING = re.compile(
    r"\\penalty\s*-?\d+[ ]?|\\(?:relax|unskip|ignorespaces|urlprefix)(?![A-Za-z])\s*"
)
_CITE = re.compile(r"\\cite[a-z]*\*?\s*\{([^{}]*)\}")
_TAG_OR_QUOTE = re.compile(r"""(<span [^<>]{0,80}>)|["']""")
_ADDRESS = re.compile(r"\\(url|path|href)\s*(?=\{)")
_COMPUTED = re.compile(r"\\(?:if[a-z@]*|csname|expandafter|let|begingroup|the)(?![A-Za-z])|=")
_KEPT = frozenset({"url", "path", "href", "emph", "newblock"})
"""Commands that are understood already, whatever a style says they are."""

_PLACEHOLDER, _DOUBLE, _SINGLE = "\ue000", "\ue001", "\ue002"
_PRIVATE = re.compile("[\ue000-\ue002]")
_HELD = re.compile(f"{_PLACEHOLDER}(\\d+){_PLACEHOLDER}")
_MAX_EXPANSIONS = 500
_MAX_LENGTH = 100_000


def marked(
    latex: str, macros: Mapping[str, Macro], label_of: Callable[[str], str] = lambda _key: "?"
) -> str:
    """What the LaTeX prints, with the marks of `backmatter.styles.csl.markers` in it.

    Args:
        latex: The entry, or its label.
        macros: The commands that its `.bbl` defines.
        label_of: The label (LaTeX) of the entry with a key, which an entry may cite.
    """
    source = _expanded(_PRIVATE.sub("", clean(latex)), macros)
    source = _CITE.sub(lambda match: _cited(match[1], label_of), source)
    source, links = _without_addresses(_NOTHING.sub("", _SKIPS.sub(" ", source)))
    text = _with_marks(decode(source))
    return _HELD.sub(lambda match: links[int(match[1])], text) if links else text


def _cited(keys: str, label_of: Callable[[str], str]) -> str:
    """What LaTeX prints for a citation in an entry: the labels in brackets."""
    return f"[{', '.join(label_of(key.strip()) for key in keys.split(','))}]"


def _with_marks(text: str) -> str:
    """Tags as marks; straight quotation marks stay so, hidden from what would curl them."""
    text = _TAG_OR_QUOTE.sub(lambda m: m[1] or (_DOUBLE if m[0] == '"' else _SINGLE), text)
    return parse_markup(text, "").replace(_DOUBLE, '"').replace(_SINGLE, "'")


def _without_addresses(source: str) -> tuple[str, list[str]]:
    """The source with a placeholder for each address, and the links that they stand for."""
    links: list[str] = []
    out: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(source):
        if match.start() < at:
            continue
        raw, end = argument(source, match.end())
        address = shown = decode(f"\\url{{{raw}}}")
        if match[1] == "href":
            inside, end = argument(source, end)
            shown = _with_marks(decode(inside))
        out += [source[at : match.start()], f"{_PLACEHOLDER}{len(links)}{_PLACEHOLDER}"]
        is_link = match[1] != "path" and address.startswith(("http://", "https://"))
        links.append(f"{LINK}{address}{LINK_TEXT}{shown}{CLOSE}" if is_link else shown)
        at = end
    return "".join(out) + source[at:], links


def _expanded(source: str, macros: Mapping[str, Macro]) -> str:
    """The source with defined commands replaced by what they stand for, within bounds."""
    usable = {name: macro for name, macro in macros.items() if name not in _KEPT}
    if not usable:
        return source
    out: list[str] = []
    at = expansions = 0
    while match := _COMMAND.search(source, at):
        macro = usable.get(match[1])
        if macro is None or expansions >= _MAX_EXPANSIONS or len(source) > _MAX_LENGTH:
            out.append(source[at : match.end()])
            at = match.end()
            continue
        expansions += 1
        out.append(source[at : match.start()])
        after = match.end()
        given: list[str] = []
        for _ in range(macro.arguments):
            each, after = argument(source, after)
            given.append(each)
        source, at = _body(macro, given) + source[after:], 0
    return "".join(out) + source[at:]


def _body(macro: Macro, given: list[str]) -> str:
    """What a command stands for; one that TeX would have to compute prints its last argument."""
    if _COMPUTED.search(macro.body) or (not given and "\\" in macro.body):
        return given[-1] if given else ""
    return re.sub(
        r"#([1-9])",
        lambda match: given[int(match[1]) - 1] if int(match[1]) <= len(given) else "",
        macro.body,
    )
