"""Find a `.bst` file: by its path, or by its name where TeX keeps its styles."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from backmatter.references.errors import StyleError
from backmatter.references.files import read_bytes

SUFFIX = ".bst"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,199}\.bst", re.ASCII | re.IGNORECASE)
_SECONDS = 30


def find_bst(name: str) -> Path:
    """The file that is meant: a path, or a style that TeX's `kpsewhich` knows.

    Raises:
        StyleError: When there is no such file; the message says how to get one.
    """
    path = Path(name).expanduser()
    if path.is_file():
        return path
    if not _NAME.fullmatch(name):
        raise StyleError(f"{name}: no such file")
    program = shutil.which("kpsewhich")
    if program is None:
        raise StyleError(
            f"{name}: not here, and TeX, which brings BibTeX's styles, is not installed; give the "
            "path of the .bst file, install TeX (Debian: texlive-base), or use one of pybtex's "
            "styles, such as pybtex:plain"
        )
    found = subprocess.run(  # noqa: S603  # the name is letters, digits and .+_- (see _NAME)
        [program, name], capture_output=True, check=False, timeout=_SECONDS, text=True
    ).stdout.strip()
    if not found:
        raise StyleError(f"{name}: neither here nor among the styles of the TeX installation")
    return Path(found)


def read_bst(path: Path) -> str:
    """The text of a style: UTF-8, else Latin-1, which old styles' comments are in."""
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
