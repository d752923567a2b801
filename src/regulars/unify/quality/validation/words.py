"""What the codes of findings say to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BECAUSE: dict[str, str | Promise] = {
    "written_otherwise": _("Written in another form than usual"),
    "unseen_letters": _("Holds characters that nobody sees"),
    "misread_letters": _("Was read with the wrong letters"),
    "lost_letters": _("Letters were lost on the way"),
    "not_an_email": _("Not an e-mail address"),
    "stands_for_nobody": _("Stands for nobody"),
    "domain_typo": _("A slip in the domain"),
    "disposable": _("An address to be thrown away"),
    "not_a_phone": _("Not a phone number"),
    "possible_phone": _("No such number was ever given out"),
    "made_up_number": _("Looks made up"),
    "costly_number": _("A number that costs extra"),
    "service_number": _("A toll-free number, not a person’s"),
    "not_a_date": _("Not a date"),
    "placeholder_date": _("A date that stands for none"),
    "in_the_future": _("In the future"),
    "too_old": _("More than 120 years ago"),
    "address_for_name": _("An address where a name should be"),
    "digits_in_name": _("Digits in a name"),
    "no_letters": _("No letters"),
    "stand_in_name": _("A word that stands for a name"),
    "keyboard_run": _("Typed along the keyboard"),
    "same_letters": _("The same letter over and over"),
    "company_for_name": _("Looks like a company"),
    "unknown_country": _("No country of this name"),
    "unknown_state": _("No such state in this country"),
    "postal_code_shape": _("Not a postal code of this country"),
    "postal_code_elsewhere": _("A postal code of another place"),
    "address_incomplete": _("Lacks what an address needs there"),
    "wrong_check_digit": _("The check digit is wrong"),
    "not_an_id": _("Not such a number"),
    "not_text": _("Not a text"),
    "not_a_moment": _("Not a date and time"),
    "not_a_number": _("Not a whole number"),
    "not_a_choice": _("None of the choices"),
    "out_of_bounds": _("Outside the limits of the field"),
    "other_shape": _("Not in the shape of the field"),
    "two_spellings": _("Given twice, with different values"),
    "said_wrong": _("Not theirs, said whoever was reached there"),
    "refused_outside": _("Refused by an outside check"),
    "doubted_outside": _("Doubted by an outside check"),
}


def because(code: str) -> str | Promise:
    """Why a value is not fine, in a few words."""
    return BECAUSE.get(code, code)
