"""The weekly report: the overview as a mail, to whoever wants it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.jobs import work
from regulars.base.mail import services as mail
from regulars.base.mail.errors import MailError
from regulars.base.staff.queries import users
from regulars.base.web import business, preferences

from .enums import Work
from .overview import Overview, Points, overview

if TYPE_CHECKING:
    from regulars.base.staff.models import User

READERS = "quality.report"
"""The setting that names who wants the report, by their ids."""
MONDAY = 0


def wants(user: "User") -> bool:
    """Whether somebody gets the report."""
    return user.pk in preferences.read(READERS, [])


def set_wanted(user: "User", *, is_wanted: bool) -> None:
    """Send it to somebody every Monday, or no longer."""
    others = [pk for pk in preferences.read(READERS, []) if pk != user.pk]
    preferences.put(READERS, sorted([*others, user.pk]) if is_wanted else others)


def readers() -> list["User"]:
    """Those who want it and may see it."""
    found = users().filter(pk__in=preferences.read(READERS, []), is_active=True)
    return [user for user in found if user.has_perm("quality.see") and user.sight.owners is None]


def send() -> int:
    """To everybody who wants it; how many mails were put into the outbox."""
    return sum(send_to(user) for user in readers())


def send_to(user: "User") -> bool:
    """In the language of the business; False where there is nothing to say, or no way to say it."""
    with business.speaking():
        found = overview(user.sight.mask)
        if found is None:
            return False
        subject = _("How good the customer data of {business} is").format(business=business.name() or "Regulars")
        try:
            mail.send(to=user.email, subject=subject, text="\n".join(lines(found)), actor="system")
        except MailError:
            return False
    return True


def lines(found: Overview) -> Sequence[str]:
    """The report, line by line."""
    before = figures(found.before) if found.before else {}
    shares = figures(found.points).items()
    waiting = work.waiting(Work.values).count()
    address = f"{settings.PUBLIC_URL}{reverse('quality:overview')}" if settings.PUBLIC_URL else ""
    return [
        _("{n} customers, as of {day}").format(n=display.number(found.customers), day=display.day(found.day)),
        "",
        *(f"{label}: {share(value)}{change(value, before.get(label))}" for label, value in shares),
        "",
        *(f"{display.number(problem.count)}: {problem.words}" for problem in found.problems),
        "",
        _("On the work list: {n}").format(n=display.number(waiting)),
        *([address] if address else []),
    ]


def figures(points: Points) -> dict[str, float | None]:
    """The figures by their names."""
    return {
        _("Complete"): points.completeness,
        _("Sound"): points.validity,
        _("Fresh"): points.freshness,
        _("Consistent"): points.consistency,
        _("Can be reached"): points.reachable,
    }


def share(value: float | None) -> str:
    """In percent."""
    return "–" if value is None else _("{n}%").format(n=display.number(round(value)))


def change(value: float | None, before: float | None) -> str:
    """Against some weeks ago, if that is known and differs."""
    if value is None or before is None or round(value) == round(before):
        return ""
    more = round(value) - round(before)
    words = _(" (up {n} in four weeks)") if more > 0 else _(" (down {n} in four weeks)")
    return words.format(n=display.number(abs(more)))
