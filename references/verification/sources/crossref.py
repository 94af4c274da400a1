"""Crossref's REST API as a source: DOIs in batches, everything else one query each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote

from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers.finding import find_dois
from backmatter.references.model import Reference
from backmatter.references.verification.cache import Answers, Kept
from backmatter.references.verification.exchange import Reply
from backmatter.references.verification.http import Client
from backmatter.references.verification.parallel import in_parallel
from backmatter.references.verification.records import WORK_FIELDS, Work, read_work
from backmatter.references.verification.results import Cause
from backmatter.references.verification.sources.source import Answer, Failure
from backmatter.references.verification.times import iso

URL = "https://api.crossref.org"
BATCH = 50
"""DOIs in one request; more are undocumented, and a URL has an end."""

_BATCH_CHARACTERS = 4000
_ROWS = 5
_QUERY_CHARACTERS = 700
_WORKERS = 8
_BOOKS = frozenset({"book", "edited-book", "monograph", "reference-book"})


@dataclass(frozen=True, slots=True)
class CrossrefSource:
    """Crossref through its REST API.

    Attributes:
        client: Asks over HTTP.
        url: The API's base URL.
        mailto: The user's address for the polite pool, "" to stay in the public one.
        cache: Where answers are kept, None for nowhere.
        now: The time, in seconds since 1970.
    """

    client: Client
    now: Callable[[], float]
    url: str = URL
    mailto: str = ""
    cache: Answers | None = None
    name: str = "Crossref"
    is_curated: bool = False
    _selects: list[bool] = field(default_factory=lambda: [True])

    @property
    def at_once(self) -> int:
        """So many threads; the client lets through as many as the service allows."""
        return _WORKERS

    def by_doi(self, dois_asked: Sequence[str]) -> Mapping[str, Answer]:
        """The records of these DOIs: one request for each 50 that no cache holds."""
        answers = {doi: kept for doi in dois_asked if (kept := self._kept(doi))}
        missing = [doi for doi in dois_asked if doi not in answers]
        batches = list(_batches([doi for doi in missing if "," not in doi]))
        batches += [[doi] for doi in missing if "," in doi]
        for found in in_parallel(self._batch, batches, _WORKERS):
            answers.update(found)
        return {doi: answers[doi] for doi in dois_asked}

    def by_reference(self, reference: Reference) -> Answer:
        """The records whose bibliographic data are nearest to the reference's."""
        text = bibliographic_text(reference)
        if not text:
            return Answer()
        if kept := self._kept_query(text):
            return Answer(tuple(_works(_as_list(kept.value))), iso(kept.at))
        query = f"query.bibliographic={quote(text, safe='')}&rows={_ROWS}"
        reply = self._list(query, "DOI,score")
        if reply.failure:
            return Answer(failure=reply.failure)
        if (items := _items(reply)) is None:
            return Answer(failure=_odd(self.url))
        if self.cache:
            self.cache.put("query", text, [_kept_fields(item) for item in items])
        return Answer(tuple(_works(items)), iso(self.now()))

    def by_isbn(self, isbn: str) -> Answer:
        """The book with this ISBN (digits alone); its chapters have the same, and are no answer."""
        if self.cache and (kept := self.cache.get("isbn", isbn, any_age=self._is_offline())):
            return Answer(tuple(_works(_as_list(kept.value))), iso(kept.at))
        reply = self._list(f"filter=isbn:{quote(isbn, safe='')}&rows=100", "DOI,type,ISBN")
        if reply.failure:
            return Answer(failure=reply.failure)
        if (items := _items(reply)) is None:
            return Answer(failure=_odd(self.url))
        books = [_kept_fields(item) for item in items if _is_book(item, isbn)]
        if self.cache:
            self.cache.put("isbn", isbn, books)
        return Answer(tuple(_works(books)), iso(self.now()))

    def lists_for(self, dois_asked: Sequence[str]) -> int:
        """How many requests `by_doi` would take."""
        missing = [doi for doi in dois_asked if not self._kept(doi)]
        single = [doi for doi in missing if "," in doi]
        return len(single) + sum(1 for _ in _batches([d for d in missing if "," not in d]))

    def knows(self, reference: Reference) -> bool:
        """Whether `by_reference` would ask nobody."""
        text = bibliographic_text(reference)
        return not text or self._kept_query(text) is not None

    def health(self) -> Failure | None:
        """Why it cannot be asked."""
        return self.client.stopped

    def _batch(self, batch: list[str]) -> dict[str, Answer]:
        """The answers for up to 50 DOIs, from one request."""
        if len(batch) == 1 and "," in batch[0]:
            return {batch[0]: self._single(batch[0])}
        wanted = quote(",".join(f"doi:{doi}" for doi in batch), safe=",:/")
        reply = self._list(f"filter={wanted}&rows={len(batch)}", "DOI")
        if reply.failure:
            return {doi: Answer(failure=reply.failure) for doi in batch}
        if (items := _items(reply)) is None:
            return {doi: Answer(failure=_odd(self.url)) for doi in batch}
        asked = iso(self.now())
        found = {dois.key(work.doi): (work, item) for item in items if (work := read_work(item))}
        strangers = set(found) - {dois.key(doi) for doi in batch}
        answers: dict[str, Answer] = {}
        for doi in batch:
            work, item = found.get(dois.key(doi), (None, None))
            if work is None and strangers:  # an answer to another question tells nothing
                answers[doi] = Answer(failure=_odd(self.url))
                continue
            self._keep(doi, item)
            answers[doi] = Answer((work,) if work else (), asked)
        return answers

    def _single(self, doi: str) -> Answer:
        """A DOI with a comma, which a filter would take for two."""
        mailto = f"?mailto={quote(self.mailto, safe='')}" if self.mailto else ""
        reply = self.client.get_json(f"{self.url}/works/{dois.encoded(doi)}{mailto}", "single")
        if reply.failure:
            return Answer(failure=reply.failure)
        message = _message(reply)
        work = read_work(message)
        if reply.status != 404 and (work is None or not dois.same(work.doi, doi)):
            return Answer(failure=_odd(self.url))
        self._keep(doi, message)
        return Answer((work,) if work else (), iso(self.now()))

    def _list(self, query: str, first: str) -> Reply:
        """A list request that selects fields; one without, where a selected name is unknown."""
        if self.mailto:
            query += f"&mailto={quote(self.mailto, safe='')}"
        names = ",".join(dict.fromkeys((*first.split(","), *WORK_FIELDS)))
        if self._selects[0]:
            reply = self.client.get_json(f"{self.url}/works?{query}&select={names}", "list")
            if reply.status != 400:
                return reply
            self._selects[0] = False
        return self.client.get_json(f"{self.url}/works?{query}", "list")

    def _kept_query(self, text: str) -> Kept | None:
        return self.cache.get("query", text, any_age=self._is_offline()) if self.cache else None

    def _kept(self, doi: str) -> Answer | None:
        kept = (
            self.cache.get("doi", dois.key(doi), any_age=self._is_offline()) if self.cache else None
        )
        if kept is None:
            return None
        work = read_work(kept.value)
        if work and not dois.same(work.doi, doi):
            return None  # a file of evidence may say anything
        return Answer((work,) if work else (), iso(kept.at))

    def _keep(self, doi: str, item: object) -> None:
        if self.cache:
            self.cache.put("doi", dois.key(doi), _kept_fields(item) if item else None)

    def _is_offline(self) -> bool:
        stopped = self.client.stopped
        return stopped is not None and stopped.cause is Cause.OFFLINE


