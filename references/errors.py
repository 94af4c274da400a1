"""What stops a command: one line that says what, where and what to do next."""

from __future__ import annotations


class BackmatterError(Exception):
    """The root of all errors that a user can cause and mend; exit code 2.

    Its text is the message, and starts with the place (`refs.bib:3:7: …`) where there is one.
    """


class InputError(BackmatterError):
    """A file that cannot be read as what it should be: missing, binary, wrong encoding, broken."""


class StyleError(BackmatterError):
    """A style that does not exist or cannot be used."""
