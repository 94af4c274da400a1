"""Several calls at a time, results in order; an interruption ends the wait at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_POLL = 0.2


def in_parallel(function: Callable[[T], R], items: Sequence[T], workers: int) -> list[R]:
    """Call a function on each item, up to `workers` at a time; results in the items' order.

    The threads are daemons: one that hangs in the network keeps no process from ending. The
    first exception of a call is raised once the others have stopped taking items.
    """
    if workers <= 1 or len(items) <= 1:
        return [function(item) for item in items]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for at in range(len(items)):
        waiting.put(at)
    results: dict[int, R] = {}
    errors: list[BaseException] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            try:
                at = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results[at] = function(items[at])
            except BaseException as error:  # handed to the caller below
                errors.append(error)
                stop.set()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(workers, len(items)))]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(_POLL)
    except BaseException:
        stop.set()
        raise
    if errors:
        raise errors[0]
    return [results[at] for at in range(len(items))]
