"""The vocabularies that ship, and those in files: found by name or path."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.topics.vocabulary import Vocabulary, load_vocabulary

_FOLDER = ("data", "vocabularies")


def shipped() -> tuple[str, ...]:
    """The names of the vocabularies that ship with backmatter, sorted."""
    folder = files("backmatter.references").joinpath(*_FOLDER)
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return tuple(sorted(name.removesuffix(".toml") for name in names))


def find_vocabulary(name_or_path: str) -> Vocabulary:
    """A vocabulary that ships, by its name, or one in a file, by its path.

    Raises:
        InputError: When there is neither, or when the file is no vocabulary.
    """
    path = Path(name_or_path)
    if name_or_path in shipped():
        entry = files("backmatter.references").joinpath(*_FOLDER, f"{name_or_path}.toml")
        return load_vocabulary(entry.read_text(encoding="utf-8"), f"{name_or_path}.toml")
    if not path.is_file() and path.suffix != ".toml":
        raise InputError(
            f"{name_or_path}: no vocabulary of this name ships (there are "
            f"{', '.join(shipped())}), and no such file"
        )
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text, as TOML must be ({error.reason})") from None
    return load_vocabulary(text, str(path))
