"""What stands in a file to start from: its columns, what to write into them, and an example."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from regulars.base.fields.enums import Basis, Type
from regulars.base.fields.queries import current, find_field
from regulars.collect.files.making.examples import EXAMPLES
from regulars.collect.files.mapping.columns import Kind
from regulars.collect.files.mapping.targets import AMOUNT, Target, targets

NAMES: dict[Kind, str | Promise] = {
    Kind.CUSTOMERS: gettext_lazy("Customers"),
    Kind.ORDERS: gettext_lazy("Orders"),
    Kind.ORDER_LINES: gettext_lazy("Order lines"),
    Kind.PRODUCTS: gettext_lazy("Products"),
    Kind.CONSENTS: gettext_lazy("Consents"),
    Kind.POINTS: gettext_lazy("Opening point balances"),
}
# What few shops keep in a sheet, or a sheet cannot hold well.
SELDOM = frozenset(
    "customer:key trait:middle_name trait:username trait:id trait:age trait:age_range trait:company_id"
    " trait:employee_count"
    " trait:plan trait:avatar trait:whatsapp trait:telegram trait:x trait:linkedin trait:facebook trait:instagram"
    " trait:preferences trait:followed_brands trait:income trait:industry identifier:user_id line:coupon".split()
)
OF_ORDERS = ("order:", "time:", "identifier:external_id", "identifier:email", "identifier:phone", "trait:name")
SHOWN = {
    Kind.ORDERS: OF_ORDERS,
    Kind.ORDER_LINES: ("order:order_id", *OF_ORDERS, "line:"),
    Kind.CONSENTS: ("identifier:external_id", "identifier:email", "identifier:phone", "said:", "time:", "evidence:"),
    Kind.POINTS: ("identifier:external_id", "identifier:member_card", "identifier:email", "identifier:phone", "points:",
                  "time:"),
}  # fmt: skip
"""Kind → how the targets begin that its file has; others have all."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its head, what to write, what may be chosen, how it is written, and what stands in the example."""

    target: str
    head: str
    help: str
    choices: tuple[str, ...]
    type: str
    is_required: bool
    example: str | float


def name_of(kind: Kind) -> str:
    """What the rows of such a file are called."""
    return str(NAMES[kind])


def fields_of(kind: Kind) -> list[Field]:
    """The columns of a file to start from, in the current language."""
    shown = SHOWN.get(kind, ("",))
    found = [field_of(target) for target in targets(kind) if target.code.startswith(shown) and is_usual(target, kind)]
    return sorted(found, key=lambda field: not field.is_required)


def is_usual(target: Target, kind: Kind) -> bool:
    """Whether a column is worth its place: what the business declared itself is, a further phone is not."""
    of, _colon, name = target.code.partition(":")
    if kind is Kind.CUSTOMERS and of == "identifier":
        return name in {"external_id", "member_card"}
    field = find_field(name) if of == "trait" else None
    return target.code not in SELDOM and (field is None or bool(field.purposes))


def field_of(target: Target) -> Field:
    """A column as its reader sees it."""
    return Field(
        target=target.code,
        head=str(target.label),
        help=help_of(target),
        choices=choices_of(target),
        type=target.type,
        is_required=target.is_required,
        example=example_of(target),
    )


def choices_of(target: Target) -> tuple[str, ...]:
    """What a cell may say, in words."""
    of, _colon, name = target.code.partition(":")
    field = find_field(name) if of == "trait" else None
    if target.type == Type.BOOLEAN:
        return _("Yes"), _("No")
    if target.code == "said:purpose":
        return tuple(str(purpose.label) for purpose in current().purposes)
    if field and field.type is Type.CHOICE:
        return tuple(str(field.words.get(code, code)) for code in field.validation.choices)
    return ()


def help_of(target: Target) -> str:
    """What to write into a column."""
    return " ".join(_helps(target))


def _helps(target: Target) -> Iterator[str]:
    if target.is_required:
        yield _("Every row needs it.")
    of, _colon, name = target.code.partition(":")
    field = find_field(name) if of == "trait" else None
    if field and field.help:
        yield str(field.help)
    if target.code in OF_TARGET:
        yield str(OF_TARGET[target.code])
    elif target.type in OF_TYPE:
        yield str(OF_TYPE[target.type])
    elif choices_of(target):
        yield _("Choose one from the list.")


OF_TYPE: dict[str, str | Promise] = {
    Type.DATE: gettext_lazy("A day with its year, month and day, such as 1988-05-14. Any calendar will do."),
    Type.MOMENT: gettext_lazy("A day, and a time if you know it, such as 2026-03-01 18:00."),
    Type.PHONE: gettext_lazy("With the country, such as +66 81 234 5678, or as it is dialled at home."),
    Type.INTEGER: gettext_lazy("A whole number."),
    Type.LIST: gettext_lazy("Several are parted by commas."),
    AMOUNT: gettext_lazy("A number, without the sign of the currency."),
}
OF_TARGET: dict[str, str | Promise] = {
    "identifier:external_id": gettext_lazy("Your own number for this customer, the same in every file."),
    "identifier:member_card": gettext_lazy("As it is printed on the card."),
    "trait:name": gettext_lazy("The full name, where first and last name are not known apart."),
    "order:order_id": gettext_lazy("The same number in every file: it tells which order a row belongs to."),
    "order:currency": gettext_lazy("Three letters, such as THB, CNY, IRR or USD."),
    "order:status": gettext_lazy("Empty, or what became of it: cancelled, refunded."),
    "line:product_id": gettext_lazy("Your own number for this product, the same in every file."),
    "product:product_id": gettext_lazy("Your own number for this product, the same in every file."),
    "product:stock": gettext_lazy("How many are there now."),
    "said:purpose": gettext_lazy("Choose one from the list."),
    "said:answer": gettext_lazy("Yes, or No where somebody declined or took it back."),
    "evidence:wording": gettext_lazy("The words that people saw or heard when they were asked."),
    "evidence:method": gettext_lazy("On paper, on the web site, in the shop, by phone."),
    "evidence:document": gettext_lazy("Where it can be looked up, such as the number of a form."),
    "points:balance": gettext_lazy("The points that the customer has on the day the programme moves here."),
}


def example_of(target: Target) -> str | float:
    """What stands in the example, fit for the current language."""
    language = (get_language() or "en").split("-")[0]
    if target.type == Type.BOOLEAN:
        return _("Yes")
    if target.code == "said:purpose":
        return str(max(current().purposes, key=lambda purpose: purpose.basis is Basis.CONSENT).label)
    if choices := choices_of(target):
        return choices[0]
    told = EXAMPLES.get(language, EXAMPLES["en"])
    return told.get(target.code, EXAMPLES["en"].get(target.code, ""))
