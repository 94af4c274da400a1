"""The circuit breaker: when too much fails, nothing more is asked (Crossref's own advice)."""

from __future__ import annotations

from dataclasses import dataclass

IN_A_ROW = 3
"""So many failures one after another, each after all its tries, are enough."""

SHARE = 0.1
FROM = 20
"""From so many requests on, a tenth of them failed is enough."""


@dataclass(slots=True)
class Breaker:
    """Counts requests and says when to stop."""

    done: int = 0
    failed: int = 0
    in_a_row: int = 0

    def count(self, failure: str) -> str:
        """Count a finished request; why to stop, "" to go on.

        Args:
            failure: Why it failed, "" when it did not.
        """
        self.done += 1
        if not failure:
            self.in_a_row = 0
            return ""
        self.failed += 1
        self.in_a_row += 1
        many = self.done >= FROM and self.failed >= SHARE * self.done
        if not many and self.in_a_row < IN_A_ROW:
            return ""
        return f"stopped after {self.failed} of {self.done} requests failed (last: {failure})"
