"""Making many small objects at once without the collector walking over them again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Generator[None]:
    """Pause Python's cyclic garbage collector where millions of records without cycles are made.

    Each of its full passes visits every object there is, so that reading a file twice as long
    takes more than twice the time. It goes on afterwards if it was on before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
