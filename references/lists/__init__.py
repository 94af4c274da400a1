"""The reference list of a document: found, split into printed references, repaired.

`finder` is the way in; headings, number marks, layout, pages and repairs have a module each.
What stands in a reference is not read here (`references.parsing`).
"""
