"""CSL-YAML: CSL-JSON's items as YAML, the way Pandoc keeps references in a document's metadata.

This module fronts PyYAML. Everything is read as text, so that no value changes (`1e3`, `no`,
`2020-01-01`); anchors are refused, for a few lines of them can stand for gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.formats import csl_json
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.model import Reference

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,9})?")


def read(text: str, file: str = "") -> ReadResult:
    """The items of a YAML text: a list, or a mapping with `references`.

    Raises:
        InputError: When it is not YAML, or YAML of another kind; file, line and column in the text.
    """
    return csl_json.read_items(_load(text.removeprefix("\ufeff"), file), file, "CSL-YAML")


def write(references: Sequence[Reference]) -> str:
    """A YAML document with `references`, as Pandoc writes it."""
    import yaml

    items = [csl_json.reference_to_item(each) for each in references]
    body = yaml.safe_dump({"references": items}, allow_unicode=True, sort_keys=False, width=96)
    return f"---\n{body}...\n"


FORMAT = Format("csl-yaml", (".yaml",), "CSL-YAML", read, write)


def _load(text: str, file: str) -> Any:
    """The first document of a YAML text, every scalar as text."""
    import yaml

    reader = cast("Any", yaml)  # its stubs leave what these functions take unknown
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in reader.parse(text, yaml.BaseLoader)):
            raise InputError(
                f"{file or '-'}: YAML anchors are not read; write out what they repeat"
            )
        value = next(iter(reader.load_all(text, yaml.BaseLoader)), None)
        return _with_typed_custom(value)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InputError(f"{file or '-'}{place}: not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"{file or '-'}: not readable as YAML: {reason}") from None


def _with_typed_custom(value: Any) -> Any:
    """The value with numbers and truths inside members `custom`, where JSON has them as such."""
    if isinstance(value, list):
        return [_with_typed_custom(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {
            name: _typed(each) if name == "custom" else _with_typed_custom(each)
            for name, each in members.items()
        }
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {name: _typed(each) for name, each in cast("dict[str, Any]", value).items()}
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return value
