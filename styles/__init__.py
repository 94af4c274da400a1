"""How references and citations look: the CSL processor, our own styles, the catalog of all.

May import the model and the formats of `backmatter.references`, never `backmatter.cli`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backmatter.styles.loading import load_style
    from backmatter.styles.style import Bibliography, BibliographyEntry, Cite, Session, Style

__all__ = ["Bibliography", "BibliographyEntry", "Cite", "Session", "Style", "load_style"]


def __getattr__(name: str) -> object:
    """Import the processor only when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from backmatter.styles import loading, style

    return getattr(loading if name == "load_style" else style, name)
