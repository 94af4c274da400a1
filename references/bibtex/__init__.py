"""The lossless `.bib`: a text, its blocks with their places, and edits that touch nothing else.

`scanner.py` finds the blocks, `values.py` says what a field's value means, `edits.py` turns a wish
(set this field, rename that key) into replacements of characters, `encoding.py` reads and writes
the bytes. What an entry means as a reference is the business of `backmatter.references.formats`.
"""
