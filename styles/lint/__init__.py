"""Checking a `.csl` file: is it well-formed, is it CSL, does it do what its author meant?

One module for each kind of check; `check.py` puts them together. Findings have codes of the
family BM8, documented where they are defined. Nothing here prints references.
"""
