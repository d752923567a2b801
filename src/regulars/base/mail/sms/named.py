"""Services that send text messages, through Apprise (https://appriseit.com/services/), loaded when needed."""

import importlib
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from regulars.base.mail.enums import Problem
from regulars.base.mail.errors import SendingFailed, ServiceAddressInvalid

from .own import LONGEST_ANSWER, TIMEOUT, refusal


class Service(NamedTuple):
    """A service of Apprise: where its code is, and how its addresses look."""

    name: str
    module: str
    kind: str
    shape: str


SERVICES = {
    "46elks": Service("46elks", "fortysixelks", "Notify46Elks", "46elks://user:password@sender-number"),
    "atalk": Service("Africa’s Talking", "africas_talking", "NotifyAfricasTalking", "atalk://user@key"),
    "bulksms": Service("BulkSMS", "bulksms", "NotifyBulkSMS", "bulksms://token-id:secret@"),
    "bulkvs": Service("BulkVS", "bulkvs", "NotifyBulkVS", "bulkvs://user:password@sender-number"),
    "clickatell": Service("Clickatell", "clickatell", "NotifyClickatell", "clickatell://key/"),
    "clicksend": Service("ClickSend", "clicksend", "NotifyClickSend", "clicksend://user:key@"),
    "cm": Service("CM.com", "cm", "NotifyCM", "cm://sender@token/"),
    "d7sms": Service("D7 Networks", "d7networks", "NotifyD7Networks", "d7sms://token@"),
    "httpsms": Service("httpSMS", "httpsms", "NotifyHttpSMS", "httpsms://key@sender-number"),
    "kavenegar": Service("Kavenegar", "kavenegar", "NotifyKavenegar", "kavenegar://key/"),
    "msgbird": Service("MessageBird", "messagebird", "NotifyMessageBird", "msgbird://key/sender-number"),
    "sinch": Service("Sinch", "sinch", "NotifySinch", "sinch://service-plan:token@sender-number"),
    "smsc": Service("SMSC", "smsc", "NotifySMSC", "smsc://user:password@"),
    "sns": Service("Amazon SNS", "sns", "NotifySNS", "sns://access-key/secret/region/"),
    "telesign": Service("Telesign", "telesign", "NotifyTelesign", "telesign://customer-id:key@"),
    "telnyx": Service("Telnyx", "telnyx", "NotifyTelnyx", "telnyx://key@sender-number"),
    "twilio": Service("Twilio", "twilio", "NotifyTwilio", "twilio://account-sid:token@sender-number"),
}
"""By scheme. Each sends to one number through a server of its own, and tells by the HTTP status whether it took it."""
KEPT_OUT = ("method", "mode", "template", "retry", "wait", "batch")
"""What would make something else of it than one text message: a call, a campaign, several attempts."""
ANY_NUMBER = "+66812345678"
STATUS = re.compile(r"error=(\d{3})\b")
LONG_NUMBER = re.compile(r"\d{4,}")


def check(address: str) -> None:
    """Raises ServiceAddressInvalid."""
    notifier_for(address, ANY_NUMBER)


def notifier_for(address: str, to: str) -> Any:
    """Apprise's notifier for one number. Raises ServiceAddressInvalid."""
    service = SERVICES[address.partition("://")[0].lower()]
    kind = getattr(importlib.import_module(f"apprise.plugins.{service.module}"), service.kind)
    said = kind.parse_url(address)
    if not said:
        raise ServiceAddressInvalid(service.name, service.shape)
    wanted = {name: value for name, value in said.items() if name not in KEPT_OUT}
    wanted |= {"targets": [to], "verify": True, "redirect": False, "cto": TIMEOUT, "rto": TIMEOUT, "asset": asset()}
    try:
        made = kind(**wanted)
    except TypeError as error:  # Apprise's own for what is wrong with an address
        raise ServiceAddressInvalid(service.name, service.shape) from error
    if str(getattr(made, "notify_url", "")).startswith("http://"):  # Kavenegar's
        made.notify_url = made.notify_url.replace("http://", "https://", 1)
    return made


def asset() -> Any:
    """Nothing of Apprise's own is loaded or kept beside."""
    from apprise import AppriseAsset, PersistentStoreMode  # noqa: PLC0415  a heavy library, for few processes

    return AppriseAsset(storage_mode=PersistentStoreMode.MEMORY, plugin_paths=[])


def hand_in(to: str, text: str, address: str) -> None:
    """Raises SendingFailed."""
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415  likewise

    notifier = notifier_for(address, to)
    # Numbers that are too short for Apprise are dropped; some services then send to oneself.
    if to.removeprefix("+") not in unquote(notifier.url()):
        raise SendingFailed(Problem.NUMBER, is_final=True)
    sending = Apprise(asset=asset())
    sending.add(notifier)
    outcome = sending.notify(body=text, body_format=NotifyFormat.TEXT)
    if not outcome:
        raise failure(" ".join(entry.message for one in outcome.results for entry in one.logs()))


def failure(logged: str) -> SendingFailed:
    """What Apprise wrote down: the status it was answered, or that nobody did. Numbers and codes are cut."""
    said = LONG_NUMBER.sub("…", logged)[:LONGEST_ANSWER]
    status = STATUS.search(logged)
    if status is None:
        return SendingFailed(Problem.GATEWAY_SILENT, said, is_final=False)
    return refusal(int(status[1]), said)
