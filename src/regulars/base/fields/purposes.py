"""Purposes: what customer data is used for, and by which right; the built-in ones."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.base.fields.enums import Basis


@dataclass(frozen=True, slots=True)
class Purpose:
    """One use of customer data with its lawful basis."""

    code: str
    label: str | Promise
    basis: Basis
    is_built_in: bool = True


BUILT_IN = (
    Purpose("service", _("Serving orders and requests"), Basis.CONTRACT),
    Purpose("loyalty", _("Loyalty programme"), Basis.CONTRACT),
    Purpose("marketing", _("Marketing messages"), Basis.CONSENT),
    Purpose("personalization", _("Personal offers and recommendations"), Basis.CONSENT),
    Purpose("analytics", _("Analytics"), Basis.LEGITIMATE_INTERESTS),
    Purpose("security", _("Security and fraud prevention"), Basis.LEGITIMATE_INTERESTS),
    Purpose("legal", _("Legal and tax records"), Basis.LEGAL_OBLIGATION),
)
