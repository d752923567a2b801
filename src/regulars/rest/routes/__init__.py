"""The operations, by noun."""

from . import customers, decisions, erasing, events, groups, jobs, operations, orders, products, sources

ROUTERS = (
    customers.router,
    decisions.router,
    erasing.router,
    groups.router,
    orders.router,
    products.router,
    events.router,
    sources.router,
    jobs.router,
    operations.router,
)
