"""One field of a reference beside the same field of a record: one module per kind of field.

Each gives a `Match`: agree, differ or missing, how near the two are, and what tolerance made
them agree. Nothing here knows what a verdict is.
"""
