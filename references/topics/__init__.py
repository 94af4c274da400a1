"""What a reference is about: vocabularies of terms, and the tagger that finds them.

Everything here is deterministic and carries its evidence; nothing guesses, nothing reads more
than the reference and the marks that cite it.
"""
