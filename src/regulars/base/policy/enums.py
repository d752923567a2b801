"""The closed vocabularies of policy and training."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """The parts of the business's rules for customer data."""

    COLLECTING = "collecting", _("Collecting")
    USING = "using", _("Using")
    SHARING = "sharing", _("Sharing")
    KEEPING = "keeping", _("Keeping and erasing")
    PROBLEMS = "problems", _("When something goes wrong")
