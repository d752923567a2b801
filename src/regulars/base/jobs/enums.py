"""What becomes of the work that waits for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkState(TextChoices):
    """What is put off opens again by itself; what is gone was settled without anybody, and opens again if it recurs."""

    OPEN = "open", pgettext_lazy("state of work", "open")
    PUT_OFF = "put_off", _("put off")
    DONE = "done", _("done")
    GONE = "gone", _("settled by itself")
