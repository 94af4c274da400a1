"""HTTP, with all that it takes to trust an answer; the only module that knows `requests`.

Only hosts on a list are asked, also after a redirect. A request has a time-out for connecting,
one for each read, and one deadline for all of it; an answer has a limit in bytes once unpacked
and in depth. Status and content type are looked at before anything is parsed. What fails for a
moment is tried again, politely; what fails for good stops all further requests, so that a
network that swallows packets costs one time-out in all.
"""

from __future__ import annotations

import random as random_module
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backmatter.references.verification.answers import depth_exceeds, read_json, retry_after
from backmatter.references.verification.breaker import Breaker
from backmatter.references.verification.exchange import (
    USUAL,
    Limits,
    Question,
    Reply,
    Try,
)
from backmatter.references.verification.network import (
    certificates,
    host,
    is_reset,
    origin,
    proxies,
    trouble,
)
from backmatter.references.verification.pacing import Pace
from backmatter.references.verification.results import Cause
from backmatter.references.verification.sources.source import Failure

if TYPE_CHECKING:
    import requests

MAX_HOPS = 5
_CHUNK = 65536
_RETRIED_STATUS = frozenset({429, 500, 502, 503, 504})
_TRIES_UNANSWERED = 2
_WORTH_TELLING = 2.0
_NOT_ACCEPTABLE = 406


