"""The local index as a source: no network, and no word about what it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.model import Reference
from backmatter.references.verification.index import search
from backmatter.references.verification.index.search import Index
from backmatter.references.verification.results import Cause
from backmatter.references.verification.sources.source import AgencyAnswer, Answer, Failure


@dataclass(frozen=True, slots=True)
class IndexSource:
    """An index of Crossref records on disk; it also says what it can of a DOI's agency.

    Attributes:
        index: The index.
    """

    index: Index
    name: str = "Crossref (local index)"
    is_curated: bool = False
    at_once: int = 1

    def by_doi(self, dois_asked: Sequence[str]) -> Mapping[str, Answer]:
        """The records of these DOIs."""
        found = ((doi, self.index.by_doi(doi)) for doi in dois_asked)
        return {doi: Answer((work,) if work else ()) for doi, work in found}

    def by_reference(self, reference: Reference) -> Answer:
        """The records nearest to a reference."""
        return Answer(self.index.near(reference))

    def agencies(self, dois_asked: Sequence[str]) -> Mapping[str, AgencyAnswer]:
        """Whether a DOI that the index lacks is likely to be nobody's.

        That is so where the index has other DOIs of the same prefix. Of a prefix that it does
        not have it can say nothing: it may be another agency's.
        """
        return {doi: self._agency(search.prefix_of(doi)) for doi in dois_asked}

    def health(self) -> Failure | None:
        """It can always be asked."""
        return None

    def _agency(self, prefix: str) -> AgencyAnswer:
        if self.index.has_prefix(prefix):
            return AgencyAnswer(is_registry=False)
        reason = f"the index has no DOI that begins with {prefix}"
        return AgencyAnswer(failure=Failure(Cause.OTHER_AGENCY, reason))


def load(path: Path) -> IndexSource:
    """An index as a source.

    Raises:
        InputError: When it is missing, no index, or of another version of the format.
    """
    return IndexSource(search.open_index(path))
