"""What a reference is about: vocabularies of terms, the tagger that finds them, suggestions.

Everything here is deterministic and carries its evidence; nothing guesses. The tagger reads no
more than the reference and the marks that cite it, suggestions read a whole library.
"""
