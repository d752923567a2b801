"""The pages where the business, and each colleague for themselves, say how Regulars is to behave."""
