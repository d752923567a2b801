"""The REST door under /api: what the command line offers, for other programs."""
