"""Sessions that have ended leave the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from regulars.base.jobs.registry import job_spec
from regulars.base.staff.models import User

pytestmark = pytest.mark.django_db


def test_ended_sessions_are_purged_and_live_ones_stay(client: Client) -> None:
    client.force_login(User.objects.create_user("noi@shop.example"))
    Session.objects.create(session_key=uuid4().hex, expire_date=timezone.now() - timedelta(seconds=1))

    job_spec("staff.purge_sessions").function(None)

    assert [row.session_key for row in Session.objects.all()] == [client.session.session_key]
