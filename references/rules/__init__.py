"""Offline checks, one file per rule; a rule's docstring is its documentation page.

A rule looks at a library and yields findings; it reads no file and asks no network. What the
readers of documents and formats find while reading is described here too (`found_reading`), so
that every code has its page.
"""
