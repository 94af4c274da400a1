"""A whole HTML page around a list: what a browser needs to show a file from disk rightly."""

from __future__ import annotations

from html import escape

from backmatter.styles.outputs.output import ListLayout

_CSS = """body { font: 1rem/1.5 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
.csl-entry { margin-bottom: 0.5em; overflow-wrap: break-word; }
.csl-left-margin { float: left; min-width: 2.2em; padding-right: 0.5em; }
.csl-right-inline { margin-left: 2.7em; }
.csl-indent { margin-left: 2em; }
"""
_HANGING = ".csl-entry { padding-left: 2em; text-indent: -2em; }\n"


def html_page(fragment: str, title: str, layout: ListLayout) -> str:
    """The list in a page that names its encoding, with the layout that the style asks for.

    Args:
        fragment: The list, as the HTML output gives it.
        title: What the browser shows in its title bar, as plain text.
        layout: How the style wants the list set.
    """
    css = _CSS + (_HANGING if layout.hanging else "")
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n"
        f"<body>\n{fragment.rstrip()}\n</body>\n</html>\n"
    )
