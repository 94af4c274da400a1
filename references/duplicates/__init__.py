"""Which references are one work: what is compared, how it is judged, and how pairs are found.

Here are no files and no rules: `references/rules/duplicates.py` makes findings of what is found,
`references/bibtex/merging.py` makes one entry of several.
"""
