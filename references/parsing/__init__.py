"""One printed reference in, one `Reference` out.

Here live the tokens, the normalisers (names, dates, pages, identifiers), the grammars of
printed styles and their registry. Nothing here reads files or knows of lists; no field is
guessed: what no grammar can read stays as text.
"""
