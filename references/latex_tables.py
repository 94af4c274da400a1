"""What LaTeX commands stand for, where a general table of symbols does not say it.

Accents, inline markup and the commands that BibLaTeX adds; `latex.py` reads them.
"""

from __future__ import annotations

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    '"': "\u0308",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "G": "\u030f",
    "U": "\u030e",
    "h": "\u0309",
}
"""Accent commands and the combining character each adds to its argument."""

SMALL_CAPS = '<span style="font-variant:small-caps;">'
NO_CASE = '<span class="nocase">'

MARKUP = {
    "emph": ("<i>", "</i>"),
    "textit": ("<i>", "</i>"),
    "textsl": ("<i>", "</i>"),
    "mkbibemph": ("<i>", "</i>"),
    "mkbibitalic": ("<i>", "</i>"),
    "textbf": ("<b>", "</b>"),
    "mkbibbold": ("<b>", "</b>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "mkbibsuperscript": ("<sup>", "</sup>"),
    "sp": ("<sup>", "</sup>"),
    "sb": ("<sub>", "</sub>"),
    "textsubscript": ("<sub>", "</sub>"),
    "mkbibsubscript": ("<sub>", "</sub>"),
    "textsc": (SMALL_CAPS, "</span>"),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}
"""Commands with one argument: what stands before and after it."""

QUOTING = frozenset({"enquote", "mkbibquote"})
"""Commands that put their argument in quotation marks, single ones within double ones."""

SWITCHES = {
    "em": "emph",
    "it": "textit",
    "itshape": "textit",
    "sl": "textsl",
    "slshape": "textsl",
    "bf": "textbf",
    "bfseries": "textbf",
    "sc": "textsc",
    "scshape": "textsc",
}
"""Font commands that hold to the end of their group, and the command each is like."""

DROPPED_ARGUMENT = frozenset(
    {"noopsort", "arabic", "nocite", "label", "index", "hspace", "vspace", "color", "phantom"}
    | {"begin", "end", "vphantom", "hphantom", "fontsize", "selectlanguage", "selectfont"}
)
"""Commands whose argument is not text to print."""

SYMBOLS = {
    "&": "&",
    "%": "%",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "\\": " ",
    ",": "\u2006",
    ";": " ",
    ":": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
    "(": "",
    ")": "",
    "*": "",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX",
    "aa": "å",
    "AA": "Å",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ss": "ß",
    "SS": "ẞ",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "th": "þ",
    "TH": "Þ",
    "S": "§",
    "P": "¶",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "copyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "degree": "°",
    "dots": "…",
    "ldots": "…",
    "textellipsis": "…",
    "slash": "/",
    "hyphen": "-",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "lq": "‘",
    "rq": "’",
    "quotedblbase": "„",
    "quotesinglbase": "‚",
    "glqq": "„",
    "grqq": "“",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textunderscore": "_",
    "textdollar": "$",
    "textmu": "µ",
    "space": " ",
    "nobreakspace": "\u00a0",
    "newline": " ",
    "par": " ",
    "addspace": " ",
    "addcomma": ",",
    "adddot": ".",
    "addsemicolon": ";",
    "addcolon": ":",
    "addnbspace": "\u00a0",
    "addslash": "/",
    "bibrangedash": "–",
    "isdot": "",
    "protect": "",
    "relax": "",
    "nobreakdash": "",
    "break": "",
    "linebreak": "",
    "textnumero": "№",
}
"""Commands without an argument. Those that are not here are looked up in pylatexenc's table."""

ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "\u00a0": "~",
}
"""How a character that means something to TeX is written in a field.

Braces by name: BibTeX and biber count `\\{` as a brace too.
"""
