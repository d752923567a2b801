"""Jobs of webhooks."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import delivery, services


@job("webhooks.deliver", label=gettext_lazy("Deliver webhooks"), queue="outbound")
def deliver(_run: JobRun, endpoint: int) -> int:
    """Make what waits for an endpoint; returns how many arrived."""
    return delivery.deliver_waiting(endpoint)


@job("webhooks.try_again", label=gettext_lazy("Try webhooks again"), queue="outbound")
def try_again(_run: JobRun, endpoint: int, at: int) -> int:  # noqa: ARG001 the moment tells one wait from the next
    """The same, after a wait."""
    return delivery.deliver_waiting(endpoint)


@job("webhooks.sweep", label=gettext_lazy("Deliver webhooks that wait"), every=60, queue="outbound")
def sweep(_run: JobRun) -> int:
    """Start what should be on its way and is not."""
    return services.sweep()


@job("webhooks.purge", label=gettext_lazy("Forget old webhook messages"), daily_at="03:50")
def purge(_run: JobRun) -> int:
    """Forget what was settled thirty days ago; returns how many messages went."""
    return services.purge()
