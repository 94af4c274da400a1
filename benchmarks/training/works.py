"""Works to render: real articles of Crossref, and books, chapters and others composed of them."""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.training.rows import SHARED
from benchmarks.training.words import WORDS

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stock:
    """Parts of real works, to compose others from."""

    articles: tuple[Item, ...]
    titles: tuple[str, ...]
    names: tuple[Item, ...]


def stock() -> Stock:
    """The parts of Crossref's works that are fit to be printed."""
    path = SHARED / "crossref" / "works.jsonl.gz"
    articles: list[Item] = []
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        item = _article(json.loads(line))
        if item:
            articles.append(item)
    seen: dict[str, int] = {}
    for item in articles:
        seen[item["container-title"]] = seen.get(item["container-title"], 0) + 1
    random.Random(1).shuffle(articles)
    articles = [a for a in articles if _spared(a["container-title"], seen)]
    titles = tuple(item["title"] for item in articles)
    names = tuple(name for item in articles for name in item["author"])
    return Stock(tuple(articles), titles, names)


def work(parts: Stock, language: str, choose: random.Random) -> Item:
    """One work of a kind chosen by chance, its numbers such that none can be taken for another."""
    kinds = _KINDS if language == "en" else _HUMANITIES
    make = choose.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
    item = make(parts, language, choose)
    item["id"] = "x"
    return item


def _spared(container: str, seen: dict[str, int]) -> bool:
    """Whether one more article of a journal is wanted: no journal may prevail."""
    seen[container] -= 1
    return seen[container] < _PER_JOURNAL


_PER_JOURNAL = 25


def _article(record: Item) -> Item | None:
    title = html.unescape(" ".join((record.get("title") or [""])[0].split())).rstrip(".")
    container = html.unescape((record.get("container-title") or [""])[0])
    names = [
        {"family": n["family"], "given": n["given"]}
        for n in record.get("author") or ()
        if n.get("family") and n.get("given")
    ]
    if (
        not 12 < len(title) < 220 or not names or len(names) > 12 or not container
        or re.search(r"[<>\"“”„‘’\n]|'\s|\s'", title + container) or title.isupper()
    ):  # fmt: skip
        return None
    short = ((record.get("short-container-title") or [""]) or [""])[0]
    return {
        "title": title, "container-title": container, "container-title-short": short or container,
        "author": names, "DOI": record["DOI"],
    }  # fmt: skip


def _journal(parts: Stock, language: str, choose: random.Random) -> Item:
    item = dict(choose.choice(parts.articles), type="article-journal")
    if language != "en":
        item |= {
            "title": _title(parts, language, choose),
            "author": _people(parts, language, choose),
        }
        item["container-title"] = choose.choice(WORDS["journals"][language])
        item.pop("container-title-short")
    item["issued"] = _date(choose, full=choose.random() < 0.4)
    _numbers(item, choose)
    if choose.random() < 0.6 or language != "en":
        item.pop("DOI")
    return item


def _numbers(item: Item, choose: random.Random) -> None:
    """Volume, issue and pages, all different from one another and from the date's numbers."""
    start = choose.choice((choose.randint(33, 999), choose.randint(1000, 9999)))
    numbers = choose.sample(range(1, 32), 2)
    volume = choose.choice((numbers[0], choose.randint(32, 250)))
    if volume == start:
        start += 1
    item["volume"] = choose.choice(
        (str(volume), str(volume), str(volume), f"{choose.choice('ABCD')}{volume}")
    )
    if choose.random() < 0.08:
        item["volume"] = str(choose.randint(1400, 1990))
    if choose.random() < 0.65:
        item["issue"] = choose.choice(
            (
                str(numbers[1]),
                str(numbers[1]),
                f"{numbers[1]}-{numbers[1] + 1}",
                f"Suppl {numbers[1]}",
            )
        )
    chance = choose.random()
    if chance < 0.75:
        item["page"] = f"{start}-{start + choose.randint(1, 40)}"
    elif chance < 0.85:
        item["page"] = f"S{start}-S{start + choose.randint(1, 40)}"
    elif chance < 0.95:
        item["page"] = str(
            choose.choice((start, choose.randint(10000, 999999), f"e{start}", f"0{start}"))
        )
    if choose.random() < 0.06:
        item.pop("volume")


