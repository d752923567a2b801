"""Every call of the vendor's Python client: arguments are the address, the write key, the user, and gzip or plain."""

import sys

from segment import analytics

host, write_key, user, packing = sys.argv[1:]
failures = []
analytics.write_key = write_key
analytics.host = host
analytics.gzip = packing == "gzip"
analytics.max_retries = 5
analytics.on_error = lambda error, _items: failures.append(error)

analytics.track(anonymous_id=f"{user}-visitor", event="Product Viewed", properties={"sku": "latte"})
analytics.identify(
    user, {"email": f"{user}@shop.example", "firstName": "สมชาย", "lastName": "ใจดี"}, anonymous_id=f"{user}-visitor"
)
analytics.track(
    user,
    "Order Completed",
    {
        "order_id": f"{user}-1",
        "total": 185.5,
        "currency": "THB",
        "products": [{"product_id": "p1", "name": "Mango cake", "price": 92.75, "quantity": 2}],
    },
)
analytics.page(user, "Shop", "Home", {"url": "https://shop.example/"})
analytics.screen(user, "Shop", "Card")
analytics.group(user, f"{user}-company", {"name": "Acme"})
analytics.alias(f"{user}-before", user)
for number in range(120):
    analytics.track(user, "Counted", {"number": number})
analytics.shutdown()
if failures:
    raise SystemExit(f"not delivered: {failures}")
