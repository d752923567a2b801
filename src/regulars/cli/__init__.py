"""The command line: `regulars NOUN VERB`. Nothing heavy is imported before a command runs."""


def main() -> None:
    """Run the command line; exits with 0 (done), 1 (refused, with the reason on stderr) or 2 (not understood)."""
    from .app import app

    app()
