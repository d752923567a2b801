"""Which customers may be one person: keys that understand four scripts, Splink's model, and what is decided."""
