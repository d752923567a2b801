"""Which scopes exist, and which of them each operation needs. What is not named here cannot be declared."""

from enum import StrEnum


class Scope(StrEnum):
    """What an API key may do."""

    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CUSTOMERS_ERASE = "customers:erase"
    GROUPS_READ = "groups:read"
    ORDERS_READ = "orders:read"
    PRODUCTS_READ = "products:read"
    SOURCES_READ = "sources:read"
    SOURCES_WRITE = "sources:write"
    EVENTS_READ = "events:read"
    SCHEMA_READ = "schema:read"
    SCHEMA_WRITE = "schema:write"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


OPERATIONS: dict[str, tuple[Scope, ...]] = {
    "list_customers": (Scope.CUSTOMERS_READ,),
    "show_customer": (Scope.CUSTOMERS_READ,),
    "show_customer_by_identifier": (Scope.CUSTOMERS_READ,),
    "show_timeline": (Scope.CUSTOMERS_READ, Scope.EVENTS_READ),
    "explain_customers": (Scope.CUSTOMERS_READ,),
    "preview_undo": (Scope.CUSTOMERS_READ,),
    "edit_customer": (Scope.CUSTOMERS_WRITE,),
    "merge_customers": (Scope.CUSTOMERS_WRITE,),
    "keep_customers_apart": (Scope.CUSTOMERS_WRITE,),
    "undo_link": (Scope.CUSTOMERS_WRITE,),
    "end_value": (Scope.CUSTOMERS_WRITE,),
    "block_value": (Scope.CUSTOMERS_WRITE,),
    "part_value": (Scope.CUSTOMERS_WRITE,),
    "preview_erasure": (Scope.CUSTOMERS_ERASE,),
    "erase_customer": (Scope.CUSTOMERS_ERASE,),
    "list_erasures": (Scope.CUSTOMERS_ERASE,),
    "show_erasure": (Scope.CUSTOMERS_ERASE,),
    # Only the key that started an operation sees it, whatever its scopes are.
    "show_operation": (),
    "list_groups": (Scope.GROUPS_READ,),
    "show_group": (Scope.GROUPS_READ,),
    "list_group_members": (Scope.GROUPS_READ, Scope.CUSTOMERS_READ),
    "list_customer_orders": (Scope.ORDERS_READ,),
    "list_orders": (Scope.ORDERS_READ,),
    "show_order": (Scope.ORDERS_READ,),
    "list_products": (Scope.PRODUCTS_READ,),
    "list_events": (Scope.EVENTS_READ,),
    "list_sources": (Scope.SOURCES_READ,),
    "show_source": (Scope.SOURCES_READ,),
    "create_source": (Scope.SOURCES_WRITE,),
    "list_jobs": (Scope.JOBS_READ,),
    "show_job": (Scope.JOBS_READ,),
    "retry_job": (Scope.JOBS_WRITE,),
    "profile_users_traits": (Scope.CUSTOMERS_READ,),
    "profile_users_external_ids": (Scope.CUSTOMERS_READ,),
    "profile_users_metadata": (Scope.CUSTOMERS_READ,),
    "profile_users_events": (Scope.CUSTOMERS_READ, Scope.EVENTS_READ),
    "profile_users_links": (Scope.CUSTOMERS_READ, Scope.GROUPS_READ),
    "profile_accounts_traits": (Scope.GROUPS_READ,),
    "profile_accounts_external_ids": (Scope.GROUPS_READ,),
    "profile_accounts_metadata": (Scope.GROUPS_READ,),
    "profile_accounts_events": (Scope.GROUPS_READ, Scope.EVENTS_READ),
    "profile_accounts_links": (Scope.GROUPS_READ, Scope.CUSTOMERS_READ),
}
"""Operation id → the scopes that a key must have, all of them."""
