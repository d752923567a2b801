"""A longer page costs no more questions to the database than a short one."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from regulars.base.jobs.services import enqueue
from regulars.base.webhooks.enums import MessageType
from regulars.base.webhooks.services import Announcement, create_endpoint, emit
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Fact, Kind
from tests.rest.conftest import Program
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SEARCH = "/customers?search=nok"
"""It looks in further ways while a page is not full."""
LISTS = (
    *("/customers", "/customers?sort=name", SEARCH, "/groups", "/orders", "/events", "/products"),
    *("/sources", "/jobs", "/webhooks", "/deliveries", "/schema"),
)
PROFILE = "/v1/spaces/shop/collections/accounts/profiles/gro_{}/links"
MOST_QUESTIONS = 40


@pytest.fixture
def three(data_folder: object) -> None:
    """Three of everything."""
    create_endpoint("https://example.com/told", actor="owner")
    server = source(SourceKind.SERVER)
    for number in range(3):
        tell(server, *about(number))
        enqueue("rest.purge_answers")
        emit([Announcement(str(number), MessageType.MERGED, 1, {"key": "1"})])


def about(number: int) -> list[Fact]:
    """Somebody of Acme and of a company of their own, with an order."""
    user, lines = ("user_id", f"u{number}"), [{"product_id": f"p{number}"}]
    return [
        said(Kind.IDENTIFY, f"i{number}", user, email=f"u{number}@example.com", first_name=f"Nok {number}"),
        said(Kind.GROUP, f"g{number}", user, group="acme", industry="Tea"),
        said(Kind.GROUP, f"h{number}", user, group=f"own{number}"),
        said(Kind.TRACK, f"t{number}", user, event="Order Completed", order_id=f"R{number}", products=lines),
    ]


def asked(program: Program, path: str) -> tuple[int, int]:
    """How many rows came, and how many questions that took."""
    with CaptureQueriesContext(connections["default"]) as questions:
        rows = program.get(path)["data"]
    return len(rows), len(questions)


@pytest.mark.usefixtures("three")
def test_lists_cost_as_much_for_three_rows_as_for_one(program: Program) -> None:
    acme = key("company/acme")
    paths = [*LISTS, f"/customers/{key('user_id/u0')}/timeline", f"/customers/{key('user_id/u0')}/orders"]
    limited = [path for path in LISTS if path not in {SEARCH, "/sources", "/webhooks", "/schema"}]
    program.get("/sources")
    program.get("/customers")  # reads which fields there are, for some seconds

    once = {path: asked(program, f"{path}{'&' if '?' in path else '?'}limit=1") for path in limited}
    thrice = {path: asked(program, path) for path in paths}
    members, links = asked(program, f"/groups/{acme}/members"), asked(program, PROFILE.format(acme))

    assert {rows for rows, _ in once.values()} == {1}
    assert {path for path in limited if thrice[path][0] < 3} == set()
    assert {path: count for path, (_, count) in once.items()} == {path: thrice[path][1] for path in limited}
    assert (members[0], links[0]) == (3, 3)
    assert max(count for _, count in (*thrice.values(), members, links)) < MOST_QUESTIONS
