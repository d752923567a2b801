"""By which channel a message goes, what becomes of it, and what can be wrong with sending it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a message reaches somebody."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")


class State(TextChoices):
    """A waiting message is tried again and again; a kept or failed one when somebody says so."""

    WAITING = "waiting", _("on its way")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")
    KEPT = "kept", _("kept here")


class Security(TextChoices):
    """How the way to the mail server is encrypted."""

    STARTTLS = "starttls", _("STARTTLS (usually port 587)")
    TLS = "tls", _("TLS from the start (usually port 465)")
    NONE = "none", _("None (only for a server on this machine)")


class Problem(TextChoices):
    """Why a message was not sent, and what to do about it."""

    LOGIN = (
        "login",
        _(
            "The mail server does not accept the user name and password. Check both in the mail settings;"
            " many providers want an app password here."
        ),
    )
    NO_STARTTLS = (
        "no_starttls",
        _("The mail server offers no STARTTLS. Choose TLS in the mail settings, with its port."),
    )
    CERTIFICATE = (
        "certificate",
        _("The mail server's certificate is not to be trusted. Check the server's name in the mail settings."),
    )
    NO_TLS = (
        "no_tls",
        _("The mail server does not speak TLS on this port. Check port and encryption in the mail settings."),
    )
    NAME = (
        "name",
        _("No server has this name. Check the server's name in the mail settings, and this machine's network."),
    )
    SILENT = (
        "silent",
        _("No mail server answers. Check name and port in the mail settings, and whether the server runs."),
    )
    SENDER = "sender", _("The mail server refuses our address. Check the sender's address in the mail settings.")
    RECIPIENT = "recipient", _("The mail server refuses the recipient's address. Check how it is written.")
    REFUSED = "refused", _("The mail server refused the mail. What it answered may say why.")
    UNSET = (
        "unset",
        _("No mail server is set. Pass the message on yourself, or set a mail server and send it from here."),
    )
    LATE = "late", _("It was good for a short time only, which is over. Have a new one sent.")
    NUMBER = "number", _("The gateway takes no number like this one. Check how it is written, or call.")
    GATEWAY_UNSET = (
        "gateway_unset",
        _("No gateway for text messages is set. Pass the message on yourself, or set one and send it from here."),
    )
    GATEWAY_LOGIN = (
        "gateway_login",
        _("The gateway does not let us in. Check the key in its address, under Text messages."),
    )
    GATEWAY_SILENT = (
        "gateway_silent",
        _("The gateway does not answer. Check its address under Text messages, and whether it runs."),
    )
    GATEWAY_REFUSED = (
        "gateway_refused",
        _("The gateway did not take the message. What it answered may say why."),
    )
    GATEWAY_ADDRESS = (
        "gateway_address",
        _(
            "The gateway’s address leads where no message may go: without encryption (json://, form://) it has to be"
            " in your own network."
        ),
    )
