"""The job that carries a step of cleaning out, customers at a time, from where it was stopped."""

from django.utils.translation import gettext_lazy

from regulars.base.fields.masks import WHOLE
from regulars.base.fields.moments import now
from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, checkpoint, progress
from regulars.unify.quality.models import CleaningStep

from . import services
from .facets import field_to_clean, roots_with

AT_ONCE = 500


@job(services.JOB, label=gettext_lazy("Clean values"), queue="long", retries=3)
def carry_out(run: JobRun, step: int) -> int:
    """Correct everybody who has one of the step's values; returns how many there were."""
    found = CleaningStep.objects.filter(pk=step, ended_at=None).first()
    if found is None:
        return 0
    field = field_to_clean(found.field, WHOLE)
    roots = [root for root in roots_with(field, found.values) if root > run.state.get("after", 0)]
    for start in range(0, len(roots), AT_ONCE):
        some = roots[start : start + AT_ONCE]
        found.changed += services.hand_in(found, field, some)
        found.done += len(some)
        found.save(update_fields=["changed", "done"])
        progress(run, start + len(some), len(roots))
        checkpoint(run, {"after": some[-1]})
    found.ended_at = now()
    found.save(update_fields=["ended_at"])
    return found.changed
