"""The local index: Crossref's records in one SQLite file, for checking without a network.

`parts.py` reads the files of records, `build.py` and `update.py` make and renew the index,
`search.py` finds candidates, `items.py` reads what `index match` is given. What candidates are
worth is decided elsewhere (`matching.py`, `judging.py`); no verdict is given here.
"""
