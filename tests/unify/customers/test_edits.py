"""A colleague's correction wins, can be taken back, and can be brought back."""

from pathlib import Path

import pytest

from regulars.base.fields.masks import EVERYTHING
from regulars.unify.customers import queries
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity import services
from regulars.unify.identity.errors import DecisionRefused
from tests.unify.telling import done, key, said, source, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def server(data_folder: Path) -> Source:
    return source(SourceKind.SERVER)


def test_a_correction_is_withdrawn_alone_and_brought_back(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("user_id", "u"), ("email", "e@shop.example"), city="Pai", language="th"))
    customer = key("e@shop.example")
    done(services.edit_customer(customer, {"language": "en"}, actor="owner"))
    row = done(services.edit_customer(customer, {"city": "Bangkok"}, actor="owner"))
    edited = queries.customer(customer, sight=EVERYTHING).provenance["city"]

    withdrawal = done(services.withdraw_edit(edited.key, edited.row, actor="owner"))
    without = queries.customer(customer, sight=EVERYTHING).traits
    done(services.reverse_decision(withdrawal, actor="owner"))

    assert edited.row == row
    assert (without["city"], without["language"]) == ("Pai", "en")
    assert queries.customer(customer, sight=EVERYTHING).traits["city"] == "Bangkok"


def test_only_a_standing_correction_can_be_withdrawn(server: Source) -> None:
    tell(server, said(Kind.IDENTIFY, "1", ("email", "e@shop.example"), city="Pai"))
    customer = key("e@shop.example")

    with pytest.raises(DecisionRefused, match="no such evidence stands"):
        done(services.withdraw_edit(customer, 1, actor="owner"))

    assert queries.customer(customer, sight=EVERYTHING).traits["city"] == "Pai"
