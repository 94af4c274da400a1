"""Chinese references: composed works, printed in the manners of Chinese journals and presses.

GB/T 7714 by number and by author and date, with its marks and without, the older manner, and
the manner of the humanities with 《》; full-width or half-width marks. Each part is written with
its label, so that the spans are known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.training.words import HAN_WORDS

Span = dict[str, Any]
Part = tuple[str, str]
"""A label, "" for what belongs to no field, and its text."""

_FULL_WIDTH = str.maketrans({",": "，", ":": "：", "(": "（", ")": "）", ";": "；"})


def han_texts(count: int, choose: random.Random) -> Iterator[tuple[str, list[Span]]]:
    """Texts and spans of so many composed references."""
    for _ in range(count):
        manner = choose.choices(_MANNERS, _SHARES)[0]
        parts = manner(_work(choose), choose)
        yield _joined(_finished(parts, choose), choose)


def _joined(parts: Sequence[Part], choose: random.Random) -> tuple[str, list[Span]]:
    text = ""
    spans: list[Span] = []
    wide = choose.random() < 0.3
    tight = choose.random() < 0.3
    for label, value in parts:
        if not label and wide:
            value = value.translate(_FULL_WIDTH).replace("， ", "，").replace("： ", "：")
            value = value.replace(". ", choose.choice(("．", ". ", "。")))
        if not label and tight:
            value = value.replace(" ", "") or value
        if label:
            spans.append({"label": label, "start": len(text), "end": len(text) + len(value)})
        text += value
    return text, spans


def _finished(parts: list[Part], choose: random.Random) -> list[Part]:
    """With the number in front and the stop at the end that many lists have."""
    if choose.random() < 0.3:
        number = choose.choice(("[{}] ", "[{}]", "{} ", "{}. ", "〔{}〕")).format(
            choose.randint(1, 99)
        )
        parts = [("citation-number", number), *parts]
    return parts if choose.random() < 0.2 else [*parts, ("", choose.choice((".", "。")))]


def _person(choose: random.Random) -> str:
    given = "".join(choose.sample(HAN_WORDS["givens"], choose.choice((1, 2, 2))))
    return choose.choice(HAN_WORDS["surnames"]) + given


def _title(choose: random.Random) -> str:
    a, b = choose.sample(HAN_WORDS["subjects"], 2)
    return choose.choice(HAN_WORDS["frames"]).format(
        a=a, b=b, z=choose.choice(HAN_WORDS["aspects"])
    )


def _journal(choose: random.Random) -> str:
    if choose.random() < 0.25:
        return choose.choice(HAN_WORDS["famous"])
    s, t = choose.sample(HAN_WORDS["areas"], 2)
    return choose.choice(HAN_WORDS["journal_frames"]).format(
        s=s, t=t, u=choose.choice(HAN_WORDS["universities"])
    )


def _work(choose: random.Random) -> dict[str, str]:
    """A work: type, authors and all that its type has; numbers as text."""
    kind = choose.choices(
        ("J", "M", "C", "D", "N", "R", "S", "EB", "chapter"), (44, 22, 5, 8, 5, 4, 4, 4, 8)
    )[0]
    start = choose.randint(1, 980)
    work = {
        "type": kind,
        "title": _title(choose),
        "year": str(choose.randint(1980, 2024)),
        "month": str(choose.randint(1, 12)),
        "day": str(choose.randint(1, 28)),
        "volume": str(choose.randint(1, 60)),
        "issue": choose.choice(
            (
                str(choose.randint(1, 24)),
                f"{choose.randint(1, 12):02d}",
                f"S{choose.randint(1, 2)}",
                f"增刊{choose.randint(1, 2)}",
            )
        ),
        "pages": choose.choice((f"{start}-{start + choose.randint(1, 20)}",) * 4 + (str(start),)),
        "journal": _journal(choose),
        "newspaper": choose.choice(HAN_WORDS["newspapers"]),
        "press": choose.choice(HAN_WORDS["presses"]),
        "city": choose.choice(HAN_WORDS["cities"]),
        "university": choose.choice(HAN_WORDS["universities"]),
        "host": choose.choice(
            (
                _title(choose),
                f"{choose.choice(HAN_WORDS['areas'])}学会年会论文集",
                f"{_person(choose)}文集",
                "十三经注疏",
            )
        ),
        "host-editor": choose.choice((_person(choose), choose.choice(HAN_WORDS["bodies"]))),
        "edition": choose.choice(("2版", "第3版", "2 版", "修订版", "3版", "增订本", "2020版")),
        "translator": _person(choose),
        "names": choose.choices(("persons", "body", "foreign", "none"), (80, 9, 7, 4))[0],
    }
    count = choose.choices((1, 2, 3, 4), (45, 28, 17, 10))[0]
    work["authors"] = "|".join(_person(choose) for _ in range(count))
    if work["names"] == "body":
        work["authors"] = choose.choice(HAN_WORDS["bodies"])
    if work["names"] == "foreign":
        work["authors"] = choose.choice(HAN_WORDS["foreign"])
    if kind in {"S", "EB"} and choose.random() < 0.6:
        work["authors"], work["names"] = choose.choice(HAN_WORDS["bodies"]), "body"
    return work


def _authors(work: dict[str, str], choose: random.Random, between: str = ", ") -> list[Part]:
    if work["names"] == "none":
        return []
    names = work["authors"].split("|")
    text = between.join(names)
    if len(names) == 3 and work["type"] == "J" and choose.random() < 0.6:
        text += choose.choice((f"{between}等", "等"))
    role = (
        "编"
        if work["type"] == "M" and work["names"] != "foreign" and choose.random() < 0.08
        else ""
    )
    return [("author", text), ("", role)] if role else [("author", text)]


def _numeric(work: dict[str, str], choose: random.Random) -> list[Part]:
    """GB/T 7714 by number: with its mark, or as some journals print it, without."""
    marked = choose.random() < 0.35
    authors = _authors(work, choose)
    head: list[Part] = [*authors, ("", ". ")] if authors else []
    return [
        *head,
        ("title", work["title"]),
        *_mark(work, marked, choose),
        *_rest(work, choose, dated=False),
    ]


def _author_date(work: dict[str, str], choose: random.Random) -> list[Part]:
    marked = choose.random() < 0.35
    authors = _authors(work, choose) or [("", choose.choice(("佚名", "")))]
    gap = choose.choice((", ", ". ", " (", "."))
    close = ")" if gap == " (" else ""
    stop = choose.choice((". ", ". ", "."))
    return [
        *authors,
        ("", gap),
        ("date", work["year"]),
        ("", close + stop),
        ("title", work["title"]),
        *_mark(work, marked, choose),
        *_rest(work, choose, dated=True),
    ]


def _mark(work: dict[str, str], marked: bool, choose: random.Random) -> list[Part]:
    kind = "M" if work["type"] == "chapter" else work["type"]
    if marked:
        mark = choose.choice((kind, kind, kind, f"{kind}/OL"))
        text = f"[{mark}]" if choose.random() < 0.9 else f"[{mark}I"
        return [("", text)]
    if work["type"] == "D" and choose.random() < 0.5:
        return [("", f"[{choose.choice(('博士', '硕士'))}学位论文]")]
    return []


def _rest(work: dict[str, str], choose: random.Random, *, dated: bool) -> list[Part]:
    """What stands behind the title, for each type."""
    kind = work["type"]
    date: list[Part] = [] if dated else [("", ", "), ("date", work["year"])]
    pages: list[Part] = [("", choose.choice((": ", ":", ": "))), ("pages", work["pages"])]
    if kind == "J":
        volume: list[Part] = (
            [("", ", "), ("volume", work["volume"])] if choose.random() < 0.65 else []
        )
        gap = "" if volume or not dated else ", "
        issue: list[Part] = (
            [("", gap + "("), ("issue", work["issue"]), ("", ")")] if choose.random() < 0.85 else []
        )
        pages = pages if choose.random() < 0.9 and (volume or issue) else []
        return [("", ". "), ("container-title", work["journal"]), *date, *volume, *issue, *pages]
    if kind == "N":
        day = f"{work['year']}-{int(work['month']):02d}-{int(work['day']):02d}"
        return [
            ("", ". "),
            ("container-title", work["newspaper"]),
            ("", ", "),
            ("date", day),
            ("", "("),
            ("pages", str(int(work["issue"][-1:] or 1) + 1)),
            ("", ")"),
        ]
    if kind == "S":
        number = f"GB/T {work['volume']}{work['day']}—{work['year']}"
        if choose.random() < 0.5:
            return [("", f": {number}")] + (
                [("", ". "), *_imprint(work, dated)] if choose.random() < 0.6 else []
            )
        return [("", ". "), *_imprint(work, dated)]
    if kind == "EB":
        return [
            ("", "("),
            ("date", f"{work['year']}-{int(work['month']):02d}-{int(work['day']):02d}"),
            ("", f")[2024-05-{int(work['day']):02d}]. "),
            ("url", f"http://www.example.org.cn/{work['volume']}/{work['day']}.html"),
        ]
    if kind in {"C", "chapter"}:
        opening = choose.choice(("//", "//", ". //", ". 见: "))
        editor: list[Part] = []
        if choose.random() < 0.6:
            editor = [
                ("editor", work["host-editor"]),
                ("", choose.choice((". ", "编. ", "主编. ", ", 编. "))),
            ]
        edition: list[Part] = (
            [("", ". "), ("edition", work["edition"])] if choose.random() < 0.15 else []
        )
        return [
            ("", opening),
            *editor,
            ("container-title", work["host"]),
            *edition,
            ("", ". "),
            *_imprint(work, dated),
            *pages,
        ]
    if kind == "D":
        return [
            ("", ". "),
            ("location", work["city"]),
            ("", ": "),
            ("publisher", work["university"]),
            *date,
            *(pages if choose.random() < 0.3 else []),
        ]
    parts: list[Part] = []
    if work["names"] == "foreign":
        parts += [
            ("", ". "),
            ("translator", work["translator"]),
            ("", choose.choice((", 译", "译", " 译"))),
        ]
    if choose.random() < 0.2:
        parts += [("", ". "), ("edition", work["edition"])]
    return [*parts, ("", ". "), *_imprint(work, dated), *(pages if choose.random() < 0.5 else [])]


def _imprint(work: dict[str, str], dated: bool) -> list[Part]:
    date: list[Part] = [] if dated else [("", ", "), ("date", work["year"])]
    return [("location", work["city"]), ("", ": "), ("publisher", work["press"]), *date]


def _humanities(work: dict[str, str], choose: random.Random) -> list[Part]:
    """Titles in 《》, the year in words, as the humanities print it."""
    early = choose.random() < 0.4
    authors = _authors(work, choose, between="、")
    editing = choose.choice(("", "", "主编", "编")) if work["type"] == "M" else ""
    year: list[Part] = [("", "("), ("date", work["year"]), ("", ")")] if early and authors else []
    colon = choose.choice(("：", ":", "，")) if authors else ""
    head: list[Part] = [
        *authors,
        ("", editing),
        *year,
        ("", f"{colon}《"),
        ("title", work["title"]),
        ("", "》"),
    ]
    late: list[Part] = [("", "，"), ("date", work["year"]), ("", "年")]
    number = work["issue"] if work["issue"].isdigit() else str(int(work["month"]))
    if work["type"] == "J":
        volume: list[Part] = (
            [("", "第"), ("volume", work["volume"]), ("", "卷")] if choose.random() < 0.25 else []
        )
        if volume and early:
            volume = [("", "，"), *volume]
        return [
            *head,
            ("", choose.choice(("，", "，载"))),
            ("", "《"),
            ("container-title", work["journal"]),
            ("", "》"),
            *(
                late
                if not (early and choose.random() < 0.5)
                else [("", "，")]
                if not volume
                else []
            ),
            *volume,
            ("", "第"),
            ("issue", number),
            ("", "期"),
            *_han_pages(work, choose),
        ]
    if work["type"] == "N":
        day = f"{work['year']}年{work['month']}月{work['day']}日"
        return [
            *head,
            ("", "，《"),
            ("container-title", work["newspaper"]),
            ("", "》，"),
            ("date", day),
        ]
    if work["type"] in {"C", "chapter"}:
        editor: list[Part] = []
        if choose.random() < 0.7:
            editor = [
                ("editor", work["host-editor"]),
                ("", choose.choice(("主编：", "编：", "主编", "编"))),
            ]
        return [
            *head,
            ("", choose.choice(("，载", "，见", "，收入"))),
            *editor,
            ("", "《"),
            ("container-title", work["host"]),
            ("", "》，"),
            *_han_imprint(work, choose),
            *late,
            *_han_pages(work, choose),
        ]
    if work["type"] == "D":
        return [
            *head,
            ("", "，"),
            ("publisher", work["university"]),
            ("", choose.choice(("博士学位论文", "硕士学位论文"))),
            *late,
        ]
    if work["type"] in {"S", "EB", "R"}:
        return [*head, *late]
    translator: list[Part] = []
    if work["names"] == "foreign":
        translator = [("", "，"), ("translator", work["translator"]), ("", "译")]
    return [
        *head,
        *translator,
        ("", "，"),
        *_han_imprint(work, choose),
        *late,
        *_han_pages(work, choose),
    ]


def _han_imprint(work: dict[str, str], choose: random.Random) -> list[Part]:
    if choose.random() < 0.5:
        return [
            ("location", work["city"]),
            ("", choose.choice(("：", ":", "，"))),
            ("publisher", work["press"]),
        ]
    return [("publisher", work["press"])]


def _han_pages(work: dict[str, str], choose: random.Random) -> list[Part]:
    if choose.random() < 0.5:
        return []
    return [
        ("", "，第"),
        ("pages", work["pages"].replace("-", choose.choice(("-", "—", "～")))),
        ("", "页"),
    ]


_MANNERS = (_numeric, _author_date, _humanities)
_SHARES = (45, 25, 30)
