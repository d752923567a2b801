"""Owns the table behind Django's cache: what all web processes must count together, such as attempts to sign in."""

from django.db import models


class CacheRow(models.Model):
    """A row of `django.core.cache.backends.db`, which knows only the table; here so that migrations make it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"

    def __str__(self) -> str:
        return self.cache_key


class Setting(models.Model):
    """One setting of the business, such as its name; see `preferences`."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    class Meta:
        db_table = "setting"

    def __str__(self) -> str:
        return self.name
