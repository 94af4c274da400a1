"""BibTeX's own styles: `.bst` files and pybtex's Python styles, printed in our outputs.

Only bibliographies: BibTeX leaves citations to LaTeX. pybtex is fronted by `interpreter` and
`python_styles`; nothing here knows CSL but for the marks and the outputs it shares.
"""
