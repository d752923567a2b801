"""Who may open a page: somebody signed in who has its permission. Every view is guarded, or says that it is open."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from regulars.base.staff.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def guarded(permission: str) -> Callable[[View], View]:
    """A view for those who have this permission; strangers are asked to sign in, others get 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return inner  # type: ignore[return-value]

    return guard


def signed_in(request: HttpRequest) -> "User":
    """Who has signed in. Raises PermissionDenied where nobody has."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def actor_in(request: HttpRequest) -> str:
    """Who acts, for the audit trail. Raises PermissionDenied where nobody has signed in."""
    return f"user:{signed_in(request).pk}"
