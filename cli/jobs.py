"""Work shared among processes: results in the order of the work, only a few pieces under way.

Workers are started afresh (`spawn`), so that they do the same on every system; starting one costs
as much as reading some hundred references, so little work stays in this process.
"""

from __future__ import annotations

import copyreg
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from backmatter.references.errors import BackmatterError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 3
"""How many pieces each worker has under way or waiting; more would only take memory."""


def cores() -> int:
    """How many processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_order(
    function: Callable[[T], R], pieces: Iterable[T], jobs: int, *, alone: int = 0
) -> Iterator[R]:
    """What the function makes of each piece, in their order.

    Args:
        function: A function of a module, called in the workers; what it takes and gives is pickled.
        pieces: The work; asked for only a few pieces ahead.
        jobs: How many worker processes; with one, everything is done in this process.
        alone: So many pieces are done in this process before workers are started for the rest.

    Raises:
        BackmatterError: What the function raises, or that a worker died.
    """
    rest = iter(pieces)
    for piece in islice(rest, alone) if jobs > 1 else rest:
        yield function(piece)
    first = list(islice(rest, 1))
    if not first:
        return
    with _workers(jobs) as pool:
        under_way = deque([_started(pool, function, first[0])])
        for piece in rest:
            under_way.append(pool.submit(function, piece))
            if len(under_way) > jobs * _AHEAD:
                yield _result(under_way.popleft())
        while under_way:
            yield _result(under_way.popleft())


@contextmanager
def _workers(jobs: int) -> Generator[ProcessPoolExecutor]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = set(active_children())
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin_worker)
    try:
        yield pool
    except BaseException:  # interrupted, or nobody reads on: nothing under way is wanted any more
        for child in set(active_children()) - others:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _started(pool: ProcessPoolExecutor, function: Callable[[T], R], piece: T) -> Future[R]:
    """Submit the first piece, which starts the workers: Ctrl-C is for this process alone."""
    if threading.current_thread() is not threading.main_thread():
        return pool.submit(function, piece)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(function, piece)
    finally:
        signal.signal(signal.SIGINT, handler)


def _result(future: Future[R]) -> R:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        raise BackmatterError(
            "a worker process was ended from outside, perhaps for want of memory; "
            "try again with --jobs 1"
        ) from None


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _mapping(items: Mapping[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(dict(items))


def _reduced(mapping: MappingProxyType[str, Any]) -> tuple[Callable[..., Any], tuple[Any]]:
    return _mapping, (dict(mapping),)


# References hold read-only mappings, which Python does not send from process to process by itself.
copyreg.pickle(MappingProxyType, _reduced)
