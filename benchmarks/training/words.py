"""The words that synthetic references are composed of, from the files beside this module."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent

WORDS: dict[str, Any] = tomllib.loads((_HERE / "words.toml").read_text("utf-8"))
"""European words: lists, or lists by language."""

HAN_WORDS: dict[str, list[str]] = tomllib.loads((_HERE / "han_words.toml").read_text("utf-8"))
"""Chinese words."""
