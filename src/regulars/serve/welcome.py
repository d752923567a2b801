"""What whoever starts the server reads: where it is, and how to become its owner while nobody is."""

from urllib.parse import urlencode

from django.conf import settings

from regulars.base.staff.queries import anyone_exists
from regulars.base.staff.setup import setup_code
from regulars.serve import OPEN_TO_ALL


def address(host: str, port: int) -> str:
    """Where the pages are, as one types it into a browser on this machine or at REGULARS_URL."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    # Browsers offer passkeys under a name, and never under a number.
    is_here = host in OPEN_TO_ALL or host == "127.0.0.1"
    name = "localhost" if is_here else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def welcome(host: str, port: int) -> str:
    """The words for the terminal; the set-up code is among them only while no user exists."""
    url = address(host, port)
    if anyone_exists():
        return f"Regulars is at {url}/"
    link = f"{url}/set-up/?{urlencode({'code': setup_code()})}"
    return f"Regulars is at {url}/\nIt has no owner yet. Become it with this link, which works once:\n  {link}"
