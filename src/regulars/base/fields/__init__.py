"""Purposes and the data dictionary: what each trait means and what it is collected for; calendars and digits."""
