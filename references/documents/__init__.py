"""Documents in: one reader per kind of input, all giving the same `Document`.

Here live decoding, the readers and their registry, and what can be said of any document's
lines: running heads, headings, and how broken lines join. Nothing here knows what a
reference looks like.
"""