def bibliographic_text(reference: Reference) -> str:
    """What `query.bibliographic` is given: the printed reference, else its fields in order.

    DOIs and links are left out: the query looks at words, and theirs are noise.
    """
    source = reference.source
    text = source.printed if source and source.printed else _from_fields(reference)
    for found in reversed(find_dois(text)):
        text = text[: found.start] + " " + text[found.end :]
    text = " ".join(word for word in text.split() if "://" not in word and word.lower() != "doi:")
    if len(text) <= _QUERY_CHARACTERS:
        return text
    return text[:_QUERY_CHARACTERS].rpartition(" ")[0] or text[:_QUERY_CHARACTERS]


def _from_fields(reference: Reference) -> str:
    names = reference.names.get("author") or reference.names.get("editor") or ()
    people = [name.literal or f"{name.family} {name.given}".strip() for name in names[:6]]
    variables = ("container-title", "volume", "issue", "page", "number")
    year = [str(reference.year)] if reference.year else []
    texts = [reference.plain_title, *map(reference.text, variables)]
    return " ".join([*people, *year, *filter(None, texts)])


def _batches(wanted: Sequence[str]) -> Iterator[list[str]]:
    """Batches of up to 50 DOIs that a URL can hold."""
    batch: list[str] = []
    size = 0
    for doi in wanted:
        length = len(quote(doi, safe="/")) + 5
        if batch and (len(batch) == BATCH or size + length > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(doi)
        size += length
    if batch:
        yield batch


def _message(reply: Reply) -> object:
    content = reply.content
    return cast("dict[str, Any]", content).get("message") if isinstance(content, dict) else None


def _items(reply: Reply) -> list[object] | None:
    """The records of a list answer; None when it is none."""
    message = _message(reply)
    items = cast("dict[str, Any]", message).get("items") if isinstance(message, dict) else None
    return cast("list[object]", items)[:1000] if isinstance(items, list) else None


def _is_book(item: object, isbn: str) -> bool:
    """Whether a record is a whole book, and has this ISBN itself."""
    record = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
    own = [str(each).replace("-", "") for each in _as_list(record.get("ISBN"))]
    return record.get("type") in _BOOKS and any(each.endswith(isbn) for each in own)


def _as_list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _works(items: Sequence[object]) -> Iterator[Work]:
    """The readable records, each DOI once."""
    seen: set[str] = set()
    for item in items:
        work = read_work(item)
        if work and dois.key(work.doi) not in seen:
            seen.add(dois.key(work.doi))
            yield work


def _kept_fields(item: object) -> object:
    """The part of a record that is read, and so the part that is worth keeping."""
    record = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
    return {name: record[name] for name in (*WORK_FIELDS, "score") if name in record}


def _odd(url: str) -> Failure:
    return Failure(Cause.FAILED, f"{url}: answered with something else than was asked for")
