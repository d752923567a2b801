"""Files come in, are counted as the preview said, and go again."""

import pytest

from regulars.collect.files import queries
from regulars.collect.files.enums import State
from regulars.unify.customers.models import Golden
from regulars.unify.road import Road
from tests.collect.files.bringing import counts, offered, previewed, ran, undone

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = (
    ("1", "ann@shop.co.th", "0812345678", "Ann Lee", "Bangkok"),
    ("2", "bea@shop.co.th", None, "Bea Fox", "Chiang Mai"),
    (None, None, None, None, None),
    ("3", None, "0898765432", "Cem Tan", None),
)


def test_import_creates_people_and_the_same_file_again_changes_nothing() -> None:
    with Road() as road:
        first = offered(ROWS)
        previewed(first)
        foreseen = counts(first)
        ran(first, road)
        again = offered(ROWS, as_of=first.created_at)
        ran(again, road)

        assert foreseen == {"rows": 4, "created": 3, "updated": 0, "unchanged": 0, "merged": 0, "rejected": 1}
        assert counts(first) == foreseen
        assert counts(again) == {"rows": 4, "created": 0, "updated": 0, "unchanged": 3, "merged": 0, "rejected": 1}
        assert Golden.objects.count() == 3

        undone(again, road)

        assert Golden.objects.count() == 3

        undone(first, road)

        assert Golden.objects.count() == 0
        assert queries.find(first.pk).state == State.UNDONE
