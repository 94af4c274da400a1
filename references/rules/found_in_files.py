"""The pages of what is found while a bibliography file is read, rather than by a rule."""

from __future__ import annotations

from backmatter.references.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "BM120",
        "broken-entry",
        """# BM120: an entry cannot be read.

**What.** A block of a `.bib` file is not well formed and is left out; reading goes on with the
next entry. The line is that of its `@`.

**Why.** A brace, a comma or a `=` is missing, and nobody can tell where the values end.

**Bad** `@article{smith, title = {Disc repair`

**Good** `@article{smith, title = {Disc repair}}`
""",
    ),
    Rule(
        "BM121",
        "key-twice",
        """# BM121: two entries have one key.

**What.** A cite key is used by an earlier entry of the file. Both entries are kept.

**Why.** LaTeX stops at it, and a citation leads to whichever comes first.

**Bad** `@article{smith2001, …}` `@book{smith2001, …}`

**Good** `@article{smith2001, …}` `@book{smith2001a, …}`
""",
    ),
    Rule(
        "BM122",
        "field-twice",
        """# BM122: an entry has a field twice.

**What.** The first value counts, as in BibTeX; the message shows the one that is left out.

**Why.** Mostly the trace of a merge; programs differ in which value they take.

**Bad** `title = {One}, title = {Two}`

**Good** `title = {Two}`
""",
    ),
    Rule(
        "BM123",
        "undefined-string",
        """# BM123: an abbreviation is not defined.

**What.** A value without braces or quotes is no number, no month and the name of no `@string`
above it. It is read as it stands.

**Why.** BibTeX prints nothing for it.

**Bad** `journal = jama` without `@string{jama = {JAMA}}`

**Good** `journal = {JAMA}`
""",
    ),
    Rule(
        "BM124",
        "missing-parent",
        """# BM124: an entry inherits from one that is not there.

**What.** `crossref` or `xdata` names a key that no entry of the file has.

**Why.** What the parent holds, such as the editor and the year, is missing.

**Bad** `crossref = {procedings2001}`

**Good** `crossref = {proceedings2001}`
""",
    ),
    Rule(
        "BM125",
        "bad-name",
        """# BM125: a name is not well formed.

**What.** A name in a `.bib` file has more than two commas, ends in one, or has braces that do
not match. It is read as well as can be.

**Why.** BibTeX and biber refuse it or take the wrong part for the family name; mostly the names
are separated by commas instead of `and`.

**Bad** `author = {Smith, J., Doe, J., Roe, R.}`

**Good** `author = {Smith, J. and Doe, J. and Roe, R.}`
""",
    ),
    Rule(
        "BM126",
        "no-item",
        """# BM126: something in a CSL-JSON list is no item.

**What.** An element of the list is not an object and is left out.

**Why.** The file was edited by hand or put together by a faulty program.

**Bad** `[{"id": "a"}, "b"]`

**Good** `[{"id": "a"}, {"id": "b"}]`
""",
    ),
    Rule(
        "BM127",
        "no-entry",
        """# BM127: a `.bib` file holds no entry.

**What.** There is text in the file, but nothing that looks like an entry.

**Why.** Mostly it is another file: a web page saved under the name, or an error message of the
site it was to be downloaded from.

**Bad** `<html><body>Please sign in`

**Good** `@article{smith2001, …}`
""",
    ),
    Rule(
        "BM128",
        "no-record",
        """# BM128: a record for the local index could not be read.

**What.** `backmatter index build` or `update` met an entry that is not JSON, or no record of a
work with a well-formed DOI; it is left out. Where a file is cut off or damaged, what comes after
that place is missing too, and the command ends with exit code 2.

**Why.** Mostly the download was broken off. Fetch the file again, then run `backmatter index
update` with it.
""",
    ),
)
