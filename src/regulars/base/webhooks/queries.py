"""Reads endpoints and deliveries."""

from django.db.models import Count, QuerySet

from .enums import DeliveryState
from .errors import DeliveryUnknown, EndpointUnknown
from .models import Delivery, Endpoint


def endpoints() -> QuerySet[Endpoint]:
    """All endpoints, oldest first."""
    return Endpoint.objects.order_by("pk")


def endpoint(endpoint_id: int) -> Endpoint:
    """Raises EndpointUnknown."""
    found = endpoints().filter(pk=endpoint_id).first()
    if found is None:
        raise EndpointUnknown
    return found


def deliveries(endpoint_id: int | None = None) -> QuerySet[Delivery]:
    """Deliveries with their messages, newest first."""
    found = Delivery.objects.select_related("message", "endpoint").order_by("-pk")
    return found if endpoint_id is None else found.filter(endpoint_id=endpoint_id)


def delivery(delivery_id: int) -> Delivery:
    """Raises DeliveryUnknown."""
    found = deliveries().filter(pk=delivery_id).first()
    if found is None:
        raise DeliveryUnknown
    return found


def anyone_listens() -> bool:
    """Whether an endpoint is enabled."""
    return endpoints().filter(is_enabled=True).exists()


def unsettled() -> dict[int, dict[str, int]]:
    """How many deliveries wait and how many failed, by endpoint."""
    open_ones = Delivery.objects.filter(state__in=(DeliveryState.WAITING, DeliveryState.FAILED))
    found: dict[int, dict[str, int]] = {}
    for endpoint_id, state, count in open_ones.order_by().values_list("endpoint_id", "state").annotate(Count("id")):
        found.setdefault(endpoint_id, {})[state] = count
    return found
