"""The operations, by noun."""

from . import customers, decisions, erasing, operations

ROUTERS = (customers.router, decisions.router, erasing.router, operations.router)
