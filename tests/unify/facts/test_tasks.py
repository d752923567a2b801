import pytest

from regulars.base.fields.moments import now
from regulars.base.jobs.services import enqueue
from regulars.base.jobs.worker import run_waiting
from regulars.unify.facts.inbox import Rejection, put_all
from regulars.unify.facts.models import Rejected
from regulars.unify.facts.services import KEEP_REJECTED


@pytest.mark.django_db(transaction=True)
def test_the_job_takes_away_what_was_refused_a_week_ago() -> None:
    put_all([], [Rejection(at, 3, "m", code, "Send it.", "{}") for at, code in ((1, "old"), (now(), "young"))])
    put_all([], [Rejection(now() - KEEP_REJECTED + 60_000_000, 3, "m", "six days", "Send it.", "{}")])

    enqueue("facts.purge_rejected")
    run_waiting()

    assert sorted(Rejected.objects.values_list("code", flat=True)) == ["six days", "young"]
