"""What the fixes of the rules change in the corpus of real `.bib` files, as Pandoc reads it.

    python -m benchmarks.fixing

Each rule's safe fixes are made alone in each file, and Pandoc's records (CSL-JSON) before and after
are compared: only the variables that the rule is about may change. All safe fixes together are
made twice: the second time must change nothing. Needs `pandoc`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from backmatter.references.bibtex.saving import OpenBib, open_bib
from backmatter.references.findings import Finding
from backmatter.references.rules.bibfile import check_text
from backmatter.references.rules.fixing import fix
from benchmarks.rules import CORPUS, TODAY

MAY_CHANGE = {
    "BM205": {"author", "editor", "translator"},
    "BM209": {"issued"},
    "BM213": set[str](),
    "BM220": set[str](),
    "BM221": {"page"},
    "BM222": {"page"},
    "BM224": {"volume", "issue"},
    "BM225": {"edition"},
    "BM240": {"title", "title-short"},
    "BM241": {"title", "title-short"},
    "BM252": {"title"},
    "BM254": set[str](),
    "BM265": {"keyword"},
    "BM301": {"DOI"},
    "BM306": {"DOI", "URL", "page", "note"},
    "BM313": {"ISBN", "ISSN"},
    "BM321": {"URL"},
    "BM322": {"URL"},
}
"""Rule → the CSL variables that its fix is about."""


def main() -> int:
    """Compare; 1 when something changed that should not have."""
    if not CORPUS.is_dir() or not shutil.which("pandoc"):
        print("fixing: needs the shared data and pandoc; nothing measured")
        return 0
    wrong = read = 0
    changed: Counter[tuple[str, str]] = Counter()
    for path in sorted(CORPUS.glob("*.bib")):
        opened = open_bib(path.read_bytes(), path.name)
        found = check_text(opened.text, path.name, TODAY)
        codes = sorted({each.code for each in found if each.fix and each.fix.safe})
        before = _records(opened.text) if codes else []
        read += bool(before)
        for code in codes if before else ():
            after = _records(_fixed(opened, code))
            for variable in _differing(before, after):
                changed[code, variable] += 1
                if variable not in MAY_CHANGE.get(code, set[str]()):
                    wrong += 1
                    print(f"{path.name}: {code} changes {variable}")
        once = _fixed(opened, "BM")
        again = fix(once, lambda text: check_text(text, "", TODAY)).text
        if again != once:
            wrong += 1
            print(f"{path.name}: fixing twice is not fixing once")
    for (code, variable), count in sorted(changed.items()):
        print(f"{code} changes {variable or 'the records themselves'} in {count} files")
    print(f"{read} files with fixes that Pandoc reads; {wrong} changes that should not be")
    return min(wrong, 1)


def _fixed(opened: OpenBib, code: str) -> str:
    """The text with the safe fixes of one rule, or of all whose code begins so."""

    def check(text: str) -> Sequence[Finding]:
        return [f for f in check_text(text, opened.name, TODAY) if f.code.startswith(code)]

    return fix(opened.text, check).text


def _records(text: str) -> list[dict[str, Any]]:
    """What Pandoc reads; [] where it refuses the file."""
    done = subprocess.run(
        ["pandoc", "-f", "biblatex", "-t", "csljson"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 and done.stdout.strip() else []


def _differing(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> set[str]:
    """The variables that differ; "" for other records, or a file that is now refused.

    An empty variable counts as none.
    """
    if [each.get("id") for each in before] != [each.get("id") for each in after]:
        return {""}
    return {
        name
        for old, new in zip(before, after, strict=True)
        for name in old.keys() | new.keys()
        if (old.get(name) or "") != (new.get(name) or "")
    }


if __name__ == "__main__":
    sys.exit(main())
