"""Checking references against what a source of metadata answers.

Here live the sources (Crossref, evidence files), reading their records, comparing fields,
matching, the verdicts, and the only module that speaks HTTP. `verify.verify` is the way in.
How a verdict is shown to a person is the business of `backmatter.cli`.
"""
