"""Sentences for accounts, apps and messages: the events that the tracking specification names besides commerce."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .reading import word
from .registry import Properties, Sentence, bold, isolated, sentence


@sentence("account", "Signed Up", "Account Created")
def signed_up(said: Properties) -> Sentence:
    return Sentence(escape(_("Signed up")), by(said))


@sentence("account", "Signed In")
def signed_in(said: Properties) -> Sentence:
    return Sentence(escape(_("Signed in")), by(said))


@sentence("account", "Signed Out")
def signed_out(_said: Properties) -> Sentence:
    return Sentence(escape(_("Signed out")))


@sentence("visits", "Application Opened", "Application Installed")
def app_opened(said: Properties) -> Sentence:
    return Sentence(escape(_("Opened the app")), isolated(word(said, "version")))


@sentence("offers", "Campaign Sent", "Email Sent", "Email Delivered", "Push Notification Received")
def sent(said: Properties) -> Sentence:
    return Sentence(format_html(_("Was sent {message}"), message=bold(message(said))))


@sentence("offers", "Email Opened", "Push Notification Tapped")
def opened(said: Properties) -> Sentence:
    return Sentence(format_html(_("Opened {message}"), message=bold(message(said))))


@sentence("offers", "Email Link Clicked")
def clicked(said: Properties) -> Sentence:
    link = isolated(word(said, "link_url", "url"))
    return Sentence(format_html(_("Followed a link in {message}"), message=bold(message(said))), link)


@sentence("offers", "Email Bounced")
def bounced(said: Properties) -> Sentence:
    return Sentence(format_html(_("{message} could not be delivered"), message=bold(message(said))), "", "ask")


@sentence("offers", "Email Marked as Spam")
def spam(said: Properties) -> Sentence:
    return Sentence(format_html(_("Marked {message} as spam"), message=bold(message(said))), "", "ask")


@sentence("offers", "Unsubscribed")
def unsubscribed(said: Properties) -> Sentence:
    return Sentence(escape(_("Wants no more messages")), isolated(word(said, "list_name", "list_id")), "ask")


def message(said: Properties) -> str:
    return word(said, "email_subject", "name", "campaign_name", "campaign_id", "email_id") or _("a message")


def by(said: Properties) -> SafeString | str:
    """How: the sign-in that was used."""
    return isolated(word(said, "type", "method"))
