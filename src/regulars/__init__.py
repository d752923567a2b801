"""Regulars: the self-hosted customer database."""

__version__ = "0.1.0"
