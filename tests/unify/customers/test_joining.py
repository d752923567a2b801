"""Undo, apart and why for who sees only some customers: others are counted, and what is theirs is not there."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from regulars.base.fields.masks import EVERYTHING, WHOLE, Mask, Shown, Sight
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.customers import queries
from regulars.unify.customers.owners import assign
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.identity import services
from regulars.unify.identity.errors import CustomerUnknown, DecisionUnknown, LinkUnknown
from regulars.unify.identity.queries import links_of
from tests.unify.telling import done, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def ann() -> int:
    """She looks after Som; Lek and Nid are somebody else's."""
    ann, bob = (User.objects.create_user(f"{name}@shop.example").pk for name in ("ann", "bob"))
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "som"), ("email", "som@shop.example"), first_name="Som"),
        said(Kind.IDENTIFY, "2", ("user_id", "lek"), ("phone", "0812345678"), first_name="Lek"),
        said(Kind.IDENTIFY, "3", ("user_id", "som"), ("user_id", "lek")),
        said(Kind.IDENTIFY, "4", ("user_id", "nid"), first_name="Nid"),
    )
    assign([key("som")], ann, actor="owner")
    assign([key("lek"), key("nid")], bob, actor="owner")
    return ann


def theirs(user: int) -> Sight:
    return Sight(WHOLE, frozenset({user}))


def link(one: str, other: str) -> str:
    ends = {key(one), key(other)}
    return str(next(each.id for each in links_of([key(one)]) if {each.from_.key, each.to.key} == ends))


def test_what_is_about_others_is_not_there(ann: int) -> None:
    apart = done(services.keep_apart(key("lek"), key("nid"), actor="owner"))

    assert queries.undo_preview(link("som", "som@shop.example"), sight=theirs(ann)).unseen == 0
    for other in (link("lek", "0812345678"), "987654"):
        with pytest.raises(LinkUnknown, match=other):
            queries.undo_preview(other, sight=theirs(ann))
    with pytest.raises(DecisionUnknown):
        queries.check_undo(f"d{apart}", sight=theirs(ann))
    for a, b in ((key("som"), key("lek")), (key("nid"), key("som"))):
        for ask in (queries.why, queries.apart_preview):
            with pytest.raises(CustomerUnknown):
                ask(a, b, sight=theirs(ann))
    with pytest.raises(CustomerUnknown):
        queries.golden_together([key("som"), key("lek")], sight=theirs(ann))


def test_others_who_would_change_are_counted_and_not_named(ann: int) -> None:
    merged = done(services.merge_customers(key("som"), key("nid"), actor="owner"))
    bob = User.objects.get(email="bob@shop.example").pk
    assign([key("som")], ann, actor="owner")
    tell(
        source(SourceKind.TILL),
        said(Kind.IDENTIFY, "9", ("member_card", "C1"), ("phone", "0899999999"), name="Tum"),
        said(Kind.IDENTIFY, "8", ("user_id", "som"), ("phone", "0899999999"), name="Somsri"),
    )
    assign([key("C1")], bob, actor="owner")

    seen = queries.customer(key("som"), sight=theirs(ann))
    whole = queries.undo_preview(f"d{merged}", sight=EVERYTHING)
    preview = queries.undo_preview(f"d{merged}", sight=theirs(ann))

    assert len(preview.changes) + preview.unseen == len(whole.changes)
    refused = [one for one in seen.links if not one.accepted]
    assert refused
    assert {one.value for each in refused for one in (each.from_, each.to)} & {"C1", "lek", "+66899999999"} == set()
    assert {0} <= {one.key for each in refused for one in (each.from_, each.to)}


def test_words_quote_masked_values(ann: int) -> None:
    done(services.keep_apart(key("som"), key("nid"), actor="owner"))
    analyst = Sight(Mask(identifying=Shown.MASKED))

    (decision,) = queries.customer(key("som"), sight=analyst).decisions

    assert decision.words == "kept apart from user_id/n•••"
    assert queries.decisions_about([key("som")], sight=Sight(Mask(identifying=Shown.HIDDEN)))[0].other.value == "•••"


def test_a_page_says_how_many_others_would_change(ann: int, client: Client) -> None:
    merged = done(services.merge_customers(key("som"), key("nid"), actor="owner"))
    assign([key("som")], ann, actor="owner")
    som = key("som")
    User.objects.filter(pk=ann).update(role=Role.SERVICE, reach=Reach.OWN)
    client.force_login(User.objects.get(pk=ann))

    undo = client.get(f"/customers/{som}/undo/d{merged}/").content.decode()
    apart = client.get(f"/customers/{som}/apart/?a={som}&b={key('lek')}", follow=True).content.decode()

    assert "Customers as they would be" in undo
    assert "2 customers would change" in render_to_string("customers/_people_after.html", {"people": [], "unseen": 2})
    assert "Lek" not in apart
    assert "There is no customer with the key" in apart
