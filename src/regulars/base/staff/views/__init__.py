"""The pages of sign-in, of one's own account, of colleagues, and of API keys."""
