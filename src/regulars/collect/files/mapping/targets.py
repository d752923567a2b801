"""What a column can mean in a file of each kind, for the page that offers it and the guess that chooses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.base.fields.enums import Basis, Category, Type
from regulars.base.fields.queries import fields, purposes
from regulars.collect.files.mapping.columns import Kind
from regulars.unify.facts.identifiers import CHANNELS
from regulars.unify.identity.queries.words import TYPES


@dataclass(frozen=True, slots=True)
class Target:
    """One meaning: `code` as `Column.target` holds it, what it is called, and the group it is offered in."""

    code: str
    label: str | Promise
    group: str | Promise
    is_required: bool = False
    type: str = Type.TEXT


OCCURRED_AT = "time:occurred_at"
KEY = "customer:key"
WHO, WHAT, LINES, SAID, EVIDENCE = (
    _("Who it is"),
    pgettext_lazy("columns of a file", "Order"),
    _("Lines of an order"),
    _("Consent"),
    _("Evidence"),
)
IDENTIFIERS = ("external_id", "user_id", "member_card", "email", "phone", *CHANNELS)
AMOUNT = "amount"
"""The type of a target that is money or a count with a fraction."""
ORDER = (
    Target("order:order_id", _("Order number"), WHAT, is_required=True),
    Target(OCCURRED_AT, _("Ordered at"), WHAT, type=Type.MOMENT),
    Target("order:status", _("Status of the order"), WHAT),
    Target("order:currency", _("Currency"), WHAT),
    Target("order:total", _("Total"), WHAT, type=AMOUNT),
    Target("order:revenue", _("Total without shipping and tax"), WHAT, type=AMOUNT),
    Target("order:shipping", _("Shipping"), WHAT, type=AMOUNT),
    Target("order:tax", _("Tax"), WHAT, type=AMOUNT),
    Target("order:discount", _("Discount"), WHAT, type=AMOUNT),
    Target("order:coupon", _("Coupon"), WHAT),
    Target("order:payment_method", _("Paid by"), WHAT),
    Target("order:affiliation", _("Shop or channel"), WHAT),
)
LINE = (
    ("product_id", _("Product number"), Type.TEXT),
    ("sku", _("SKU"), Type.TEXT),
    ("name", _("Product"), Type.TEXT),
    ("category", _("Product category"), Type.TEXT),
    ("brand", _("Brand"), Type.TEXT),
    ("variant", _("Variant"), Type.TEXT),
    ("price", _("Price"), AMOUNT),
    ("quantity", _("Quantity"), AMOUNT),
    ("coupon", _("Coupon on the product"), Type.TEXT),
)
PRODUCT = (
    Target("product:currency", _("Currency"), LINES),
    Target("product:stock", _("Stock"), LINES, type=AMOUNT),
    Target("product:barcode", _("Barcode"), LINES),
    Target("product:url", _("Page of the product"), LINES, type=Type.URL),
    Target("product:image_url", _("Picture of the product"), LINES, type=Type.URL),
    Target("product:description", _("About the product"), LINES),
)
CONSENT = (
    Target("said:purpose", _("What they were asked to agree to"), SAID),
    Target("said:answer", _("Their answer"), SAID, type=Type.BOOLEAN),
    Target(OCCURRED_AT, _("Answered at"), SAID, type=Type.MOMENT),
    Target("evidence:wording", _("What they were told"), EVIDENCE),
    Target("evidence:method", _("How they answered"), EVIDENCE),
    Target("evidence:document", _("Proof of the answer"), EVIDENCE),
)
POINTS = (
    Target("points:balance", _("Points"), _("Points"), is_required=True, type=AMOUNT),
    Target("points:program", _("Programme"), _("Points")),
    Target("points:expires_on", _("Points expire on"), _("Points"), type=Type.DATE),
    Target(OCCURRED_AT, _("Balance as of"), _("Points"), type=Type.MOMENT),
)
UPDATED = Target(OCCURRED_AT, _("Row last changed at"), _("Time"), type=Type.MOMENT)


def targets(kind: Kind) -> tuple[Target, ...]:
    """Every meaning a column of such a file can have, in the order in which they are offered."""
    return tuple({target.code: target for target in reversed([*_targets(kind)])}.values())[::-1]


def _targets(kind: Kind) -> Iterator[Target]:
    if kind is Kind.CUSTOMERS:
        # The head of our own exports in every language, so that they are known again.
        yield Target(KEY, "Regulars ID", WHO)
        yield from (*_traits(), *_identifiers("phone", "email"), *_consents(), UPDATED)
    elif kind in {Kind.ORDERS, Kind.ORDER_LINES}:
        yield from (*ORDER, *_lines("line", needed=kind is Kind.ORDER_LINES), *_identifiers())
        yield from _traits(Category.IDENTITY, Category.CONTACT)
    elif kind is Kind.PRODUCTS:
        yield from (*_lines("product", needed=True), *PRODUCT)
        yield Target(OCCURRED_AT, _("Row last changed at"), LINES, type=Type.MOMENT)
    elif kind is Kind.CONSENTS:
        yield from (*_identifiers(), *CONSENT, *_consents())
    else:
        yield from (*_identifiers(), *POINTS)


def _identifiers(*further: str) -> Iterator[Target]:
    for code in IDENTIFIERS:
        label = TYPES.get(code, code)
        if code in further:
            label = format_lazy(_("{identifier}, a further one"), identifier=label)
        elif code in CHANNELS and further:
            label = format_lazy(_("{channel}, internal number"), channel=label)
        yield Target(f"identifier:{code}", label, WHO, type=code if code in {Type.EMAIL, Type.PHONE} else Type.TEXT)


def _traits(*categories: Category) -> Iterator[Target]:
    for field in fields():
        if not categories or (field.category in categories and field.name not in {*IDENTIFIERS, "id"}):
            yield Target(f"trait:{field.name}", field.label, field.category.label, type=field.type)


def _consents() -> Iterator[Target]:
    for purpose in purposes():
        if purpose.basis == Basis.CONSENT:
            label = format_lazy(_("Agrees to: {purpose}"), purpose=purpose.label)
            yield Target(f"consent:{purpose.code}", label, SAID, type=Type.BOOLEAN)


def _lines(of: str, *, needed: bool) -> Iterator[Target]:
    for name, label, type_ in LINE:
        if of == "line" or name not in {"quantity", "coupon"}:
            yield Target(f"{of}:{name}", label, LINES, is_required=needed and name == "product_id", type=type_)


def meaning(kind: Kind, word: str) -> str:
    """The target that a word of `heads.txt` stands for in a file of this kind."""
    of, _colon, name = word.partition(":")
    if name == "occurred_at":
        return OCCURRED_AT if of == MOMENTS[kind] else ""
    if kind is Kind.PRODUCTS and (of == "line" or word == "order:currency"):
        return f"product:{name}"
    if kind is not Kind.CUSTOMERS and of == "trait" and name in IDENTIFIERS:
        return f"identifier:{name}"
    return word


MOMENTS = {
    Kind.CUSTOMERS: "time",
    Kind.ORDERS: "order",
    Kind.ORDER_LINES: "order",
    Kind.PRODUCTS: "time",
    Kind.CONSENTS: "said",
    Kind.POINTS: "points",
}
"""Kind → whose words for a moment count."""
