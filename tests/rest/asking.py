"""One request for each operation, about customers who are there."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from regulars.base.jobs.services import enqueue
from regulars.base.webhooks.enums import MessageType
from regulars.base.webhooks.queries import deliveries
from regulars.base.webhooks.services import Announcement, create_endpoint, emit
from regulars.unify.facts.queries import sources
from regulars.unify.identity.queries import links_of
from tests.unify.telling import key

SPACE = "/v1/spaces/shop"


class Asked(NamedTuple):
    """A request that an API key with the operation's scopes may send."""

    method: str
    path: str
    body: Any = None


def requests() -> dict[str, Asked]:
    """Operation → a request about Som, Lek, Acme or the order R-1; those that change something at the end."""
    som, lek, acme, email = (
        key(text) for text in ("user_id/som", "user_id/lek", "company/acme", "email/som@example.com")
    )
    job = failed_job()
    source = sources()[0].pk
    webhook, delivery = told_webhook()
    user, account = "user_id:som", "group_id:acme"
    return {
        "list_customers": Asked("GET", "/customers?identifier=som@example.com"),
        "show_customer": Asked("GET", f"/customers/{som}"),
        "show_customer_by_identifier": Asked("GET", "/customers/by/email/som@example.com"),
        "show_timeline": Asked("GET", f"/customers/{som}/timeline"),
        "explain_customers": Asked("GET", f"/customers/{som}/why/{email}"),
        "preview_undo": Asked("GET", f"/links/{link_of(som, email)}/undo"),
        "preview_erasure": Asked("GET", f"/customers/{som}/erasure"),
        "list_erasures": Asked("GET", "/erasures"),
        "show_erasure": Asked("GET", "/erasures/1"),
        "show_operation": Asked("GET", "/operations/nothing"),
        "list_groups": Asked("GET", "/groups"),
        "show_group": Asked("GET", f"/groups/{acme}"),
        "list_group_members": Asked("GET", f"/groups/{acme}/members"),
        "list_customer_orders": Asked("GET", f"/customers/{som}/orders"),
        "list_orders": Asked("GET", "/orders"),
        "show_order": Asked("GET", "/orders/default/R-1"),
        "list_products": Asked("GET", "/products"),
        "list_events": Asked("GET", "/events"),
        "list_sources": Asked("GET", "/sources"),
        "show_source": Asked("GET", f"/sources/{source}"),
        "list_fields": Asked("GET", "/fields"),
        "show_schema": Asked("GET", "/schema"),
        "show_plan": Asked("GET", f"/sources/{source}/plan"),
        "list_violations": Asked("GET", f"/sources/{source}/violations"),
        "list_webhooks": Asked("GET", "/webhooks"),
        "show_webhook": Asked("GET", f"/webhooks/{webhook}"),
        "list_deliveries": Asked("GET", "/deliveries"),
        "list_jobs": Asked("GET", "/jobs"),
        "show_job": Asked("GET", f"/jobs/{job}"),
        **{
            f"profile_{collection}_{route}": Asked("GET", f"{SPACE}/collections/{collection}/profiles/{id_}/{route}")
            for collection, id_ in (("users", user), ("accounts", account))
            for route in ("traits", "external_ids", "events", "metadata", "links")
        },
        "create_source": Asked("POST", "/sources", {"name": "Till 2", "kind": "till"}),
        "put_plan": Asked("PUT", f"/sources/{source}/plan", {"events": {"Page Seen": {}}}),
        "lift_plan": Asked("DELETE", f"/sources/{source}/plan"),
        "change_source": Asked("PATCH", f"/sources/{source}", {"name": "Till 3"}),
        "rotate_write_key": Asked("POST", f"/sources/{source}/rotate", {}),
        "create_webhook": Asked("POST", "/webhooks", {"url": "https://example.com/other"}),
        "change_webhook": Asked("PATCH", f"/webhooks/{webhook}", {"is_enabled": False}),
        "rotate_webhook_secret": Asked("POST", f"/webhooks/{webhook}/rotate"),
        "replay_delivery": Asked("POST", f"/deliveries/{delivery}/replay"),
        "delete_webhook": Asked("DELETE", f"/webhooks/{webhook}"),
        "retry_job": Asked("POST", f"/jobs/{job}/retry"),
        "edit_customer": Asked("PATCH", f"/customers/{som}", {"traits": {"city": "Chiang Mai"}}),
        "merge_customers": Asked("POST", f"/customers/{som}/merge", {"other": str(lek)}),
        "keep_customers_apart": Asked("POST", f"/customers/{som}/apart", {"other": str(lek)}),
        "undo_link": Asked("POST", f"/links/{link_of(som, email)}/undo"),
        "end_value": Asked("POST", f"/values/{email}/end", {}),
        "block_value": Asked("POST", f"/values/{email}/block"),
        "part_value": Asked("POST", f"/values/{email}/part"),
        "erase_customer": Asked("POST", f"/customers/{lek}/erasure"),
    }  # fmt: skip


def failed_job() -> UUID:
    """A job that can be tried again."""
    job = enqueue("rest.purge_answers").pk
    DBTaskResult.objects.filter(pk=job).update(status=TaskResultStatus.FAILED, finished_at=datetime.now(UTC))
    return job


def told_webhook() -> tuple[int, int]:
    """A webhook, and a delivery to it."""
    webhook = create_endpoint("https://example.com/told", actor="owner")[0].pk
    emit([Announcement(f"to {webhook}", MessageType.MERGED, 1, {"key": "1"})])
    return webhook, deliveries(webhook)[0].pk


def link_of(one: int, other: int) -> int:
    """The number of the link between two keys."""
    return next(link.id for link in links_of([one]) if {link.from_.key, link.to.key} == {one, other})


def known_places() -> dict[str, str]:
    """Values of path parameters with which something is found."""
    som, lek, source = key("user_id/som"), key("user_id/lek"), sources()[0].pk
    return {
        "key": str(som),
        "other": str(lek),
        "link": str(link_of(som, key("email/som@example.com"))),
        "type": "email",
        "value": "som@example.com",
        "shop": "default",
        "order_id": "R-1",
        "id": str(source),
    }
