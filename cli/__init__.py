"""How a person or a program asks: one module per command, and how results are shown.

No logic of its own: what a command does is a call into `backmatter.references` or
`backmatter.styles`; here stand options, messages, tables and exit codes.
"""
