"""How the customers move, as a chart: who was new and who came again, week by week."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.base.fields import display
from regulars.base.web.charts import Chart
from regulars.unify.customers.queries.movement import Movement, Week


def movement_chart(movement: Movement) -> Chart:
    """Bars of twelve weeks, each named by the day on which it began."""
    import altair  # noqa: PLC0415  takes as long to load as all the rest of a page

    new, again = _("New"), _("Came again")
    days = [day_of(week) for week in movement.weeks]
    values = [
        {"week": day, "what": what, "people": people, "order": order}
        for day, week in zip(days, movement.weeks, strict=True)
        for order, (what, people) in enumerate(((again, week.active - week.new), (new, week.new)))
    ]
    bars = altair.Chart(altair.InlineData(values=values)).mark_bar()
    spec = bars.encode(
        x=altair.X("week:N", sort=days, title=None),
        y=altair.Y("people:Q", title=None),
        color=altair.Color("what:N", sort=[again, new], title=None),
        order="order:Q",
    )
    rows = [
        (day, display.number(week.new), display.number(week.active - week.new))
        for day, week in zip(days, movement.weeks, strict=True)
    ]
    return Chart(_("Customers who did something, by week"), spec, (_("Week from"), new, again), rows)


def day_of(week: Week) -> str:
    """The day on which a week began."""
    began = timezone.localdate() - timedelta(days=7 * (week.weeks_ago + 1) - 1)
    return display.day(began, with_year=False)
