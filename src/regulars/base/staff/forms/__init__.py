"""What people type about themselves, colleagues and the keys of programs."""
