"""Jobs of the outbox."""

from django.utils.translation import gettext_lazy

from regulars.base.jobs.errors import JobFailed
from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun

from . import services
from .errors import SendingFailed


@job("mail.deliver", label=gettext_lazy("Deliver a message"), queue="outbound", retries=services.RETRIES)
def deliver(_run: JobRun, message: int) -> str:
    """Hand one message to the mail server or the gateway; what may pass later is tried again."""
    try:
        return services.deliver(message)
    except SendingFailed as failure:
        raise JobFailed(str(failure)) from failure


@job("mail.sweep", label=gettext_lazy("Deliver messages that wait"), every=600, queue="outbound")
def sweep(_run: JobRun) -> int:
    """Deliver what should be on its way and is not; returns how many messages wait."""
    return services.sweep()


@job("mail.purge", label=gettext_lazy("Forget old messages"), daily_at="03:40")
def purge(_run: JobRun) -> int:
    """Forget messages that are thirty days old; returns how many went."""
    return services.purge()
