"""The shape of a text, such as "AA-9999": 9 stands for a digit, A for a letter, all else for itself. Pure.

Unlike a regular expression everybody can write one, and none can make the road slow.
"""

DIGIT, LETTER = "9", "A"


def has_shape(text: str, shape: str) -> bool:
    """Whether each character of the text is of the kind that stands at its place of the shape."""
    return len(text) == len(shape) and all(map(_fits, text, shape))


def _fits(character: str, kind: str) -> bool:
    if kind == DIGIT:
        return character.isdecimal()
    return character.isalpha() if kind == LETTER else character == kind
