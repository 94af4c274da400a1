"""What a reference is, and all that happens to one.

Here live the model, reading documents, parsing printed references, file formats, rules,
verification, topics, and the library with its search. Nothing here knows how a reference
looks in a style (`backmatter.styles`) or how a person asks for it (`backmatter.cli`);
neither may be imported.

The names for programs are `parse_document`, `parse_reference`, `read`, `write`, `check` and
`verify`. Each is imported when it is first asked for, so that using one does not load all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backmatter.references.formats.registry import read, write
    from backmatter.references.parsing.parser import parse_reference
    from backmatter.references.reading import parse_document
    from backmatter.references.rules.registry import check
    from backmatter.references.verification.verify import verify

__all__ = ["check", "parse_document", "parse_reference", "read", "verify", "write"]

_HOMES = {
    "check": "rules.registry",
    "parse_document": "reading",
    "parse_reference": "parsing.parser",
    "read": "formats.registry",
    "verify": "verification.verify",
    "write": "formats.registry",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
