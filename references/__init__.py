"""What a reference is, and all that happens to one.

Here live the model, reading documents, parsing printed references, file formats, rules,
verification, topics, and the library with its search. Nothing here knows how a reference
looks in a style (`backmatter.styles`) or how a person asks for it (`backmatter.cli`);
neither may be imported.
"""
