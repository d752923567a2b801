"""Browsers of somebody who has just proved that it is them, as pages ask for that change what is sensitive."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from regulars.base.staff.models import User


def sign_in_freshly(client: Client, user: User) -> None:
    """Sign somebody in, as with their password a moment ago; `force_login` alone proves nothing."""
    client.force_login(user)
    session = client.session
    assert isinstance(session, SessionStore)
    request = RequestFactory().get("/")
    request.session = session
    with context.request_context(request):
        record_authentication(request, user, "password")
    session.save()
