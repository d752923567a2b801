"""Confirmation: a one-time code by e-mail, or what came of a call, says whether a value is the customer's."""

import re
import secrets
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.base import vault
from regulars.base.audit.services import record
from regulars.base.fields import digits
from regulars.base.fields.moments import DAY, HOUR, SECOND, now
from regulars.base.mail import services as mail
from regulars.base.mail.errors import MailError
from regulars.base.web import business
from regulars.unify.customers.queries import Customer
from regulars.unify.identity import services as identity
from regulars.unify.identity.queries import identifiers
from regulars.unify.identity.services import HandedIn

from .errors import AddressRefused, NoCode, NotTheirs, NoWay, TooManyCodes, WrongCode
from .models import Code

LABEL = "quality.code"
MINUTES = 15
GOOD_FOR = MINUTES * 60 * SECOND
MOST_TRIES = 5
MOST_AN_HOUR, MOST_A_DAY = 3, 8
BY_CODE, BY_CALL = "email_code", "call"
WAYS = {"email": BY_CODE}


def send_code(customer: Customer, key: int, *, actor: str) -> Code:
    """Mail a new code to an e-mail address of theirs; one that was sent before is good no longer.

    Raises NotTheirs, NoWay, TooManyCodes, AddressRefused.
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
        try:
            post(whole.value, code, str(customer.traits.get("language") or ""), actor=actor)
        except MailError as refused:
            raise AddressRefused from refused
        record("quality.code", actor=actor, object_type="customer", keys=[key])
    return made


def check_throttle(key: int, at: int) -> None:
    """Raises TooManyCodes."""
    sent = Code.objects.filter(key=key)
    if (
        sent.filter(sent_at__gt=at - HOUR).count() >= MOST_AN_HOUR
        or sent.filter(sent_at__gt=at - DAY).count() >= MOST_A_DAY
    ):
        raise TooManyCodes


def post(to: str, code: str, language: str, *, actor: str) -> None:
    """In the customer's language, if we speak it. Raises MailError."""
    spoken = {code for code, _name in settings.LANGUAGES}
    with business.speaking(), translation.override(language if language in spoken else translation.get_language()):
        words = {"code": code, "minutes": MINUTES, "business": business.name() or "Regulars"}
        text = _(
            "Your code for %(business)s is:\n\n%(code)s\n\nTell it to the person who asked you for it. It is good for"
            " %(minutes)s minutes. If nobody asked you, do nothing."
        )
        mail.send(to=to, subject=_("Your code for %(business)s") % words, text=text % words, actor=actor)


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
        return identity.verify_value(key, BY_CODE, actor=actor)
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
