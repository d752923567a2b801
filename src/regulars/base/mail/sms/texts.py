"""How much of a text message a text takes (3GPP TS 23.038). Pure."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
SEPTETS, UNITS = 160, 70


def fits(text: str) -> bool:
    """Whether a text is one message: 160 septets of GSM-7, or 70 units of UCS-2 once one letter is not in it."""
    if all(letter in GSM_7 or letter in EXTENDED for letter in text):
        return len(text) + sum(letter in EXTENDED for letter in text) <= SEPTETS
    return len(text.encode("utf-16-le")) // 2 <= UNITS


def fitted(template: str, name: str, **words: object) -> str:
    """The template, with so much of `%(name)s` that all of it is one message; no less than one letter is left."""
    while not fits(text := template % {"name": name, **words}) and len(name) > 1:
        name = name[:-1].rstrip()
    return text
