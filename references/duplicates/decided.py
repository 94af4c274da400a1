"""What was found as groups to merge: the certain ones, and those that a person has agreed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from backmatter.references.duplicates.facts import Facts
from backmatter.references.duplicates.finding import Found, Pair


class Decided:
    """Which references are to become one; places in the library, as in `Found`."""

    def __init__(self, library: Sequence[Facts], found: Found) -> None:
        self._preprints = {at for at, facts in enumerate(library) if facts.is_preprint}
        self._top = {at: group[0] for group in found.groups for at in group}
        self._members: defaultdict[int, list[int]] = defaultdict(
            list, {group[0]: list(group) for group in found.groups}
        )

    def members(self, at: int) -> list[int]:
        """All that are one work with a reference, itself among them, the one that stays first.

        That is the first of those that are no preprints.
        """
        members = self._members.get(self._top.get(at, at), [at])
        return sorted(members, key=lambda each: (each in self._preprints, each))

    def preprints(self, at: int) -> list[int]:
        """Those of them that are preprints, where the one that stays is none."""
        first, *rest = self.members(at)
        return [] if first in self._preprints else [e for e in rest if e in self._preprints]

    def is_one(self, pair: Pair) -> bool:
        """Whether a pair is in one group by now."""
        return self._top.get(pair.earlier, pair.earlier) == self._top.get(pair.later, pair.later)

    def agree(self, pair: Pair) -> None:
        """Make one group of the two references of a pair and of all that are with them."""
        one, other = sorted(self._top.get(at, at) for at in (pair.earlier, pair.later))
        joined = sorted({*self._members.pop(one, [one]), *self._members.pop(other, [other])})
        self._members[joined[0]] = joined
        self._top |= dict.fromkeys(joined, joined[0])

    def groups(self) -> Iterator[int]:
        """The first member of each group, in order."""
        return iter(sorted(self._members))
