"""The citation marks of a document: found, expanded, linked to the list.

`finder` is the way in; marks in brackets, superscript numbers and authors with years have a
module each. What a list is and where it stands is not decided here (`references.lists`).
"""
