"""Names under which records keep what is no trait of a person, so that no source can pass it off as one."""

CONSENT = "consent."


def own_name(trait: str) -> str:
    """A trait's name, which may not be one that stands for consent."""
    return f"consent_{trait.removeprefix(CONSENT)}" if trait.startswith(CONSENT) else trait
