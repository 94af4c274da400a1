"""Addresses, proxies and certificates, and what went wrong with a connection in plain words."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

_IN_NESTED = re.compile(r"\] ([A-Za-z][A-Za-z ,.-]{2,80})")


def origin(url: str) -> str:
    """Scheme, host and port, which decide whether a URL may be asked; "" for none."""
    split = urlsplit(url)
    try:
        port = split.port or {"https": 443, "http": 80}.get(split.scheme, 0)
    except ValueError:
        port = 0
    if split.username or split.password:
        return ""
    return f"{split.scheme}://{split.hostname}:{port}"


def host(url: str) -> str:
    """The host's name, for messages."""
    return urlsplit(url).hostname or url


def proxies(url: str) -> dict[str, str]:
    """The proxies that the environment names, for this URL."""
    from requests.utils import get_environ_proxies

    return get_environ_proxies(url, no_proxy=None)


def certificates() -> str | bool:
    """The certificates to trust: a bundle that the environment names, else the usual ones."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def is_reset(error: BaseException) -> bool:
    """Whether a connection that stood was broken, rather than never made."""
    return any(word in str(error) for word in ("Connection aborted", "reset by peer", "broken"))


def trouble(what: str, error: BaseException) -> str:
    """What failed, with the system's own words for why where it has some.

    The exceptions of the HTTP library hold one another as text; of all that a person can use
    the words after the error number: `[Errno 111] Connection refused`.
    """
    found = _IN_NESTED.findall(str(error))
    return f"{what} ({found[-1].strip(' .,')})" if found else what
