"""File formats in and out, one file each; `registry.read` and `registry.write` are the way in.

Here live the readers and writers, the tables that map a format's types and fields to CSL's,
and the dates they share. Text comes in and goes out as `str`: files and encodings are the
business of the callers, and nothing here knows how a reference was parsed or is printed.
"""
