"""The closed vocabularies of the staff app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody's work is; what each role may do and see is in `roles`."""

    OWNER = "owner", _("Owner")
    ADMINISTRATOR = "administrator", _("Administrator")
    MARKETER = "marketer", _("Marketer")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Service")
    ANALYST = "analyst", _("Analyst")
    VIEWER = "viewer", _("Viewer")


class Reach(TextChoices):
    """Whose customers a colleague may see."""

    EVERYONE = "everyone", _("All customers")
    TEAM = "team", _("Customers of their team")
    OWN = "own", _("Their own customers")


class Scope(TextChoices):
    """What an API key may do, as `thing:action`."""

    CUSTOMERS_READ = "customers:read", _("See customers")
    CUSTOMERS_WRITE = "customers:write", _("Edit, merge and part customers")
    CUSTOMERS_ERASE = "customers:erase", _("Erase customers")
    GROUPS_READ = "groups:read", _("See companies and households")
    ORDERS_READ = "orders:read", _("See orders")
    PRODUCTS_READ = "products:read", _("See products")
    SOURCES_READ = "sources:read", _("See sources")
    SOURCES_WRITE = "sources:write", _("Add and change sources")
    EVENTS_READ = "events:read", _("See events")
    SCHEMA_READ = "schema:read", _("See which events and properties arrive")
    SCHEMA_WRITE = "schema:write", _("Change tracking plans")
    JOBS_READ = "jobs:read", _("See jobs")
    JOBS_WRITE = "jobs:write", _("Retry jobs")
    WEBHOOKS_READ = "webhooks:read", _("See webhooks")
    WEBHOOKS_WRITE = "webhooks:write", _("Add and change webhooks")
