"""Which customers may be one person: keys that understand four scripts, Splink's model over them, and what is decided."""
