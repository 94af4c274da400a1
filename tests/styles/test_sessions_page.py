"""The examples of the page on sessions print what it shows."""

from __future__ import annotations

import doctest
import re
from pathlib import Path


def test_the_examples_of_the_page_are_true(root: Path) -> None:
    page = (root / "docs" / "sessions.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    examples = "\n".join(blocks)
    test = doctest.DocTestParser().get_doctest(examples, {}, "sessions.md", None, 0)
    printed: list[str] = []
    doctest.DocTestRunner().run(test, out=printed.append)
    assert len(test.examples) > 10
    assert not printed, "".join(printed)
