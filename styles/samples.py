"""Ten typical references, English and Chinese, to show what a style prints."""

from __future__ import annotations

from importlib.resources import files

from backmatter.references.model import Reference


def sample_references() -> tuple[Reference, ...]:
    """Articles, books, a chapter, a conference paper, a thesis, a web page and others."""
    from backmatter.references.formats import registry

    path = files("backmatter.styles") / "data" / "samples.json"
    return tuple(registry.read(path.read_text("utf-8"), "csl-json", path.name).references)
