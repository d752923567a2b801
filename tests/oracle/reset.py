"""Empties the road's tables between two runs in one test, and dumps them."""

from collections.abc import Sequence

from django.apps import apps
from django.db import connections, models, router

ROAD_APPS = ("facts", "identity", "customers", "orders", "privacy")


def road_models() -> list[type[models.Model]]:
    """Every table of the road, the sources left out."""
    found = [model for label in ROAD_APPS for model in apps.get_app_config(label).get_models()]
    return [model for model in found if model.__name__ != "Source"]


def reset_road() -> None:
    """Deletes all rows, and lets counters and inbox ids start again."""
    for model in road_models():
        model._default_manager.all()._raw_delete(router.db_for_write(model))
        _restart_ids(model)


def _restart_ids(model: type[models.Model]) -> None:
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField):
        return
    with connections[router.db_for_write(model)].cursor() as cursor:
        if cursor.db.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), 1, false)", [model._meta.db_table, key.column]
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])


def dump_road(but: Sequence[str] = ()) -> dict[str, list[tuple]]:
    """All rows of all tables (but some), in an order of their own; how far followers have come is no state."""
    return {
        model._meta.db_table: sorted(map(_plain, model._default_manager.values_list()), key=repr)
        for model in road_models()
        if model._meta.db_table not in {*but, "consumer"}
    }


def _plain(row: tuple) -> tuple:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
