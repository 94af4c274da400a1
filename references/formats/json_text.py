"""JSON as text: reading with the place of an error, writing so that people can read it."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, cast

from backmatter.references.errors import InputError

_WIDTH = 96
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(text: str, file: str, *, first_line: int = 1) -> Any:
    """The value of a JSON text; half a surrogate pair in a string becomes U+FFFD.

    Raises:
        InputError: When it is not JSON, with file, line and column.
    """
    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = f"{file or '-'}:{error.lineno + first_line - 1}:{error.colno}"
        raise InputError(f"{place}: not JSON: {_reason(error, text)}") from None
    except RecursionError:
        raise InputError(f"{file or '-'}:{first_line}: not readable: nested too deeply") from None
    except ValueError as error:
        raise InputError(f"{file or '-'}:{first_line}: not readable: {error}") from None
    return _without_surrogates(value) if "\\u" in text or _SURROGATE.search(text) else value


def compact(value: Any) -> str:
    """A JSON value on one line."""
    return _ENCODER.encode(value)


def pretty(value: Any, indent: str = "") -> str:
    """A JSON value, broken over lines where one line would be too long or list objects."""
    line = compact(value)
    if not value or not isinstance(value, dict | list):
        return line
    fits = len(line) + len(indent) <= _WIDTH
    inner = indent + "  "
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if fits:
            return line
        rows = [f"{inner}{compact(name)}: {pretty(each, inner)}" for name, each in members.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    elements = cast("list[Any]", value)
    if fits and not any(isinstance(each, dict) for each in elements):
        return line
    return "[\n" + ",\n".join(f"{inner}{pretty(each, inner)}" for each in elements) + f"\n{indent}]"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON value")


def _reason(error: json.JSONDecodeError, text: str) -> str:
    """The decoder's message, and what to do about it."""
    if not text.strip():
        return "the file is empty; an empty list is written []"
    if error.pos >= len(text.rstrip()):
        return "the text ends too early; it may have been cut off: fetch or export it again"
    wrong = text[error.pos : error.pos + 1]
    if wrong == "'" or wrong in "\u201c\u201d":
        return f"{wrong} where a straight double quote is needed"
    if wrong in "]}" and text[: error.pos].rstrip().endswith(","):
        return f"a comma before {wrong}; take it out"
    if error.msg == "Extra data":
        return "more text after the end of the value; one value was expected (a list in [ ])"
    return f"{error.msg[0].lower()}{error.msg[1:]} at {wrong!r}; mend this place"


def _without_surrogates(value: Any) -> Any:
    """The value with lone surrogates, which no file can hold, replaced."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {_without_surrogates(name): _without_surrogates(v) for name, v in members.items()}
    return value
