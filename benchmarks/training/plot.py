"""A reliability plot as SVG: of the fields with each confidence, how many are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SIDE = 360
_MARGIN = 48
_COLOURS = ("#1b6ca8", "#c8553d")
"""Of the curves, in order; told apart without colour by their dashes."""

_DASHES = ("", "6 4")


def reliability_plot(curves: Mapping[str, Sequence[tuple[float, float, int, float, float]]]) -> str:
    """Curves by name: classes of (lowest, highest, fields, mean confidence, share right)."""
    size = _SIDE + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"',
        'font-family="sans-serif" font-size="11" role="img"',
        'aria-label="Share of right fields by their confidence">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        *_axes(),
    ]
    for number, (name, classes) in enumerate(curves.items()):
        parts += _curve(number % len(_COLOURS), number, name, classes)
    return "\n".join((*parts, "</svg>", ""))


def _axes() -> list[str]:
    parts = [
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb"/>',
        f'<text x="{_x(0.5)}" y="{_y(0) + 36}" text-anchor="middle">confidence</text>',
        f'<text x="14" y="{_y(0.5)}" text-anchor="middle"',
        f'transform="rotate(-90 14 {_y(0.5)})">share right</text>',
    ]
    for tick in range(0, 11, 2):
        value = tick / 10
        parts += [
            f'<line x1="{_x(value)}" y1="{_y(0)}" x2="{_x(value)}" y2="{_y(1)}" stroke="#eee"/>',
            f'<line x1="{_x(0)}" y1="{_y(value)}" x2="{_x(1)}" y2="{_y(value)}" stroke="#eee"/>',
            f'<text x="{_x(value)}" y="{_y(0) + 16}" text-anchor="middle">{value:.1f}</text>',
            f'<text x="{_x(0) - 8}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>',
        ]
    return parts


def _curve(
    style: int, number: int, name: str, classes: Sequence[tuple[float, float, int, float, float]]
) -> list[str]:
    """A line through the classes that hold fields, a dot each, as large as the class is."""
    held = [(mean, share, count) for _, _, count, mean, share in classes if count]
    total = sum(count for _, _, count in held) or 1
    line = " ".join(f"{_x(mean)},{_y(share)}" for mean, share, _ in held)
    colour = _COLOURS[style]
    dash = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
    parts = [f'<polyline points="{line}" fill="none" stroke="{colour}"{dash}/>']
    for mean, share, count in held:
        radius = round(2 + 10 * (count / total) ** 0.5, 1)
        parts += [
            f'<circle cx="{_x(mean)}" cy="{_y(share)}" r="{radius}" fill="{colour}"',
            f'fill-opacity="0.35"><title>{count} fields, {share:.3f} right</title></circle>',
        ]
    top = _y(1) + 16 + 18 * number
    parts += [
        f'<line x1="{_x(0.04)}" y1="{top - 4}" x2="{_x(0.12)}" y2="{top - 4}"',
        f'stroke="{colour}" stroke-width="2"{dash}/>',
        f'<text x="{_x(0.14)}" y="{top}">{name}</text>',
    ]
    return parts


def _x(value: float) -> float:
    return round(_MARGIN + _SIDE * value, 1)


def _y(value: float) -> float:
    return round(_MARGIN + _SIDE * (1 - value), 1)
