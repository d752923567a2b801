"""Webhooks: who is told of changes, what became of each delivery, and telling it again."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from regulars.base.webhooks import queries, services
from regulars.base.webhooks.enums import DeliveryState, MessageType
from regulars.rest import cursors
from regulars.rest.keys import RestRequest
from regulars.rest.router import Router
from regulars.rest.shapes import Shape
from regulars.rest.values import Cursor, GivenKey, Key, Limit, Moment

router = Router("webhooks")
Url = Annotated[str, Field(min_length=1, max_length=2000, examples=["https://example.com/regulars"])]
Description = Annotated[str, Field(max_length=200)]


class Webhook(Shape):
    """An address that is told of changes to customers; no `events` means all types."""

    id: Key
    url: str
    description: str
    events: list[MessageType]
    is_enabled: bool
    disabled_because: str
    failing_since: Moment
    created_at: Moment


class NewWebhook(Webhook):
    """A webhook with the secret that signs what it is told (Standard Webhooks)."""

    secret: str


class WebhookPage(Shape):
    """All webhooks, oldest first."""

    data: list[Webhook]
    next: str | None


class Attempt(Shape):
    """One attempt at a delivery."""

    model_config = ConfigDict(extra="allow")


class Delivery(Shape):
    """A message on its way to a webhook, with its last attempts."""

    id: Key
    webhook: Key = Field(validation_alias="endpoint_id")
    type: MessageType
    state: DeliveryState
    attempts: int
    log: list[Attempt]
    settled_at: Moment


class DeliveryPage(Shape):
    """Deliveries, newest first."""

    data: list[Delivery]
    next: str | None


class Secret(Shape):
    """A signing secret, shown this once."""

    secret: str


class Wish(BaseModel):
    """What a new webhook is."""

    model_config = ConfigDict(extra="forbid")
    url: Url
    events: list[MessageType] = []
    description: Description = ""


class Change(BaseModel):
    """What is to be different; switching a webhook on forgives its failures."""

    model_config = ConfigDict(extra="forbid")
    url: Url | None = None
    events: list[MessageType] | None = None
    description: Description | None = None
    is_enabled: bool | None = None


@router.get("/webhooks", response=WebhookPage)
def list_webhooks(request: RestRequest) -> Any:
    """All webhooks, oldest first."""
    return WebhookPage(data=[Webhook.model_validate(one) for one in queries.endpoints()], next=None)


@router.post("/webhooks", response={201: NewWebhook})
def create_webhook(request: RestRequest, wish: Wish) -> Any:
    """Have an address told of changes; the answer has the secret that signs them."""
    made, secret = services.create_endpoint(
        wish.url, events=wish.events, description=wish.description, actor=request.actor
    )
    about = {name: getattr(made, name) for name in Webhook.model_fields}
    return NewWebhook.model_validate({**about, "secret": secret})


@router.get("/webhooks/{id}", response=Webhook)
def show_webhook(request: RestRequest, id: GivenKey) -> Any:
    """One webhook."""
    return Webhook.model_validate(queries.endpoint(id))


@router.patch("/webhooks/{id}", response=Webhook)
def change_webhook(request: RestRequest, id: GivenKey, change: Change) -> Any:
    """Change a webhook, or switch it on or off."""
    changes = change.model_dump(exclude_none=True)
    return Webhook.model_validate(services.change_endpoint(id, actor=request.actor, **changes))


@router.delete("/webhooks/{id}", response={204: None})
def delete_webhook(request: RestRequest, id: GivenKey) -> Any:
    """Forget a webhook and its deliveries."""
    services.delete_endpoint(id, actor=request.actor)


@router.post("/webhooks/{id}/rotate", response=Secret)
def rotate_webhook_secret(request: RestRequest, id: GivenKey) -> Any:
    """Give a webhook another signing secret, good from the next delivery on."""
    return Secret(secret=services.rotate_secret(id, actor=request.actor))


@router.get("/deliveries", response=DeliveryPage)
def list_deliveries(
    request: RestRequest,
    webhook: GivenKey | None = None,
    state: DeliveryState | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Deliveries, newest first."""
    found = queries.deliveries(webhook)
    if state is not None:
        found = found.filter(state=state)
    if cursor is not None:
        found = found.filter(pk__lt=cursors.read("deliveries", cursor, (int,))[0])
    page, last = cursors.page_of(list(found[: limit + 1]), limit)
    return DeliveryPage(
        data=[delivery_of(one) for one in page],
        next=cursors.write("deliveries", (last.pk,)) if last else None,
    )


@router.post("/deliveries/{id}/replay", response=Delivery)
def replay_delivery(request: RestRequest, id: GivenKey) -> Any:
    """Deliver once more, with the same message id, whatever became of it."""
    return delivery_of(services.replay(id, actor=request.actor))


def delivery_of(delivery: Any) -> Delivery:
    """A delivery with the type of its message."""
    about = {name: getattr(delivery, name) for name in ("endpoint_id", "state", "attempts", "log", "settled_at")}
    return Delivery.model_validate({"id": delivery.pk, "type": delivery.message.type, **about})
