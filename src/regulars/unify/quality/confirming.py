"""Confirmation: a one-time code by mail or text message, or what came of a call, says if a value is the customer's."""

import re
import secrets
from hmac import compare_digest

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.fields import digits
from regulars.base.fields.moments import DAY, HOUR, SECOND, now, to_datetime
from regulars.base.mail import services as mail
from regulars.base.mail.errors import MailError, NumberInvalid, TooManyTexts
from regulars.base.mail.sms.numbers import is_mobile
from regulars.base.mail.sms.texts import fitted
from regulars.base.web import business
from regulars.unify.customers.queries import Customer
from regulars.unify.identity import services as identity
from regulars.unify.identity.queries import IdentifierValue, identifiers
from regulars.unify.identity.services import HandedIn

from .errors import (
    AddressRefused,
    NoCode,
    NotTheirs,
    NoWay,
    NumberRefused,
    TextsUsedUp,
    TooManyCodes,
    WrongCode,
)
from .models import Code

LABEL = "quality.code"
MINUTES = 15
GOOD_FOR = MINUTES * 60 * SECOND
MOST_TRIES = 5
MOST_AN_HOUR, MOST_A_DAY = 3, 8
BY_MAIL, BY_TEXT, BY_CALL = "email_code", "sms_code", "call"
WAYS = {"email": BY_MAIL, "phone": BY_TEXT}


def send_code(customer: Customer, key: int, *, actor: str) -> Code:
    """Send a new code to an address or mobile number of theirs; one that was sent before is good no longer.

    Raises NotTheirs, NoWay, TooManyCodes, AddressRefused, NumberRefused, TextsUsedUp.
    """
    if key not in customer.keys:
        raise NotTheirs
    (whole,) = identifiers([key])
    if whole.type not in WAYS or whole.ended_at is not None:
        raise NoWay
    code, at = f"{secrets.randbelow(10**6):06}", now()
    with transaction.atomic():
        check_throttle(key, at)
        Code.objects.filter(key=key, closed_at=None).update(closed_at=at)
        made = Code.objects.create(key=key, hash=hashed(key, code), actor=actor, sent_at=at, expires_at=at + GOOD_FOR)
        post(whole, code, made, str(customer.traits.get("language") or ""), actor=actor)
        record("quality.code", actor=actor, object_type="customer", keys=[key])
    return made


def can_send(type_: str, value: str) -> bool:
    """Whether a code can reach an identifier: every e-mail address, and numbers that may be of mobile phones."""
    return type_ in WAYS and (WAYS[type_] != BY_TEXT or is_mobile(value))


def check_throttle(key: int, at: int) -> None:
    """Raises TooManyCodes."""
    sent = Code.objects.filter(key=key)
    if (
        sent.filter(sent_at__gt=at - HOUR).count() >= MOST_AN_HOUR
        or sent.filter(sent_at__gt=at - DAY).count() >= MOST_A_DAY
    ):
        raise TooManyCodes


def post(whole: IdentifierValue, code: str, made: Code, language: str, *, actor: str) -> None:
    """In the customer's language, if we speak it. Raises AddressRefused, NumberRefused, TextsUsedUp."""
    with business.speaking(), translation.override(spoken(language) or translation.get_language()):
        name = business.name() or "Regulars"
        subject = _("Your code for %(business)s") % {"business": name}
        send, text = (
            (mail.send_text, short_text(code, name))
            if WAYS[whole.type] == BY_TEXT
            else (mail.send, long_text(code, name))
        )
        try:
            send(to=whole.value, subject=subject, text=text, actor=actor, good_until=to_datetime(made.expires_at))
        except TooManyTexts as refused:
            raise TextsUsedUp from refused
        except NumberInvalid as refused:
            raise NumberRefused from refused
        except MailError as refused:
            raise AddressRefused from refused


def spoken(language: str) -> str:
    """The language of ours that says it, also for one of a region ("fa-IR", "zh_CN"); "" for none."""
    try:
        return translation.get_supported_language_variant(language.replace("_", "-").lower())
    except LookupError:
        return ""


def long_text(code: str, name: str) -> str:
    """What a mail says."""
    return _(
        "Your code for %(business)s is:\n\n%(code)s\n\nTell it to the person who asked you for it. It is good for"
        " %(minutes)s minutes. If nobody asked you, do nothing."
    ) % {"code": code, "minutes": MINUTES, "business": name}


def short_text(code: str, name: str) -> str:
    """What a text message says: one message, for which a long name is cut."""
    template = _("%(code)s is your code for %(name)s (%(minutes)s min). Only tell who asked.")
    return fitted(template, name, code=code, minutes=MINUTES)


def hashed(key: int, code: str) -> bytes:
    """What is kept of a code: nobody can try them all without the key of the data folder."""
    return vault.keyed_hash(LABEL, f"{key}:{code}".encode())


def enter_code(customer: Customer, key: int, written: str, *, actor: str) -> HandedIn:
    """Verify the value if this is the code that was sent there. Raises NotTheirs, NoCode, WrongCode."""
    if key not in customer.keys:
        raise NotTheirs
    plain = re.sub(r"\D", "", digits.to_ascii(written))
    left = try_code(key, plain)
    if left is None:
        (whole,) = identifiers([key])
        return identity.verify_value(key, WAYS.get(whole.type, BY_MAIL), actor=actor)
    if left == 0:
        raise NoCode(minutes=MINUTES)
    raise WrongCode(left=left)


@transaction.atomic
def try_code(key: int, plain: str) -> int | None:
    """None if it is the code, which is used up then; else how many tries are left (0: there is no open code)."""
    at = now()
    code = Code.objects.select_for_update().filter(key=key, closed_at=None, expires_at__gt=at).first()
    if code is None:
        return 0
    code.tries += 1
    is_right = compare_digest(bytes(code.hash), hashed(key, plain))
    if is_right or code.tries >= MOST_TRIES:
        code.closed_at = at
    code.save(update_fields=["tries", "closed_at"])
    return None if is_right else MOST_TRIES - code.tries


def note_call(customer: Customer, key: int, *, is_right: bool, actor: str) -> HandedIn:
    """What came of calling, or of asking face to face. Raises NotTheirs."""
    if key not in customer.keys:
        raise NotTheirs
    answer = identity.verify_value if is_right else identity.dispute_value
    return answer(key, BY_CALL, actor=actor)


def purge() -> int:
    """Forget codes of yesterday; returns how many."""
    return Code.objects.filter(sent_at__lt=now() - DAY).delete()[0]
