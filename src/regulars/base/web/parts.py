"""Parts of pages: htmx asks for one where a browser would ask for the whole page."""

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """Whether a part of the page is to be answered, and not all of it."""
    return request.headers.get("HX-Request") == "true"
