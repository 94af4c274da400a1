"""What is asked over HTTP and what comes of it, as data."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.verification.sources.source import Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost.

    Attributes:
        connect: Seconds to connect.
        read: Seconds between two reads.
        total: Seconds for a whole request, redirects and body included.
        max_bytes: Bytes of an answer, unpacked.
        max_depth: Levels of its JSON.
        tries: How often a request is tried.
        backoff: Seconds before the second try; doubled for each further one.
        max_pause: The longest pause that a service may ask for before we give up instead.
        patience: Seconds of nothing but 429 after which no further wait is begun.
    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    max_bytes: int = 32 * 1024 * 1024
    max_depth: int = 64
    tries: int = 4
    backoff: float = 0.5
    max_pause: float = 60.0
    patience: float = 90.0


USUAL = Limits()
"""What a request may cost where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: JSON, or nothing there (404), or a failure.

    Attributes:
        content: The JSON value.
        status: The status code, 0 without an answer.
        failure: Why there is no usable answer. Not set for a 404, which is an answer; nor for a
            406: what was asked for exists, in no form that was asked for.
    """

    content: object = None
    status: int = 0
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: where, in which lane of the pace, and in what form where that is open."""

    url: str
    kind: str
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """What came of one try."""

    reply: Reply
    retry: bool = False
    pause: float | None = None
    stop: bool = False
    is_slow: bool = False
