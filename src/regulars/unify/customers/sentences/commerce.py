"""Sentences for the e-commerce events of the tracking specification, by their names of version 2."""

from collections.abc import Iterable

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.base.fields import display

from .reading import amount, product, products, word
from .registry import Properties, Sentence, bold, isolated, sentence

PAID = ("total", "revenue", "value")


@sentence("orders", "Order Completed")
def bought(said: Properties) -> Sentence:
    """Bought tea, cake and 3 more for ฿185 · Web shop · coupon MANGO."""
    names, price = bought_names(said), amount(said, *PAID)
    if names and price:
        text = format_html(_("Bought {products} for {amount}"), products=names, amount=bold(price))
    elif price:
        text = format_html(_("Bought for {amount}"), amount=bold(price))
    else:
        text = format_html(_("Bought {products}"), products=names or isolated(word(said, "order_id", "orderId")))
    coupon = word(said, "coupon")
    return Sentence(
        text, dotted([word(said, "affiliation"), coupon and _("coupon {code}").format(code=coupon)]), "money"
    )


def bought_names(said: Properties) -> SafeString:
    """The first products, and how many more."""
    names, more = products(said)
    listed = format_html_join(_(", "), "<bdi>{}</bdi>", ((name,) for name in names))
    if not more:
        return listed
    words = ngettext("{products} and {n} more", "{products} and {n} more", more)
    return format_html(words, products=listed, n=display.number(more))


@sentence("orders", "Order Updated")
def order_updated(said: Properties) -> Sentence:
    price = amount(said, *PAID)
    if price:
        return Sentence(format_html(_("Changed the order to {amount}"), amount=bold(price)), order_number(said))
    return Sentence(escape(_("Changed the order")), order_number(said))


@sentence("orders", "Order Cancelled")
def order_cancelled(said: Properties) -> Sentence:
    return Sentence(escape(_("Cancelled an order")), order_number(said), "ask")


@sentence("orders", "Order Refunded")
def order_refunded(said: Properties) -> Sentence:
    price = amount(said, "total", "refund", "value")
    if price:
        return Sentence(format_html(_("Got {amount} back"), amount=bold(price)), order_number(said), "ask")
    return Sentence(escape(_("Got the money back")), order_number(said), "ask")


@sentence("orders", "Checkout Started", "Payment Info Entered", "Checkout Step Viewed", "Checkout Step Completed")
def checkout(said: Properties) -> Sentence:
    price = amount(said, *PAID)
    if price:
        return Sentence(format_html(_("Went to the checkout with {amount}"), amount=bold(price)), order_number(said))
    return Sentence(escape(_("Went to the checkout")), order_number(said))


@sentence("carts", "Product Added", "Wishlist Product Added to Cart")
def added(said: Properties) -> Sentence:
    return Sentence(format_html(_("Put {product} into the cart"), product=bold(product(said))), price_of(said))


@sentence("carts", "Product Removed")
def removed(said: Properties) -> Sentence:
    return Sentence(format_html(_("Took {product} out of the cart"), product=bold(product(said))), price_of(said))


@sentence("carts", "Cart Viewed", "Viewed Cart")
def cart_viewed(said: Properties) -> Sentence:
    return Sentence(escape(_("Looked at the cart")), bought_names(said))


@sentence("carts", "Product Added to Wishlist")
def wished(said: Properties) -> Sentence:
    return Sentence(format_html(_("Wished for {product}"), product=bold(product(said))), price_of(said))


@sentence("carts", "Product Removed from Wishlist")
def no_longer_wished(said: Properties) -> Sentence:
    return Sentence(format_html(_("Took {product} off the wish list"), product=bold(product(said))))


@sentence("visits", "Product Viewed", "Product Clicked")
def product_viewed(said: Properties) -> Sentence:
    return Sentence(
        format_html(_("Looked at {product}"), product=bold(product(said))),
        dotted([word(said, "category"), amount(said, "price")]),
    )


@sentence("visits", "Product List Viewed", "Product List Filtered")
def list_viewed(said: Properties) -> Sentence:
    name = word(said, "category", "list_id")
    return Sentence(format_html(_("Looked through {category}"), category=bold(name or "–")))


@sentence("visits", "Products Searched", "Searched Products", "Search")
def searched(said: Properties) -> Sentence:
    return Sentence(format_html(_("Searched for {text}"), text=bold(word(said, "query", "search") or "–")))


@sentence("account", "Product Reviewed", "Reviewed Product")
def reviewed(said: Properties) -> Sentence:
    name = product(said) or word(said, "product_id")
    return Sentence(format_html(_("Reviewed {product}"), product=bold(name)), isolated(word(said, "review_body")))


@sentence("visits", "Product Shared", "Shared Product", "Cart Shared")
def shared(said: Properties) -> Sentence:
    return Sentence(format_html(_("Shared {product}"), product=bold(product(said) or _("the cart"))))


@sentence("offers", "Coupon Applied", "Coupon Entered")
def coupon_used(said: Properties) -> Sentence:
    name = word(said, "coupon_name", "coupon_id", "coupon")
    return Sentence(format_html(_("Used the coupon {coupon}"), coupon=bold(name)), isolated(amount(said, "discount")))


@sentence("offers", "Coupon Denied")
def coupon_denied(said: Properties) -> Sentence:
    name = word(said, "coupon_name", "coupon_id", "coupon")
    reason = isolated(word(said, "reason"))
    return Sentence(format_html(_("Tried the coupon {coupon}, which was refused"), coupon=bold(name)), reason, "ask")


@sentence("offers", "Coupon Removed")
def coupon_removed(said: Properties) -> Sentence:
    name = word(said, "coupon_name", "coupon_id", "coupon")
    return Sentence(format_html(_("Took the coupon {coupon} back"), coupon=bold(name)))


@sentence("offers", "Promotion Viewed")
def promotion_viewed(said: Properties) -> Sentence:
    return Sentence(format_html(_("Saw the offer {offer}"), offer=bold(offer(said))))


@sentence("offers", "Promotion Clicked")
def promotion_clicked(said: Properties) -> Sentence:
    return Sentence(format_html(_("Followed the offer {offer}"), offer=bold(offer(said))))


def offer(said: Properties) -> str:
    return word(said, "name", "creative", "promotion_id")


def order_number(said: Properties) -> SafeString | str:
    """“Order 5102”, where the event names it."""
    number = word(said, "order_id", "orderId")
    return format_html(_("Order {number}"), number=isolated(number)) if number else ""


def price_of(said: Properties) -> SafeString | str:
    return isolated(amount(said, "price", "value"))


def dotted(parts: Iterable[str]) -> SafeString:
    """Texts of the sender, with a dot between them."""
    return format_html_join(" · ", "<bdi>{}</bdi>", ((part,) for part in parts if part))
