"""Django settings. The only module that reads the environment."""

import os
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from regulars.base import vault

DATA = Path(os.environ.get("REGULARS_DATA", "regulars-data")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
DATABASE_URL = os.environ.get("REGULARS_DATABASE_URL", "")
LAKE_URL = os.environ.get("REGULARS_LAKE_URL", "") or str(DATA / "lake")
ENGINE = os.environ.get("REGULARS_ENGINE", "duckdb")
CRASH_AT = os.environ.get("REGULARS_CRASH_AT", "")

vault.unlock(DATA)
SECRET_KEY = os.environ.get("REGULARS_SECRET_KEY") or vault.django_secret()
DEBUG = False
ROOT_URLCONF = "regulars.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "regulars.base.web",
    "regulars.base.fields",
    "regulars.base.jobs",
    "regulars.base.audit",
    "regulars.base.mail",
    "regulars.base.webhooks",
    "regulars.base.staff",
    "regulars.base.policy",
    "regulars.base.start",
    "regulars.unify.facts",
    "regulars.unify.identity",
    "regulars.unify.customers",
    "regulars.unify.orders",
    "regulars.unify.notes",
    "regulars.unify.quality",
    "regulars.protect.privacy",
    "regulars.collect.sources",
    "regulars.collect.files",
    "regulars.collect.api",
    "regulars.rest",
]
MIDDLEWARE = [
    "regulars.base.web.middleware.page_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "regulars.base.audit.middleware.note_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "regulars.base.staff.middleware.reader_first",
    "regulars.base.staff.watch.Watch",
    "regulars.base.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "regulars.base.web.middleware.follow_outside",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "regulars.base.web.assets.FingerprintStorage"}}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
] + [{"NAME": "regulars.base.staff.passwords.LeakedPasswordValidator"}]
PASSWORD_RESET_TIMEOUT = 3_600
ACCOUNT_ADAPTER = "regulars.base.staff.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "regulars.base.staff.mfa.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones are a little off
MFA_RECOVERY_CODE_DIGITS = 10
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "web:home"
CSRF_FAILURE_VIEW = "regulars.base.web.views.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The address that people type. Without it only this machine's own names are answered, so that no page of
# somebody else's can reach this one by a name that points here.
PUBLIC_URL = os.environ.get("REGULARS_URL", "").rstrip("/")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", socket.gethostname().lower()]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Signed out after three days without a click (a weekend), and after two weeks in any case.
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_IDLE_SECONDS = 3 * 86_400
IS_HTTPS = PUBLIC_URL.startswith("https://")
# The prefix has browsers refuse one that came without TLS, or from another name of the same domain.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}regulars"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 86_400
# Who may say for whom they ask (see `base.web.forwarded`): on this machine, unless others are named.
TRUSTED_PROXIES = os.environ.get("REGULARS_TRUSTED_PROXIES", "127.0.0.1,::1" if IS_HTTPS else "").split(",")
# A browser told so of localhost would ask every server on this machine for TLS.
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS and urlsplit(PUBLIC_URL).hostname != "localhost" else 0


def sqlite(path: Path, page_kb: int = 4, checkpoint_mb: int = 16) -> dict[str, Any]:
    """One SQLite file in WAL mode with full sync: what is committed survives a power cut.

    Whoever commits moves the log into the database itself once that is larger than `checkpoint_mb`.
    """
    pragmas = (
        f"PRAGMA page_size={page_kb * 1024}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA journal_size_limit=67108864;"
        f" PRAGMA wal_autocheckpoint={checkpoint_mb * 1024 // page_kb};"
    )
    return {
        "ENGINE": "regulars.base.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }


def postgresql() -> dict[str, Any]:
    """The database that the environment names; a connection that it has closed meanwhile is opened again."""
    return dict(dj_database_url.parse(DATABASE_URL, conn_max_age=None, conn_health_checks=True))


# The inbox has a file of its own, so that acknowledging never waits for the road.
# On PostgreSQL it is a table in the same database, reached through a second connection.
if DATABASE_URL:
    DATABASES = {
        "default": postgresql(),
        "inbox": postgresql() | {"TEST": {"MIRROR": "default"}},
    }
else:
    DATABASES = {
        # The road moves its log, beside everything: a page that commits must not wait for that.
        "default": sqlite(DATA / "regulars.sqlite3", checkpoint_mb=256),
        # Its rows are whole requests: larger pages halve the time that writing them takes.
        "inbox": sqlite(DATA / "inbox.sqlite3", page_kb=16),
    }
# Attempts to sign in are counted for all web processes together; so many that nobody can push out what was counted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DATABASE_ROUTERS = ["regulars.unify.facts.routers.InboxRouter"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long", "outbound"]}}

USE_TZ = True
TIME_ZONE = os.environ.get("REGULARS_TIME_ZONE", "UTC")
LANGUAGE_CODE = os.environ.get("REGULARS_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("th", "ไทย"), ("zh-hans", "简体中文"), ("fa", "فارسی")]
USE_I18N = True
LOCALE_PATHS = [Path(__file__).parent / "locale"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "regulars.base.jobs.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # They write down whole addresses, keys and all, and the numbers of customers.
        "httpx": {"level": "WARNING"},
        "apprise": {"handlers": ["nowhere"], "propagate": False},
    },
}
