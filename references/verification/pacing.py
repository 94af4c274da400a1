"""How fast and how many at once: what a service allows, followed from its answers' headers.

Crossref's rule: begin with one request at a time at the slow rate, then do as the headers say
(`x-rate-limit-limit`, `x-rate-limit-interval`, `x-concurrency-limit`); they may be missing.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

_INTERVAL = re.compile(r"\s*(\d{1,6})\s*(ms|s|m|h)?\s*")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}
_MARGIN = 1.1
"""So much slower than allowed: requests spaced exactly may arrive bunched."""

SLOW_SECONDS = 1.0
"""Between requests, until an answer has said what is allowed."""

MOST_AT_ONCE = 8
"""However many a service allows."""

_SLOWEST = 16.0


@dataclass(slots=True)
class _Lane:
    """The requests of one kind (single records, lists), which have a rate of their own."""

    seconds: float = SLOW_SECONDS
    factor: float = 1.0
    next_at: float = 0.0
    is_known: bool = False


@dataclass(slots=True)
class Pace:
    """Lets requests pass as fast as the service allows; safe for several threads.

    Attributes:
        clock: Seconds that only go forward.
        sleep: Waits so many seconds.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _lanes: dict[str, _Lane] = field(default_factory=dict[str, _Lane])
    _at_once: int = 1
    _active: int = 0
    _pause_until: float = 0.0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def at_once(self) -> int:
        """How many requests may be under way at the same time."""
        return self._at_once

    @contextmanager
    def turn(self, kind: str, is_over: Callable[[], bool] = lambda: False) -> Generator[None]:
        """Wait until a request of this kind may go, and hold its place while it is under way.

        Args:
            kind: The lane.
            is_over: Whether nothing is asked any more, so that there is nothing to wait for.
        """
        with self._changed:
            while self._active >= self._at_once:
                self._changed.wait()
            self._active += 1
        try:
            if not is_over():
                self._wait_for_slot(kind)
            yield
        finally:
            with self._changed:
                self._active -= 1
                self._changed.notify()

    def learn(self, kind: str, headers: Mapping[str, str]) -> None:
        """Follow the rate headers of an answer; odd or missing ones change nothing."""
        limit = _whole(headers.get("x-rate-limit-limit"))
        interval = _seconds(headers.get("x-rate-limit-interval", ""))
        at_once = _whole(headers.get("x-concurrency-limit"))
        with self._changed:
            lane = self._lane(kind)
            if limit:
                lane.seconds = interval / limit * _MARGIN
                lane.factor = max(1.0, lane.factor * 0.9)
            if not lane.is_known:  # the first one may have waited for its connection
                lane.next_at = max(lane.next_at, self.clock() + lane.seconds * lane.factor)
                lane.is_known = True
            if at_once or (limit and headers.get("x-api-pool", "").startswith("plus")):
                self._at_once = min(at_once or MOST_AT_ONCE, MOST_AT_ONCE)
                self._changed.notify_all()

    def slow_down(self, kind: str, pause: float) -> float:
        """After a 429: half the rate, one at a time, and nothing at all for so many seconds.

        Returns:
            The seconds until the next request of this kind may go.
        """
        with self._changed:
            lane = self._lane(kind)
            lane.factor = min(_SLOWEST, lane.factor * 2)
            self._at_once = 1
            self._pause_until = max(self._pause_until, self.clock() + pause)
            return max(lane.next_at, self._pause_until) - self.clock()

    def _wait_for_slot(self, kind: str) -> None:
        with self._changed:
            lane = self._lane(kind)
            start = max(self.clock(), lane.next_at, self._pause_until)
            lane.next_at = start + lane.seconds * lane.factor
            delay = start - self.clock()
        if delay > 0:
            self.sleep(delay)

    def _lane(self, kind: str) -> _Lane:
        return self._lanes.setdefault(kind, _Lane())


def _whole(text: str | None) -> int:
    """A positive whole number from a header, 0 for anything else."""
    plain = (text or "").strip()
    return int(plain) if re.fullmatch(r"[0-9]{1,4}", plain) else 0


def _seconds(text: str) -> float:
    """The length of an interval header (`1s`, `1m`), a second when it says nothing."""
    found = _INTERVAL.fullmatch(text)
    return (int(found[1]) * _UNITS[found[2]] if found else 0.0) or 1.0
