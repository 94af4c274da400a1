"""Offline checks, one file per family; the docstring of a rule's function is its page.

A rule looks at a library and yields hits; it reads no file and asks no network. `registry` lists
and runs the rules, `bibfile` gives them a `.bib` text, `fixing` and `ignoring` are what becomes of
their findings. What the readers of documents and formats find while reading is described here
too (`found_reading` …), so that every code has its page.
"""
