"""The mails that staff get: invitations, links for a new password, and word of what changed about their account."""

from django.utils.translation import gettext as _

from regulars.base.mail import services as mail
from regulars.base.mail.enums import State
from regulars.base.mail.errors import MailError
from regulars.base.web import business


def send_invitation(to: str, link: str, *, actor: str) -> bool:
    """Whether a mail server takes it along; if not, the link must be handed over."""
    with business.speaking():
        named = {"business": business.name() or "Regulars", "link": link}
        subject = _("You are invited to %(business)s") % named
        text = _(
            "You are invited to the customer database of %(business)s. Choose a password here:\n\n%(link)s\n\n"
            "The link works once, for seven days. If you did not expect it, do nothing."
        )
        return sent(to, subject, text % named, actor=actor)


def send_reset(to: str, link: str, *, actor: str) -> bool:
    """Whether a mail server takes it along; if not, the link must be handed over."""
    with business.speaking():
        named = {"business": business.name() or "Regulars", "link": link}
        subject = _("A new password for %(business)s") % named
        text = _(
            "Choose a new password for the customer database of %(business)s here:\n\n%(link)s\n\n"
            "The link works once, for an hour. If you did not ask for it, tell whoever runs the database."
        )
        return sent(to, subject, text % named, actor=actor)


def tell_of_new_address(to: str, new: str, *, actor: str) -> bool:
    """Tell the old address that another took its place."""
    with business.speaking():
        named = {"business": business.name() or "Regulars", "new": new}
        subject = _("Your address for %(business)s has changed") % named
        text = _(
            "From now on you sign in to the customer database of %(business)s with %(new)s.\n\n"
            "If it was not you who changed this, tell whoever runs the database at once."
        )
        return sent(to, subject, text % named, actor=actor)


def tell_of_reset(to: str, *, actor: str) -> bool:
    """Tell somebody that their second factors were taken away."""
    with business.speaking():
        named = {"business": business.name() or "Regulars"}
        subject = _("Your second factors for %(business)s were removed") % named
        text = _(
            "The authenticator apps, passkeys and recovery codes of your account in the customer database of"
            " %(business)s were removed by a colleague. Sign in with your password and set up new ones.\n\n"
            "If you did not ask for it, tell whoever runs the database at once."
        )
        return sent(to, subject, text % named, actor=actor)


def sent(to: str, subject: str, text: str, *, actor: str) -> bool:
    """Whether a mail server takes it along. What cannot be mailed to is as if there were none."""
    try:
        message = mail.send(to=to, subject=subject, text=text, actor=actor)
    except MailError:
        return False
    return str(message.state) == State.WAITING
