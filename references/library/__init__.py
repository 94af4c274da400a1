"""Many references as one collection: the query language and the search.

`query.py` reads a query into the tree of `tree.py`; `asking.py` writes the tree as SQL over the
tables of `catalogue.py`; `kept.py` keeps catalogues of large files; `search.py` is the way in.
"""
