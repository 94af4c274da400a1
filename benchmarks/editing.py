"""The commands that read or change a large `.bib` file, as whole processes: seconds and memory.

    python -m benchmarks.editing [ENTRIES ...]

Each command runs once, as a person would call it, its start and the writing of its output
included: seconds of CPU time and the largest memory of the process. Beside them stand other
programs that do the same or the nearest to it: bibtexparser and pybtex read a file and write it
again, refkit (where it can be imported) reads all fields, bibtex-tidy (where it is on the path)
tidies, sorts and makes keys. Two files: made-up entries, which are all alike, and, where the shared
data is beside the checkout, the entries of real files again and again, each with a key of its own.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from backmatter.references.bibtex.encoding import decode_bib
from backmatter.references.bibtex.scanner import Kind, blocks
from benchmarks.bibfile import made_up

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "bib-corpus"
SIZES = (10_000, 100_000)
PROGRAM = str(Path(sys.executable).with_name("backmatter"))
VOCABULARY = "intervertebral-disc-regeneration"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("tidy", "FILE"),
    ("tidy", "FILE", "--align"),
    ("sort", "FILE"),
    ("sort", "FILE", "--by", "author"),
    ("sort", "FILE", "--by", "year"),
    ("sort", "FILE", "--by", "title"),
    ("sort", "FILE", "--by", "type"),
    ("keys", "FILE"),
    ("tags", "list", "FILE"),
    ("tags", "add", "FILE", "animal > rat"),
    ("tags", "add", "FILE", "animal > rat", "--where", "title:disc"),
    ("tags", "rename", "FILE", "disc", "spine"),
    ("tag", "FILE", "--vocabulary", VOCABULARY, "--write"),
    ("convert", "FILE", "-f", "csl-json"),
    ("convert", "FILE", "-f", "bibtex"),
    ("convert", "FILE", "-f", "ris"),
    ("check", "FILE"),
    ("search", "FILE", "disc", "--count"),
)
_LIBRARIES = {
    "bibtexparser: read and write": "import bibtexparser as b; "
    "b.write_file('out', b.parse_file(sys.argv[1]))",
    "pybtex: read and write": "from pybtex.database import parse_file; "
    "parse_file(sys.argv[1]).to_file('out', 'bibtex')",
    "refkit: all fields": "import refkit; "
    "d = refkit.BibDocument.parse(open(sys.argv[1], encoding='utf-8').read()); "
    "sum(len(f.value) for e in d.entries.occurrences() for f in e.fields.occurrences())",
}
"""What each library does, for the closest thing to `tidy` or to reading."""

_OF_BIBTEX_TIDY = ((), ("--sort",), ("--generate-keys",))


def main() -> None:
    """Measure on files of the sizes named."""
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        os.environ["BACKMATTER_CACHE"] = str(Path(name) / "cache")
        for kind in ("made up", "real"):
            if kind == "real" and not CORPUS.is_dir():
                print("the shared data is not beside the checkout; no real entries measured")
                continue
            files = [Path(name) / f"{size}.bib" for size in sizes]
            for size, path in zip(sizes, files, strict=True):
                with path.open("w", encoding="utf-8") as file:  # piece by piece: what a process
                    file.writelines(_entries(kind, size))  # is forked from counts as its memory
            print(f"{kind:58}" + "".join(f"{size:>12,}{'MB':>7}" for size in sizes))
            for shown, command in _commands():
                cells = [_cell(command, path) for path in files]
                print(f"{shown:58}{''.join(cells)}", flush=True)


def _commands() -> Iterator[tuple[str, list[str]]]:
    for command in COMMANDS:
        yield " ".join(("backmatter", *command)), [PROGRAM, *command]
    for shown, code in _LIBRARIES.items():
        if importlib.util.find_spec(shown.partition(":")[0]):
            yield shown, [sys.executable, "-c", f"import sys; {code}", "FILE"]
    if program := shutil.which("bibtex-tidy"):
        for options in _OF_BIBTEX_TIDY:
            shown = " ".join(("bibtex-tidy", *options))
            yield shown, [program, "FILE", "-o", "out", "--quiet", *options]


def _entries(kind: str, size: int) -> Iterator[str]:
    """So many entries; before the real ones the abbreviations that they use."""
    if kind == "made up":
        yield from made_up(size)
        return
    found: list[tuple[str, str, str]] = []
    strings: dict[str, str] = {}
    for path in sorted(CORPUS.glob("*.bib")):
        text = decode_bib(path.read_bytes(), path.name).text
        for block in blocks(text):
            if block.kind is Kind.STRING:
                for each in block.fields:
                    strings.setdefault(each.name.lower(), text[each.start : each.end])
            elif block.kind is Kind.ENTRY and block.key and block.type.lower() != "xdata":
                end = block.key_start + len(block.key)
                found.append(
                    (text[block.start : block.key_start], block.key, text[end : block.end])
                )
    yield from (f"@string{{{name} = {value}}}\n" for name, value in strings.items())
    for number, (before, key, after) in enumerate(islice(cycle(found), size)):
        yield f"{before}{key}-{number}{after}\n\n"


def _cell(command: list[str], file: Path) -> str:
    """CPU seconds and MB of one run; the exit code where it is none of those that say it ran."""
    copy = Path("copy.bib")
    shutil.copy(file, copy)
    shutil.rmtree("cache", ignore_errors=True)
    arguments = [str(copy) if each == "FILE" else each for each in command]
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.execv(arguments[0], arguments)  # noqa: S606  # its memory counts, not a shell's
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code and not (code == 1 and command[0] == PROGRAM):
        return f"{f'exit {code}':>12}{'-':>7}"
    return f"{used.ru_utime + used.ru_stime:>11.2f}s{used.ru_maxrss // 1024:>7}"


if __name__ == "__main__":
    main()
