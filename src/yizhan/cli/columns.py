"""Columns of text on a terminal."""


def aligned(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with columns under each other; Chinese characters take two columns."""
    widths = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    """Return the columns a text takes on a terminal."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)
