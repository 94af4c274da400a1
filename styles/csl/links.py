"""Links: identifiers and addresses that lead somewhere (CSL 1.0.2, appendix VI).

A link shows what the style prints, the resolver that a style puts before an identifier
included, and leads to the resolver's address in any case.
"""

from __future__ import annotations

import re

from backmatter.styles.csl.markers import CLOSE, LINK, LINK_TEXT

_RESOLVERS = {
    "DOI": "https://doi.org/",
    "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "URL": "",
}
LINKED = frozenset(_RESOLVERS)
"""The variables that become links."""

_SAFE = re.compile(r"https?://[^\s<>\"]+")


def linked(variable: str, value: str, shown: str) -> str:
    """What is shown of a variable as a link; as it is where the value is no address."""
    address = value if "://" in value else _RESOLVERS[variable] + value
    return f"{LINK}{address}{LINK_TEXT}{shown}{CLOSE}" if _SAFE.fullmatch(address) else shown