def _book(parts: Stock, language: str, choose: random.Random) -> Item:
    item: Item = {"type": "book", "title": _title(parts, language, choose)}
    if choose.random() < 0.12:
        item["editor"] = _people(parts, language, choose)
    elif choose.random() < 0.12:
        item["author"] = [{"literal": _group(choose)}]
    else:
        item["author"] = _people(parts, language, choose)
    _imprint(item, language, choose)
    if choose.random() < 0.12:
        item["edition"] = str(choose.randint(2, 9))
    if choose.random() < 0.1:
        item["number-of-pages"] = str(choose.randint(100, 800))
    if choose.random() < 0.08:
        item["translator"] = _people(parts, language, choose)[:1]
    if choose.random() < 0.08:
        item["collection-title"] = _title(parts, language, choose)[:50].strip()
    return item


def _imprint(item: Item, language: str, choose: random.Random) -> None:
    item["issued"] = _date(choose, full=False)
    chance = choose.random()
    if chance < 0.9:
        item["publisher"] = choose.choice(WORDS["presses"][language])
    if chance > 0.15:
        item["publisher-place"] = choose.choice(WORDS["cities"][language])


def _chapter(parts: Stock, language: str, choose: random.Random) -> Item:
    start = choose.randint(32, 500)
    item: Item = {
        "type": "chapter",
        "title": _title(parts, language, choose),
        "author": _people(parts, language, choose),
        "container-title": _title(parts, language, choose),
        "page": f"{start}-{start + choose.randint(3, 35)}",
    }
    if choose.random() < 0.85:
        item["editor"] = _people(parts, language, choose)
    if choose.random() < 0.15:
        item.pop("page")
    _imprint(item, language, choose)
    return item


def _meeting(parts: Stock, language: str, choose: random.Random) -> Item:
    year = choose.randint(1975, 2023)
    acronym = "".join(choose.sample("ABCDEFILMNOPRSTV", choose.randint(3, 5)))
    start = choose.randint(32, 900)
    item: Item = {
        "type": "paper-conference",
        "title": _title(parts, language, choose),
        "author": _people(parts, language, choose),
        "container-title": choose.choice(WORDS["meetings"]).format(
            n=choose.randint(4, 30),
            t=choose.choice(WORDS["fields"]),
            s=acronym,
            y=year,
            z=year % 100,
        ),
        "issued": _date(choose, full=choose.random() < 0.2, year=year),
    }
    if choose.random() < 0.7:
        item["page"] = f"{start}-{start + choose.randint(3, 15)}"
    if choose.random() < 0.4:
        item["publisher-place"] = choose.choice(WORDS["cities"][language])
    if choose.random() < 0.4:
        item["publisher"] = choose.choice(WORDS["presses"][language])
    return item


def _thesis(parts: Stock, language: str, choose: random.Random) -> Item:
    city = choose.choice(WORDS["cities"][language]).split(",")[0]
    kinds = ("PhD thesis", "Master's thesis", "Doctoral dissertation", "Ph.D. dissertation")
    return {
        "type": "thesis",
        "title": _title(parts, language, choose),
        "author": _people(parts, language, choose)[:1],
        "genre": choose.choice(kinds if language == "en" else ("Dissertation", "Diplomarbeit")),
        "publisher": f"University of {city}" if language == "en" else f"Universität {city}",
        "issued": _date(choose, full=False),
    }


