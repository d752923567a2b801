"""What an erasure takes out of saved views: whatever names the person, and no more."""

import json
from typing import Any

import pytest

from regulars.unify.customers.saved_erasing import without

VALUES = {"som@shop.example", "+66812345678", "u1"}
PAI: dict[str, Any] = {"trait": "city", "is": "equals", "value": "Pai"}


def asked(*parts: dict[str, Any], **more: str) -> dict[str, str]:
    return {"rule": json.dumps({"all": list(parts)}, separators=(",", ":")), **more}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (asked(PAI, columns="name"), asked(PAI, columns="name")),
        (asked({"trait": "email", "is": "equals", "value": "SOM@shop.example"}), {}),
        (asked(PAI, {"trait": "phone", "is": "ends_with", "value": "0812345678"}), asked(PAI)),
        (
            asked({"trait": "email", "is": "one_of", "value": ["som@shop.example", "b@shop.example"]}),
            asked({"trait": "email", "is": "one_of", "value": ["b@shop.example"]}),
        ),
        (asked({"any": [{"not": {"trait": "id", "is": "equals", "value": "u1"}}, PAI]}), asked({"any": [PAI]})),
        (asked({"trait": "city", "is": "equals", "value": "u1 street"}), None),
        ({"q": "som@shop.example", "sort": "name"}, {"sort": "name"}),
    ],
)
def test_conditions_that_name_somebody_erased_go_alone(before: dict[str, str], after: dict[str, str] | None) -> None:
    assert without(before, VALUES) == (before if after is None else after)
