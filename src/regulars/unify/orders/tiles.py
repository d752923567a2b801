"""What the home page says about orders."""

from django.utils.translation import gettext as _

from regulars.base.web import shell
from regulars.base.web.counts import Remembered

from .models import Order

orders = Remembered(Order.objects.count)


def orders_figure() -> shell.Figure:
    return shell.Figure(_("Orders"), orders())


def add_own_tiles() -> None:
    shell.figure("orders", permission="customers.see", order=140, load=orders_figure, of_all=True)
