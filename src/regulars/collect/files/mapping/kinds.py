"""Guesses from its heads what the rows of a file are."""

from collections.abc import Sequence

from regulars.collect.files.mapping.columns import Kind
from regulars.collect.files.mapping.words import meant


def guess_kind(heads: Sequence[str]) -> Kind:
    """What most of the heads speak of; customers where nothing tells."""
    orders = said(heads, Kind.ORDER_LINES)
    if "order:order_id" in orders:
        lines = {code for code in orders if code.startswith("line:")}
        return Kind.ORDER_LINES if lines & {"line:product_id", "line:sku", "line:name"} else Kind.ORDERS
    customers = said(heads, Kind.CUSTOMERS)
    if {"said:answer", "said:purpose"} <= said(heads, Kind.CONSENTS):
        return Kind.CONSENTS
    products = said(heads, Kind.PRODUCTS)
    people = {"trait:email", "trait:phone", "trait:last_name", "trait:birthday", "trait:gender"} & customers
    if {"product:product_id", "product:sku", "product:name"} & products and not people and len(products) > 2:
        return Kind.PRODUCTS
    if "points:balance" in said(heads, Kind.POINTS) and len(customers) <= 4:
        return Kind.POINTS
    if any(code.startswith("consent:") for code in customers) and len(customers) <= 3:
        return Kind.CONSENTS
    return Kind.CUSTOMERS


def said(heads: Sequence[str], kind: Kind) -> set[str]:
    """The targets that these heads mean in a file of this kind."""
    return {target for head in heads if (target := meant(head, kind)[0])}
