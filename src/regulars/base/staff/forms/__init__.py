"""What people type about themselves, colleagues and the keys of programs."""

from django import forms


def mark_invalid(form: forms.Form) -> None:
    """Nothing: Django itself marks what is invalid. To go with its last caller."""
