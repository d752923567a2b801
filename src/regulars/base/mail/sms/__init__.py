"""Text messages: to which numbers, how long, and through whose gateway they go."""
