"""Jobs of quality."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from regulars.base.jobs.registry import job
from regulars.base.jobs.runs import JobRun, progress
from regulars.base.web import business
from regulars.unify.customers.queries.names import golden_traits

from . import confirming, following, leads, report, review, trends
from .cleaning import work
from .matching import jobs
from .measuring import refresh
from .outside import services as validators
from .validation import Verdict

__all__ = ["follow", "jobs", "work"]

FOLLOW_SECONDS = 60.0


@job("quality.follow", label=gettext_lazy("Measure the quality of what changed"), every=20, queue="long")
def follow(run: JobRun) -> int:
    """Measure the people who changed since; then count all, if that is due and cheap."""
    done = following.follow(FOLLOW_SECONDS, lambda done: progress(run, done))
    if done and trends.is_due() and not following.is_building():
        trends.count_day()
        review.refill()
    return done


@job("quality.count", label=gettext_lazy("Count quality for the day"), daily_at="02:40", queue="long", retries=2)
def count(run: JobRun) -> int:
    """Today's point of every trend; returns how many customers there are."""
    return trends.count_day(lambda done: progress(run, done))


@job("quality.review", label=gettext_lazy("Fill the work list"), every=3600)
def fill(_: JobRun) -> int:
    """Hand on leads that nobody answered, and fill up the work list; returns how many items are new."""
    return leads.recycle() + review.refill()


@job("quality.report", label=gettext_lazy("Send the weekly quality report"), daily_at="07:00")
def tell(_: JobRun) -> int:
    """On Mondays, how good the data is; returns how many colleagues were written to."""
    is_monday = timezone.localdate(timezone=business.zone()).weekday() == report.MONDAY
    return report.send() if is_monday else 0


@job("quality.ask", label=gettext_lazy("Have values checked outside"), queue="outbound")
def ask(run: JobRun, field: str, roots: list[int]) -> int:
    """Have values that stand checked outside, then measure whom they belong to; how many were answered."""
    golden = golden_traits(roots)
    values = {root: str(traits[field]) for root, traits in golden.items() if traits.get(field)}
    said = validators.verdicts(field, values)
    progress(run, len(said), len(roots))
    refresh([root for root, verdict in said.items() if verdict is Verdict.DOUBTFUL])
    return len(said)


@job("quality.purge", label=gettext_lazy("Forget old codes and checks"), daily_at="03:20")
def purge(_: JobRun) -> int:
    """Forget codes that are a day old, and answers from outside that are too old."""
    return confirming.purge() + validators.purge()
