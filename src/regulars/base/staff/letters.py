"""The mails that staff get: invitations, links for a new password, and word of what changed about their account."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.mail import services as mail
from regulars.base.mail.enums import State
from regulars.base.mail.errors import MailError
from regulars.base.web import business


def send_invitation(to: str, link: str, *, actor: str) -> bool:
    """Whether a mail server takes it along; if not, the link must be handed over."""
    subject = _("You are invited to %(business)s")
    text = _(
        "You are invited to the customer database of %(business)s. Choose a password here:\n\n%(link)s\n\n"
        "The link works once, for seven days. If you did not expect it, do nothing."
    )
    return sent(to, subject, text, actor=actor, link=link)


def send_reset(to: str, link: str, *, actor: str) -> bool:
    """Whether a mail server takes it along; if not, the link must be handed over."""
    subject = _("A new password for %(business)s")
    text = _(
        "Choose a new password for the customer database of %(business)s here:\n\n%(link)s\n\n"
        "The link works once, for an hour. If you did not ask for it, tell whoever runs the database."
    )
    return sent(to, subject, text, actor=actor, link=link)


def tell_of_new_address(to: str, new: str, *, actor: str) -> bool:
    """Tell the old address that another took its place."""
    subject = _("Your address for %(business)s has changed")
    text = _(
        "From now on you sign in to the customer database of %(business)s with %(new)s.\n\n"
        "If it was not you who changed this, tell whoever runs the database at once."
    )
    return sent(to, subject, text, actor=actor, new=new)


def tell_of_reset(to: str, *, actor: str) -> bool:
    """Tell somebody that their second factors were taken away."""
    subject = _("Your second factors for %(business)s were removed")
    text = _(
        "The authenticator apps, passkeys and recovery codes of your account in the customer database of"
        " %(business)s were removed by a colleague. Sign in with your password and set up new ones.\n\n"
        "If you did not ask for it, tell whoever runs the database at once."
    )
    return sent(to, subject, text, actor=actor)


def sent(to: str, subject: Promise, text: Promise, *, actor: str, **named: str) -> bool:
    """Whether a mail server takes it along, in the language of the business.

    What cannot be mailed to is as if there were none.
    """
    with business.speaking():
        named["business"] = business.name() or "Regulars"
        try:
            message = mail.send(to=to, subject=str(subject) % named, text=str(text) % named, actor=actor)
        except MailError:
            return False
    return str(message.state) == State.WAITING