class Client:
    """Asks for JSON at the hosts it is given; safe for several threads.

    Args:
        origins: The scheme and host (`https://api.crossref.org`) that may be asked.
        user_agent: How it presents itself.
        offline: Open no socket at all.
        limits: What a request may cost.
        clock: Seconds that only go forward.
        now: The time, for a `Retry-After` that is a date.
        sleep: Waits so many seconds.
        random: A number from 0 to 1, for jitter.
        tell: Is told, in a sentence, when a service makes us wait.
    """

    def __init__(
        self,
        origins: Iterable[str],
        *,
        user_agent: str,
        offline: bool = False,
        limits: Limits = USUAL,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = random_module.random,
        tell: Callable[[str], None] = lambda sentence: None,  # noqa: ARG005  # nobody listens
    ) -> None:
        self.limits = limits
        self._origins = frozenset(origin(each) for each in origins)
        self._user_agent = user_agent
        self._clock, self._now, self._sleep, self._random = clock, now, sleep, random
        self._tell = tell
        self._refused_since: float | None = None  # the first 429 since the last answer
        self._paces: dict[str, Pace] = {}
        self._lock = threading.Lock()
        self._idle: list[requests.Session] = []
        self._stopped: Failure | None = (
            Failure(Cause.OFFLINE, "offline, as asked for") if offline else None
        )
        self._answered = False  # whether the service itself, not a portal, has ever answered
        self._breaker = Breaker()

    @property
    def stopped(self) -> Failure | None:
        """Why nothing is asked any more, None while all is well."""
        return self._stopped

    def at_once(self, url: str) -> int:
        """How many requests the host of this URL allows at the same time, as far as it said."""
        return self._pace(url).at_once

    def get_json(self, url: str, kind: str = "single", accept: str = "") -> Reply:
        """Ask for JSON; never raises for what the network does.

        Args:
            url: Where; its host must be on the list.
            kind: `single` or `list`, which have rates of their own.
            accept: The media type to negotiate for, "" for plain JSON. Whoever answers with a
                page, or leads to a host that is not asked, does not have that: 406.

        Raises:
            ValueError: When the host is not on the list: a mistake of the caller.
        """
        if origin(url) not in self._origins:
            raise ValueError(f"{url}: not a host that may be asked")
        if not self._stopped:
            _load_requests()
        last, question = Reply(), Question(url, kind, accept)
        for attempt in range(1, self.limits.tries + 1):
            if self._stopped:
                return Reply(failure=self._stopped)
            with self._pace(url).turn(kind, lambda: self._stopped is not None):
                if self._stopped:
                    return Reply(failure=self._stopped)
                tried = self._try(question)
            last = tried.reply
            if tried.stop and last.failure:
                self._stop(last.failure)
            if not self._answered and attempt == _TRIES_UNANSWERED and last.failure:
                self._stop(last.failure)
            if not tried.retry or self._stopped or (tried.is_slow and attempt > 1):
                break
            if attempt < self.limits.tries:
                self._wait(question, attempt, tried)
        self._count(last)
        return last

    def _wait(self, question: Question, attempt: int, tried: Try) -> None:
        """Before the next try: as long as told, else ever longer, with jitter."""
        backoff = self.limits.backoff * 2 ** (attempt - 1) * (1 + self._random())
        pause = backoff if tried.pause is None else max(tried.pause, 0.0)
        if tried.reply.status != 429:
            self._sleep(pause)
            return
        wait = self._pace(question.url).slow_down(question.kind, pause)
        refused = host(question.url)
        now = self._clock()
        with self._lock:
            since = self._refused_since = (
                now if self._refused_since is None else self._refused_since
            )
        if now + wait - since > self.limits.patience:
            what = f"{refused} has asked for fewer requests (429) for {now - since:.0f} s"
            self._stop(Failure(Cause.FAILED, what))
        elif wait >= _WORTH_TELLING:
            self._tell(f"{refused} asks for fewer requests (429): waiting {wait:.0f} s")

    def _count(self, reply: Reply) -> None:
        with self._lock:
            why = self._breaker.count(reply.failure.reason if reply.failure else "")
            if why and not self._stopped:
                self._stopped = Failure(Cause.FAILED, why)

    def _stop(self, failure: Failure) -> None:
        with self._lock:
            self._stopped = self._stopped or failure

    def _pace(self, url: str) -> Pace:
        with self._lock:
            return self._paces.setdefault(origin(url), Pace(self._clock, self._sleep))

    def _try(self, question: Question) -> Try:
        """One try, ended at the deadline whatever the other side does.

        The time-outs of a socket start anew with each byte, also within the answer's head; so
        the request runs in a thread of its own, which is left behind when its time is over.
        """
        outcome: list[Try] = []

        def run() -> None:
            outcome.append(self._ask(question))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.limits.total)
        if not outcome:
            return self._too_slow(question.url)
        return outcome[0]

    def _ask(self, question: Question) -> Try:
        import requests

        session, url = self._session(), question.url
        deadline = self._clock() + self.limits.total
        try:
            tried = self._follow(session, question, deadline)
        except requests.exceptions.SSLError as error:
            session.close()
            return self._connection_failed(url, trouble("its certificate is not valid", error))
        except requests.exceptions.ConnectTimeout:
            session.close()
            return self._connection_failed(url, "no connection in time")
        except requests.exceptions.ReadTimeout:
            session.close()
            return self._too_slow(url)
        except requests.exceptions.ConnectionError as error:
            session.close()
            if "read timed out" in str(error).lower():
                return self._too_slow(url)
            if is_reset(error):
                return self._transient(url, "the connection broke off")
            return self._connection_failed(url, trouble("cannot be reached", error))
        except (requests.exceptions.RequestException, OSError):
            session.close()
            return self._transient(url, "the answer broke off")
        except ValueError:  # from within the library, which looks at the next address by itself
            session.close()
            return self._final(url, "redirects to something that is no address")
        with self._lock:
            self._idle.append(session)
        return tried

    def _follow(self, session: requests.Session, question: Question, deadline: float) -> Try:
        """Ask, and follow redirects within the hosts on the list."""
        url = question.url
        headers = {
            "User-Agent": self._user_agent,
            "Accept": question.accept or "application/json",
        }
        for _ in range(MAX_HOPS + 1):
            response = session.get(
                url,
                headers=headers,
                timeout=(self.limits.connect, self.limits.read),
                allow_redirects=False,
                stream=True,
                proxies=proxies(url),
                verify=certificates(),
            )
            with response:
                if response.status_code not in (301, 302, 303, 307, 308):
                    return self._read(response, replace(question, url=url), deadline)
                target = urljoin(url, response.headers.get("Location", ""))
            if origin(target) not in self._origins:
                if question.accept:
                    return Try(Reply(status=_NOT_ACCEPTABLE))
                return self._final(url, f"redirects to {origin(target)}, which is not asked")
            url = target
        return self._final(url, "redirects in circles")

    def _read(self, response: requests.Response, question: Question, deadline: float) -> Try:
        """An answer that is no redirect: status first, then content type, then the body."""
        status, url = response.status_code, question.url
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._pace(url).learn(question.kind, headers)
        is_page = status == 200 and "json" not in headers.get("content-type", "").lower()
        if status == 404:
            self._answered = True
            return Try(Reply(status=404))
        if question.accept and (is_page or status in (204, 300, _NOT_ACCEPTABLE)):
            return Try(Reply(status=_NOT_ACCEPTABLE))
        if status == 403:
            return self._final(url, "refuses our requests (403)", status, stop=True)
        if status in _RETRIED_STATUS:
            return self._told_to_wait(url, status, headers)
        if status != 200:
            return self._final(url, f"answered with status {status}", status)
        if is_page:
            return self._transient(url, "answered with a page instead of data")
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > self.limits.max_bytes:
                return self._final(url, f"answered with more than {self.limits.max_bytes:,} bytes")
            if self._clock() > deadline:
                return self._too_slow(url)
        return self._parsed(url, bytes(body))

    def _parsed(self, url: str, body: bytes) -> Try:
        try:
            content = read_json(body)
        except ValueError:
            return self._transient(url, "answered with broken data")
        if depth_exceeds(content, self.limits.max_depth):
            return self._final(
                url, f"answered with data nested deeper than {self.limits.max_depth}"
            )
        self._answered = True
        self._refused_since = None
        return Try(Reply(content, 200))

    def _told_to_wait(self, url: str, status: int, headers: Mapping[str, str]) -> Try:
        """429 and 5xx: try again, after the pause that the answer asks for if it does."""
        self._answered = True
        words = "asks for fewer requests" if status == 429 else "has a fault of its own"
        failure = Failure(Cause.FAILED, f"{host(url)} {words} ({status})")
        pause = retry_after(headers.get("retry-after", ""), self._now())
        if pause is not None and pause > self.limits.max_pause:
            told = Failure(
                Cause.FAILED, f"{host(url)} asks for a pause of {pause:.0f} s ({status})"
            )
            return Try(Reply(status=status, failure=told), stop=True)
        return Try(Reply(status=status, failure=failure), retry=True, pause=pause)

    def _transient(self, url: str, what: str) -> Try:
        return Try(Reply(failure=Failure(Cause.FAILED, f"{host(url)}: {what}")), retry=True)

    def _too_slow(self, url: str) -> Try:
        """The deadline has passed: once more, but no oftener, for it is a long time to wait."""
        what = f"{host(url)}: no whole answer within {self.limits.total:g} s"
        return Try(Reply(failure=Failure(Cause.FAILED, what)), retry=True, is_slow=True)

    def _final(self, url: str, what: str, status: int = 0, *, stop: bool = False) -> Try:
        failure = Failure(Cause.FAILED, f"{host(url)} {what}")
        return Try(Reply(status=status, failure=failure), stop=stop)

    def _connection_failed(self, url: str, what: str) -> Try:
        """No connection: when there never was one, there is no use in trying again."""
        failure = Failure(Cause.FAILED, f"{host(url)}: {what}")
        return Try(Reply(failure=failure), retry=self._answered, stop=not self._answered)

    def _session(self) -> requests.Session:
        import requests

        with self._lock:
            if self._idle:
                return self._idle.pop()
        session = requests.Session()
        session.trust_env = False  # no passwords from .netrc; proxies are passed by hand
        return session


def _load_requests() -> None:
    """Import it before a request is timed: it takes a while, and offline nobody needs it."""
    import requests

    del requests
