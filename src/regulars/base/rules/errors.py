"""What can be wrong with a rule."""

from django.utils.functional import Promise


class RuleInvalid(Exception):
    """A rule cannot be understood; the message is fit for the user and says what to do.

    `pointer` is the JSON pointer (RFC 6901) of the part at fault: "" is the whole rule, "/all/1/value" a value.
    """

    def __init__(self, pointer: str, message: str | Promise) -> None:
        super().__init__(pointer, message)
        self.pointer = pointer
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
