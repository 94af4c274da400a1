"""The pages of what is found while a document or a file is read, rather than by a rule."""

from __future__ import annotations

from backmatter.references.findings import Severity
from backmatter.references.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "BM101",
        "no-list",
        """# BM101: no reference list found.

**What.** The document has neither a heading such as *References* or 参考文献 with entries under
it, nor entries of its own.

**Why.** Nothing can be read from it. Usually the list is in another file, or the heading is a
picture.

**Bad** A manuscript that ends with its conclusion.

**Good** The same with `References` on a line of its own above the list, or a file that holds
the list alone.
""",
    ),
    Rule(
        "BM102",
        "number-missing",
        """# BM102: the list leaves a number out.

**What.** Between two numbered entries a number is not there.

**Why.** An entry was deleted by hand, its number is illegible in the extracted text, or two
entries run together. The marks that cite it lead nowhere.

**Bad** `1. …` `3. …`

**Good** `1. …` `2. …` `3. …`
""",
    ),
    Rule(
        "BM103",
        "number-twice",
        """# BM103: two entries have one number.

**What.** The same number opens two entries of the list. Both are kept.

**Why.** A mark with that number is ambiguous.

**Bad** `2. …` `2. …` `3. …`

**Good** `2. …` `3. …` `4. …`
""",
    ),
    Rule(
        "BM104",
        "unread",
        """# BM104: a part of a reference could not be read.

**What.** Some words of the printed reference went into no field. They stay in the record as
they stand; nothing is guessed from them.

**Why.** The reference is printed in a form that is not known, or it is damaged. In another
style those words would be missing.

**Bad** `Smith J. A title. J Foo. 2010;;1(2:3-4.`

**Good** `Smith J. A title. J Foo. 2010;1(2):3-4.`
""",
    ),
    Rule(
        "BM105",
        "unnumbered",
        """# BM105: the list has no numbers.

**What.** The entries were told apart by their layout: indents, blank lines, how they begin.

**Why.** For information: numbers are safer to split by than layout. Look whether an entry was
cut in two or two run together.

**Bad** An entry whose second line begins like a new one.

**Good** A hanging indent or a blank line between entries.
""",
    ),
    Rule(
        "BM106",
        "needs-ocr",
        """# BM106: a page has no text.

**What.** A page of a PDF is a picture: it holds no text layer. It is passed over.

**Why.** References on it are not read. Run the file through an OCR program that adds a text
layer, then again through backmatter.
""",
    ),
    Rule(
        "BM107",
        "passed-over",
        """# BM107: a file of a folder could not be read.

**What.** A folder was given, and one of the files in it, though its ending is known, holds no
references: it is damaged, or of another program. It is passed over; the others are read.

**Why.** What stands in it is missing from the result. Named by itself, such a file is an error.
""",
    ),
    Rule(
        "BM108",
        "doubtful-field",
        """# BM108: a field was read, but may be wrong.

**What.** The confidence of a field is below one half: among such fields, at most every second
is right. The record holds them all the same, each with its confidence.

**Why.** The reference departs from every manner that the parser knows well, or lacks what tells
its parts from one another. Look at the fields that are named, before they are used.

**Bad** `Smith, On seeing, Things and words 1999` (where does the title end?)

**Good** `Smith, J. (1999). On seeing. Things and Words, 3(1), 10-20.`
""",
    ),
    Rule(
        "BM401",
        "mark-without-entry",
        """# BM401: a citation mark leads to no entry.

**What.** The text cites a number that the list does not have; with `--document`, a key that no
entry of the `.bib` files has, or a work in a field or in the list of a Word file that is none of
them.

**Why.** A reader cannot find the source. The entry was deleted, or the mark is a slip.

**Bad** `… as shown [48].` over a list of 47 entries

**Good** `… as shown [47].`
""",
    ),
    Rule(
        "BM402",
        "never-cited",
        """# BM402: an entry is never cited.

**What.** No mark in the text leads to an entry of the list; with `--document`, no document cites
the entry's key (a Word file: the work), and no other entry has it as a parent. After
`\\nocite{*}` all are cited.

**Why.** Most journals print only what is cited. The mark was deleted with its sentence, or it
was lost when the text was extracted.

**Bad** A list of 47 entries over a text that cites 46 of them.

**Good** Each entry cited at least once.
""",
    ),
    Rule(
        "BM403",
        "out-of-order",
        """# BM403: a number is first cited out of order.

**What.** In a list numbered in the order of citation, a number is cited for the first time
after a higher one. Where most numbers are out of order the list is taken to be sorted in
another way, and that is said once, for information.

**Why.** A text was moved and the list was not renumbered.

**Bad** `[1] … [3] … [2]`

**Good** `[1] … [2] … [3]`
""",
    ),
    Rule(
        "BM404",
        "doubtful",
        """# BM404: a citation in a text about something else.

**What.** For information only. Around a mark, 400 characters on each side, there is no word of
the title or the journal of the entry that it leads to, and none of its authors is named. English
text is compared with English titles, Chinese text with Chinese ones; across languages nothing is
said.

**Why.** A number may have slipped, or an entry taken another's place, and nobody sees it: the mark
still leads somewhere. But a right citation may be silent about its work, too. On the 1,170
citations of 22 English documents, taken for right, it was told of 6; with the entries one place
further down, of 144; with another document's entries in their places, of 586. On the 239 of nine
Chinese and Japanese documents, of 0, 2 and 63 (`python -m benchmarks.doubtful`).

**Bad** `… pain after fusion of the spine [2].` over `[2] Expression of genes in yeast cells`

**Good** `… genes in yeast [2].`
""",
        severity=Severity.INFO,
    ),
    Rule(
        "BM701",
        "odd-separator",
        """# BM701: an entry is punctuated unlike the others of its list.

**What.** Between two elements stands another sign than in nearly all entries of the same type.

**Why.** It is a slip of the hand, and a copy-editor will ask. The fields are read all the same.

**Bad** `[J]. Transplantation. 2021, 105(2)` among entries such as `[J]. Stem Cells, 2015, 33(1)`

**Good** `[J]. Transplantation, 2021, 105(2)`
""",
    ),
    Rule(
        "BM702",
        "too-many-authors",
        """# BM702: an entry names more authors than the list does.

**What.** The list shortens its authors with *et al.* or 等 after so many names, and this entry
names more.

**Why.** The journal's style wants the same number in every entry.

**Bad** `Pettine KA, Murphy MB, Suzuki RK, Sand TT.` where the others name three and *et al.*

**Good** `Pettine KA, Murphy MB, Suzuki RK, et al.`
""",
    ),
)
"""In the order of their codes."""
