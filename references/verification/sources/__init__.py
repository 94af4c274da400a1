"""Where metadata comes from: one module per source, all with the protocol of `source.Source`.

A source finds records; it gives no verdict.
"""
