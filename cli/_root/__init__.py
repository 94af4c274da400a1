"""backmatter: reads, checks, tags and formats reference lists.

This folder is the parent package only; the code lives in `backmatter.references`,
`backmatter.styles` and `backmatter.cli`. Nothing is imported here, so that
`backmatter --version` stays fast.
"""

__version__ = "0.1.0"
