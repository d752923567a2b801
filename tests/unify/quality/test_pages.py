"""The pages of quality: what they say, who may open them, and what colleagues settle on them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.base.jobs import work
from regulars.base.jobs.models import WorkItem
from regulars.base.mail.models import OutboxMessage
from regulars.base.staff.enums import Reach, Role
from regulars.base.staff.models import User
from regulars.unify.facts.enums import SourceKind
from regulars.unify.facts.fact import Kind
from regulars.unify.facts.models import Source
from regulars.unify.identity.models import Decision, Identifier
from regulars.unify.quality import following, report, review, trends
from regulars.unify.quality.enums import Work
from regulars.unify.quality.models import Code, Validator
from tests.confirming import sign_in_freshly
from tests.conftest import May
from tests.html import complaints
from tests.unify.pages import road_beside, signed_in, words
from tests.unify.telling import key, said, source, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_folder")]

YEARS = 86_400 * 366
LISTS = (
    "wrong=missing&field=birthday", "wrong=missing&field=address", "wrong=doubtful&field=email",
    "wrong=doubtful&field=email&code=domain_typo", "wrong=repaired&field=phone", "wrong=stale&field=email",
    "wrong=stale&field=address", "wrong=differing&field=birthday", "wrong=unreachable",
)  # fmt: skip


@pytest.fixture
def told(data_folder: Path) -> Source:
    """One customer with a slip, one at odds, one stale, one whom nobody can reach; all measured."""
    server = source(SourceKind.SERVER)
    till = source(SourceKind.TILL)
    tell(
        server,
        said(Kind.IDENTIFY, "1", ("user_id", "u"), name="王伟", email="u@gamil.con"),
        said(Kind.IDENTIFY, "2", ("user_id", "v"), ("email", "v@shop.example"), name="Nok", birthday="1990-01-02"),
        said(Kind.IDENTIFY, "3", ("user_id", "w"), ago=3 * YEARS, email="w@shop.example", name="Lek"),
        said(Kind.IDENTIFY, "4", ("user_id", "x"), name="asdfgh"),
    )
    tell(till, said(Kind.IDENTIFY, "5", ("user_id", "v"), birthday="1991-01-02"))
    following.follow(5)
    trends.count_day()
    review.refill()
    return server


@pytest.fixture
def mali(told: Source) -> Client:
    return signed_in()


@pytest.fixture
def road(told: Source) -> Iterator[None]:
    with road_beside():
        yield


def item(kind: Work) -> WorkItem:
    return WorkItem.objects.get(kind=kind)


def page_of(one: WorkItem) -> str:
    return f"/quality/review/{one.pk}/"


def choices(response: Any) -> list[str]:
    """The codes that can be chosen, in order."""
    return re.findall(r'name="choice" value="([^"]+)"', response.content.decode())


def test_pages_are_valid_html(mali: Client) -> None:
    addresses = ["/quality/", "/quality/rules/", "/quality/review/", "/quality/review/?state=done&whose=mine"]
    addresses += [f"/quality/customers/?{query}" for query in LISTS]
    addresses += [page_of(one) for one in WorkItem.objects.all()]
    addresses += [f"/customers/{key('u')}/"]

    wrong = {address: complaints(mali.get(address).content.decode()) for address in addresses}

    assert {address: found for address, found in wrong.items() if found} == {}


def test_before_anybody_was_measured_the_overview_says_so(data_folder: Path) -> None:
    page = words(signed_in().get("/quality/"))

    assert "Nothing has been looked at yet" in page


def test_overview_says_what_is_worth_doing_first(mali: Client) -> None:
    page = words(mali.get("/quality/"))

    assert "4 customers" in page
    assert "1 E-mail address is doubtful" in page
    assert "1 cannot be reached" not in page
    assert "2 cannot be reached: no sound e-mail, phone or address" in page
    assert "Server" in page
    assert "Till" in page


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("wrong=doubtful&field=email", ["u"]),
        ("wrong=doubtful&field=email&code=disposable", []),
        ("wrong=doubtful&field=name", ["x"]),
        ("wrong=stale&field=email", ["w"]),
        ("wrong=differing&field=birthday", ["v"]),
        ("wrong=missing&field=birthday", ["u", "w", "x"]),
        ("wrong=missing&field=name", []),
        ("wrong=unreachable", ["u", "x"]),
    ],
)
def test_a_list_has_whom_it_says(mali: Client, query: str, listed: list[str]) -> None:
    html = mali.get(f"/quality/customers/?{query}").content.decode()

    found = {int(root) for root in re.findall(r'href="/customers/(\d+)/"', html)}
    assert found == {key(one) for one in listed}


def test_a_doubtful_value_stands_with_its_reason_and_what_is_meant(mali: Client) -> None:
    page = words(mali.get("/quality/customers/?wrong=doubtful&field=email"))

    assert "王伟 u@gamil.con A slip in the domain u@gmail.com" in page


def test_a_list_that_there_is_not_is_not_found(mali: Client) -> None:
    wrong = ["wrong=stale&field=name", "wrong=nothing", "wrong=missing&field=shoe", "wrong=unreachable&field=email"]

    assert [mali.get(f"/quality/customers/?{query}").status_code for query in wrong] == [404] * 4


def test_a_list_asks_as_much_for_one_as_for_three(mali: Client) -> None:
    asked = []
    for query in ("wrong=doubtful&field=email", "wrong=missing&field=birthday"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            mali.get(f"/quality/customers/?{query}")
        asked.append(len([one for one in queries if "quality_finding" not in one["sql"]]))

    assert abs(asked[0] - asked[1]) <= 1


def test_who_does_not_see_a_field_whole_opens_no_list_of_it(told: Source, may: May) -> None:
    analyst = Client()
    analyst.force_login(User.objects.create_user("ana@shop.example", role=Role.ANALYST))

    response = analyst.get("/quality/customers/?wrong=doubtful&field=email", follow=True)
    overview = analyst.get("/quality/").content.decode()
    works = analyst.get("/quality/review/").content.decode()

    assert response.redirect_chain == [("/quality/", 302)]
    assert "gamil" not in response.content.decode() + overview + works
    assert "wrong=doubtful&amp;field=email" not in overview
    assert not any(page_of(one) in works for one in WorkItem.objects.filter(kind=Work.DOUBTFUL))
    assert page_of(item(Work.CONFLICT)) in works


def test_who_sees_only_their_own_customers_sees_no_figures_of_all_and_no_work_on_others(told: Source) -> None:
    client = Client()
    client.force_login(User.objects.create_user("own@shop.example", role=Role.MARKETER, reach=Reach.OWN))

    overview, works = client.get("/quality/"), client.get("/quality/review/")
    one = client.get(page_of(item(Work.CONFLICT)), follow=True)

    assert "4 customers" not in words(overview)
    assert "Nothing waits here" in words(works)
    assert one.redirect_chain == [("/quality/review/", 302)]


def test_looking_is_not_changing(told: Source, may: May) -> None:
    reader, one = may("quality.see", "customers.see"), item(Work.CONFLICT)
    analyst = Client()
    analyst.force_login(User.objects.create_user("ana@shop.example", role=Role.ANALYST))

    answers = [
        reader.post("/quality/review/many/", {"do": "take", "key": one.pk}).status_code,
        reader.post(f"/quality/about/{key('v')}/{key('v@shop.example')}/code/").status_code,
        reader.get("/quality/rules/").status_code,
        analyst.post(page_of(one), {"do": "done"}).status_code,
    ]

    assert answers == [403, 403, 403, 200]
    assert item(Work.CONFLICT).state == "open"


@pytest.mark.usefixtures("road")
def test_a_conflict_is_settled_by_choosing_what_one_source_says(mali: Client) -> None:
    one = item(Work.CONFLICT)
    offered = mali.get(page_of(one))
    page = words(offered)

    mali.post(page_of(one), {"do": "choose", "choice": choices(offered)[1]})

    assert re.search("1991.*Till.*stands now.*1990.*Server", page)
    one.refresh_from_db()
    assert (one.state, one.outcome) == ("done", "chosen")
    profile = words(mali.get(f"/customers/{key('v')}/"))
    assert "1990" in profile
    assert review.refill() == 0


@pytest.mark.usefixtures("road")
def test_choosing_what_stands_already_settles_too(mali: Client) -> None:
    one = item(Work.CONFLICT)
    offered = mali.get(page_of(one))

    mali.post(page_of(one), {"do": "choose", "choice": choices(offered)[0]})

    assert words(mali.get("/quality/customers/?wrong=differing&field=birthday")).count("Nok") == 0


@pytest.mark.usefixtures("road")
def test_a_suggestion_is_accepted_in_place_and_the_next_item_follows(mali: Client) -> None:
    one, other = WorkItem.objects.filter(kind=Work.DOUBTFUL).order_by("due_on", "pk")
    email = one if one.about.startswith("email") else other
    offered = mali.get(page_of(email))

    response = mali.post(page_of(email), {"do": "choose", "choice": "suggested"})

    assert choices(offered) == ["suggested", "as_it_is", "nothing"]
    assert response["Location"] == page_of(other if email is one else one)
    assert "u@gmail.com" in words(mali.get(f"/customers/{key('u')}/"))


@pytest.mark.usefixtures("road")
def test_a_name_that_looks_odd_is_right_if_a_colleague_says_so(mali: Client) -> None:
    name = WorkItem.objects.get(kind=Work.DOUBTFUL, about__startswith="name")

    mali.post(page_of(name), {"do": "choose", "choice": "as_it_is"})

    assert "Nobody is on this list" in words(mali.get("/quality/customers/?wrong=doubtful&field=name"))
    assert "asdfgh" in words(mali.get(f"/customers/{key('x')}/"))


@pytest.mark.usefixtures("road")
def test_what_is_still_right_is_fresh_again(mali: Client) -> None:
    mali.post(page_of(item(Work.STALE)), {"do": "choose", "choice": "as_it_is"})

    assert "Nobody is on this list" in words(mali.get("/quality/customers/?wrong=stale&field=email"))


def test_what_is_typed_wrong_is_refused_with_the_reason(mali: Client) -> None:
    email = WorkItem.objects.get(kind=Work.DOUBTFUL, about__startswith="email")

    page = words(mali.post(page_of(email), {"do": "choose", "email": "not one"}))

    assert "Write an e-mail address" in page
    email.refresh_from_db()
    assert email.state == "open"


def test_items_are_taken_given_put_off_and_finished_together(mali: Client) -> None:
    lek = User.objects.create_user("lek@shop.example", name="Lek", role=Role.SERVICE)
    pks = list(WorkItem.objects.values_list("pk", flat=True))

    mali.post("/quality/review/many/", {"do": "take", "key": pks})
    mine = words(mali.get("/quality/review/?whose=mine"))
    mali.post("/quality/review/many/", {"do": "give", "to": lek.pk, "key": pks[:1]})
    mali.post("/quality/review/many/", {"do": "week", "key": pks[:2]})
    mali.post("/quality/review/many/", {"do": "done", "key": pks[2:]})

    assert mine.count("Mali") == len(pks) + 1
    assert WorkItem.objects.get(pk=pks[0]).owner_id == lek.pk
    assert list(WorkItem.objects.order_by("pk").values_list("state", flat=True)) == [
        "put_off", "put_off", *["done"] * (len(pks) - 2),
    ]  # fmt: skip
    assert "Nothing waits here" in words(mali.get("/quality/review/"))
    assert work.waiting(Work.values, on=WorkItem.objects.get(pk=pks[0]).off_until).count() == 2


@pytest.mark.usefixtures("road")
def test_suggestions_are_accepted_together(mali: Client) -> None:
    pks = list(WorkItem.objects.values_list("pk", flat=True))

    answer = words(mali.post("/quality/review/many/", {"do": "accept", "key": pks}, follow=True))

    assert "1 item was changed." in answer


def test_a_colleague_is_told_of_what_is_due(mali: Client) -> None:
    WorkItem.objects.filter(kind=Work.CONFLICT).update(
        owner_id=User.objects.get(email="mali@shop.example").pk, due_on=work.today()
    )

    assert "1 item on your work list is due." in words(mali.get("/"))


def test_the_weekly_report_goes_to_who_asked_for_it(mali: Client) -> None:
    mali.post("/quality/report/", {"wanted": "yes"})
    sent = report.send()
    mali.post("/quality/report/", {"wanted": "no"})

    assert (sent, report.send()) == (1, 0)
    mail = OutboxMessage.objects.get()
    assert mail.to == "mali@shop.example"
    assert "4 customers, as of" in mail.text
    assert "gamil" not in mail.text


def code_in(mail: OutboxMessage) -> str:
    found = re.search(r"\b\d{6}\b", mail.text)
    assert found
    return found.group()


@pytest.mark.usefixtures("road")
def test_a_code_confirms_an_address_once(mali: Client) -> None:
    mine = key("v@shop.example")
    about = f"/quality/about/{key('v')}/{mine}"

    mali.post(f"{about}/code/")
    mail = OutboxMessage.objects.get()
    code = code_in(mail)
    wrong = words(mali.post(f"{about}/entered/", {"code": "000000" if code != "000000" else "1"}, follow=True))
    right = words(mali.post(f"{about}/entered/", {"code": f" {code[:3]} {code[3:]} "}, follow=True))
    again = words(mali.post(f"{about}/entered/", {"code": code}, follow=True))

    assert mail.to == "v@shop.example"
    assert "This is not the code that was sent. 4 more tries." in wrong
    assert "confirmed by a code" in right
    assert "No code is open for this address" in again
    assert Identifier.objects.get(key=mine).verified_at is not None
    assert code.encode() not in bytes(Code.objects.get().hash)


def test_codes_are_throttled_expire_and_are_used_up_by_trying(mali: Client) -> None:
    about = f"/quality/about/{key('v')}/{key('v@shop.example')}"
    for _ in range(3):
        mali.post(f"{about}/code/")
    refused = words(mali.post(f"{about}/code/", follow=True))
    latest = code_in(OutboxMessage.objects.latest("pk"))
    earlier = code_in(OutboxMessage.objects.earliest("pk"))
    for _ in range(5):
        mali.post(f"{about}/entered/", {"code": earlier if earlier != latest else "1"})

    tried = words(mali.post(f"{about}/entered/", {"code": latest}, follow=True))

    assert "So many codes were sent there already" in refused
    assert OutboxMessage.objects.count() == 3
    assert "No code is open for this address" in tried
    assert Decision.objects.count() == 0


def test_a_code_is_good_for_a_quarter_of_an_hour(mali: Client) -> None:
    about = f"/quality/about/{key('v')}/{key('v@shop.example')}"
    mali.post(f"{about}/code/")
    Code.objects.update(expires_at=1)

    answer = words(mali.post(f"{about}/entered/", {"code": code_in(OutboxMessage.objects.get())}, follow=True))

    assert "No code is open for this address" in answer


def test_a_code_goes_only_to_an_address_of_theirs(mali: Client) -> None:
    answers = [
        words(mali.post(f"/quality/about/{key('u')}/{key('v@shop.example')}/code/", follow=True)),
        words(mali.post(f"/quality/about/{key('v')}/{key('v')}/code/", follow=True)),
    ]

    assert "This value is not the customer’s any more" in answers[0]
    assert "A code can be sent to e-mail addresses and mobile numbers only" in answers[1]
    assert OutboxMessage.objects.count() == 0


@pytest.mark.usefixtures("road")
def test_what_came_of_a_call_is_noted_and_can_be_taken_back(mali: Client) -> None:
    mine = key("v@shop.example")
    wrong = words(mali.post(f"/quality/about/{key('v')}/{mine}/wrong/", follow=True))
    position = Decision.objects.get(kind="dispute").position

    mali.post(f"/customers/{key('v')}/undo/d{position}/")

    assert "not theirs" in wrong
    assert "E-mail v@shop.example is not theirs, said whoever was reached there." in wrong
    assert "not theirs" not in words(mali.get(f"/customers/{key('v')}/"))


def test_the_rule_for_leads_is_set_on_a_page(mali: Client) -> None:
    owner = User.objects.get(email="mali@shop.example")

    refused = words(mali.post("/quality/rules/", {"days": "7", "then": "next"}))
    mali.post("/quality/rules/", {"days": "7", "then": "next", "among": [owner.pk]})

    assert "Choose at least one colleague." in refused
    assert 'value="7"' in mali.get("/quality/rules/").content.decode()


def test_the_overview_leads_on_to_duplicates_and_to_cleaning(mali: Client) -> None:
    page = mali.get("/quality/")
    sheet = page.content.decode().split("Many at once")[1].split("</ul>")[0]

    assert re.findall(r'href="([^"]+)"', sheet) == ["/quality/duplicates/", "/quality/cleaning/"]
    assert "Nobody has looked for duplicates yet" in sheet


def contacts_on(page: str) -> list[str]:
    """What stands under “Best contact”, row by row."""
    cells = re.findall(r'<td class="contact">(.*?)</td>', page)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def test_nobody_is_best_reached_by_what_is_doubtful(data_folder: Path) -> None:
    tell(
        source(SourceKind.SERVER),
        said(Kind.IDENTIFY, "1", ("user_id", "1"), email="a@shop.example", phone="6.68E+10"),
        said(Kind.IDENTIFY, "2", ("user_id", "2"), email="name(at)shop"),
        said(Kind.IDENTIFY, "3", ("user_id", "3"), email="c@shop.example", phone="+66812345678"),
        said(Kind.IDENTIFY, "4", ("user_id", "4"), email="d@gmial.com"),
        said(Kind.IDENTIFY, "5", ("user_id", "5"), email="e@shop.example", phone="+66891372640"),
        said(Kind.IDENTIFY, "6", ("user_id", "6"), name="Nok"),
    )
    client = signed_in()

    at_once = contacts_on(client.get("/customers/?sort=created").content.decode())
    following.follow(5)
    measured = contacts_on(client.get("/customers/?sort=created").content.decode())

    read_alone = ["a@shop.example", "name(at)shop doubtful"]
    assert at_once == [*read_alone, "+66 81 234 5678", "d@gmial.com", "+66 89 137 2640", "–"]
    assert measured == [*read_alone, "c@shop.example", "d@gmial.com doubtful", "+66 89 137 2640", "–"]


VALIDATOR = {"field": "email", "url": "https://checks.example/", "purpose": "service"}


def test_who_outside_is_asked_is_set_and_removed_after_a_fresh_confirmation(may: May) -> None:
    fresh, stale = Client(), may("quality.see", "quality.edit", "settings.edit")
    sign_in_freshly(fresh, User.objects.create_superuser("boss@shop.example"))

    hidden = stale.get("/quality/rules/").content.decode()
    refused = [stale.post("/quality/rules/outside/", VALIDATOR), stale.post("/quality/rules/outside/email/remove/")]
    nobody = Validator.objects.count()
    fresh.post("/quality/rules/outside/", VALIDATOR)
    shown = fresh.get("/quality/rules/").content.decode()
    kept = stale.get("/quality/rules/").content.decode()
    fresh.post("/quality/rules/outside/email/remove/")

    assert ("/settings/me/confirm/" in hidden, 'name="url"' in hidden) == (True, False)
    assert [answer["Location"].split("?")[0] for answer in refused] == ["/settings/me/confirm/"] * 2
    assert (nobody, Validator.objects.count()) == (0, 0)
    assert ("/quality/rules/outside/email/remove/" in shown, 'name="url"' in shown) == (True, True)
    assert ("checks.example" in kept, "/quality/rules/outside/email/remove/" in kept) == (True, False)
