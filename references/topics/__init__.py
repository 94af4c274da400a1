"""What a reference is about: vocabularies of terms, the tagger that finds them, and
suggestions of terms and tags that are lacking.

Everything here is deterministic and carries its evidence; nothing guesses, nothing reads more
than the reference and the marks that cite it.
"""
