"""Owns the map of pages. The doors under /v1/ and the health checks are answered in `asgi`, in front of Django."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
