"""How references and citations look: the CSL processor, our own styles, the catalog of all.

May import the model and the formats of `backmatter.references`, never `backmatter.cli`.
"""
