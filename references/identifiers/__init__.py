"""Identifiers as text: what a well-formed one is, how a damaged one is repaired, where they stand.

No network and no files: whether an identifier is registered, and what it leads to, is the
business of `backmatter.references.verification`.
"""
