"""Django settings. The only module that reads the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from regulars.base import vault

DATA = Path(os.environ.get("REGULARS_DATA", "regulars-data")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
DATABASE_URL = os.environ.get("REGULARS_DATABASE_URL", "")
LAKE_URL = os.environ.get("REGULARS_LAKE_URL", "") or str(DATA / "lake")
ENGINE = os.environ.get("REGULARS_ENGINE", "duckdb")
PUBLIC_URL = os.environ.get("REGULARS_URL", "")
CRASH_AT = os.environ.get("REGULARS_CRASH_AT", "")

vault.unlock(DATA)
SECRET_KEY = os.environ.get("REGULARS_SECRET_KEY") or vault.django_secret()
DEBUG = False
ALLOWED_HOSTS = ["*"]
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
    "regulars.base.web",
    "regulars.base.fields",
    "regulars.base.jobs",
    "regulars.base.audit",
    "regulars.base.webhooks",
    "regulars.base.staff",
    "regulars.unify.facts",
    "regulars.unify.identity",
    "regulars.unify.customers",
    "regulars.unify.orders",
    "regulars.protect.privacy",
    "regulars.collect.sources",
    "regulars.collect.api",
]
MIDDLEWARE = [
    "regulars.base.web.middleware.page_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "regulars.base.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "web:home"
CSRF_FAILURE_VIEW = "regulars.base.web.views.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def sqlite(path: Path, cache_mb: int, page_kb: int = 4) -> dict[str, Any]:
    """One SQLite file in WAL mode with full sync: what is committed survives a power cut."""
    pragmas = (
        f"PRAGMA page_size={page_kb * 1024}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        f" PRAGMA temp_store=MEMORY; PRAGMA cache_size=-{cache_mb * 1024}; PRAGMA journal_size_limit=67108864;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }


# The inbox has a file of its own, so that acknowledging never waits for the road.
# On PostgreSQL it is a table in the same database, reached through a second connection.
if DATABASE_URL:
    DATABASES = {
        "default": dict(dj_database_url.parse(DATABASE_URL)),
        "inbox": {**dj_database_url.parse(DATABASE_URL), "TEST": {"MIRROR": "default"}},
    }
else:
    DATABASES = {
        "default": sqlite(DATA / "regulars.sqlite3", cache_mb=96),
        # Its rows are whole requests: larger pages halve the time that writing them takes.
        "inbox": sqlite(DATA / "inbox.sqlite3", cache_mb=16, page_kb=16),
    }
DATABASE_ROUTERS = ["regulars.unify.facts.routers.InboxRouter"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long", "outbound"]}}

USE_TZ = True
TIME_ZONE = os.environ.get("REGULARS_TIME_ZONE", "UTC")
LANGUAGE_CODE = os.environ.get("REGULARS_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("th", "ไทย"), ("zh-hans", "简体中文"), ("fa", "فارسی")]
USE_I18N = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "regulars.base.jobs.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