def _report(parts: Stock, language: str, choose: random.Random) -> Item:
    item: Item = {
        "type": "report",
        "title": _title(parts, language, choose),
        "author": _people(parts, language, choose)
        if choose.random() < 0.5
        else [{"literal": _group(choose)}],
        "genre": choose.choice(("Technical report", "Working paper", "Discussion paper")),
        "number": str(choose.randint(32, 999)),
    }
    _imprint(item, language, choose)
    item["publisher"] = choose.choice((*WORDS["groups"], item.get("publisher", "MIT")))
    return item


def _page(parts: Stock, language: str, choose: random.Random) -> Item:
    site = choose.choice(("example", "journal", "health", "stats", "archive"))
    end = choose.choice(("org", "com", "gov", "de", "edu"))
    item: Item = {
        "type": "webpage",
        "title": _title(parts, language, choose)[:90].strip(),
        "author": [{"literal": _group(choose)}],
        "issued": _date(choose, full=choose.random() < 0.4),
        "URL": f"http://www.{site}.{end}/{choose.randint(100, 99999)}/index.html",
        "accessed": _date(choose, full=True, year=2024),
    }
    if choose.random() < 0.35:
        item["author"] = _people(parts, language, choose)[:2]
    if choose.random() < 0.4:
        item["container-title"] = f"{choose.choice(WORDS['fields'])} Blog"
    return item


def _newspaper(parts: Stock, language: str, choose: random.Random) -> Item:
    item: Item = {
        "type": "article-newspaper",
        "title": _title(parts, language, choose)[:90].strip(),
        "author": _people(parts, language, choose)[:2],
        "container-title": choose.choice(WORDS["newspapers"][language]),
        "issued": _date(choose, full=True),
    }
    if choose.random() < 0.5:
        item["page"] = str(choose.randint(32, 60))
    return item


def _date(choose: random.Random, *, full: bool, year: int = 0) -> Item:
    year = year or choose.choice((choose.randint(1950, 2024), choose.randint(1990, 2024)))
    parts = [year, choose.randint(1, 12), choose.randint(1, 28)] if full else [year]
    return {"date-parts": [parts[: choose.choice((2, 3))] if full else parts]}


def _title(parts: Stock, language: str, choose: random.Random) -> str:
    if language == "en":
        title = choose.choice(parts.titles)
        return title.split(":")[0].strip() if choose.random() < 0.5 else title
    a, b, c = choose.sample(WORDS["terms"][language], 3)
    title = choose.choice(WORDS["titles"][language]).format(a=a, b=b, c=c)
    return title[0].upper() + title[1:]


def _group(choose: random.Random) -> str:
    if choose.random() < 0.7:
        return choose.choice(WORDS["groups"])
    kind = choose.choice(("Committee on", "Institute for", "Center for", "Society for", "Board on"))
    name = f"{kind} {choose.choice(WORDS['fields'])}"
    return name if choose.random() < 0.6 else f"{name}, {choose.choice(WORDS['groups'][:20])}"


def _people(parts: Stock, language: str, choose: random.Random) -> list[Item]:
    count = choose.choices((1, 2, 3, 4, 6), (45, 30, 13, 8, 4))[0]
    if language == "en":
        return [dict(name) for name in choose.sample(parts.names, count)]
    families = choose.sample(WORDS["families"][language], count)
    return [{"family": f, "given": choose.choice(WORDS["givens"][language])} for f in families]


_Maker = Callable[[Stock, str, random.Random], Item]
_KINDS: Sequence[tuple[_Maker, int]] = (
    (_journal, 46), (_book, 17), (_chapter, 12), (_meeting, 10), (_thesis, 3), (_report, 4),
    (_page, 5), (_newspaper, 3),
)  # fmt: skip
_HUMANITIES: Sequence[tuple[_Maker, int]] = (
    (_journal, 26), (_book, 36), (_chapter, 26), (_thesis, 3), (_report, 2), (_page, 3),
    (_newspaper, 4),
)  # fmt: skip
