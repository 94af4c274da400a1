"""Many references as one collection: the query language and the search.

`query.py` knows nothing of references, `search.py` nothing of the grammar; the tree of
`query.py` is all they share, so that another way of evaluating it can stand beside.
"""
