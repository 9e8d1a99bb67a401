"""Applications, database, language and where files live."""

from pathlib import Path

import environ

from .secrets import local_secret

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.str("RELICGATE_VAR", default=str(BASE_DIR / "var")))

DEMO = env.bool("RELICGATE_DEMO", default=False)
DEBUG = env.bool("RELICGATE_DEBUG", default=False)
SITE_URL = env.str("RELICGATE_SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("RELICGATE_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])


def _secret() -> str:
    """The secret of this installation: from the environment, else made once beside the data."""
    if given := env.str("RELICGATE_SECRET_KEY", default=""):
        return str(given)
    return local_secret(VAR / "secret-key")


SECRET_KEY = _secret()
# Personal words in the records of sales are sealed with the first of these; the others open what
# was sealed before a change of key.
RECORD_KEYS = env.list("RELICGATE_RECORD_KEYS", default=[]) or [local_secret(VAR / "record-key")]

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "exhibitions.zone_papers",
    "exhibitions.matching",
    "exhibitions.transfers",
    "exhibitions.declarations",
    "exhibitions.sales",
    "exhibitions.gates",
    "exhibitions.exhibits",
    "exhibitions.permits",
    "exhibitions.guarantees",
    "exhibitions.books",
    "exhibitions.credit",
    "exhibitions.tariffs",
    "relics.filings",
    "relics.loans",
    "relics.returns",
    "relics.extensions",
    "relics.entries",
    "relics.reviews",
    "relics.comparisons",
    "relics.appointments",
    "relics.appraisers",
    "relics.watchlists",
    "relics.register",
    "relics.standards",
    "approvals.exchange",
    "approvals.certificates",
    "approvals.cases",
    "approvals.policies",
    "approvals.parties",
    "approvals.record",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "viewflow",
    "viewflow.workflow",
    "procrastinate.contrib.django",
    "pgtrigger",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "config.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
VIEWFLOW = {"AUTOREGISTER": False}

_DATABASE = env.db_url("DATABASE_URL", default="postgres://relicgate@127.0.0.1:5432/relicgate")
DATABASES = {
    "default": {
        **_DATABASE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # A lock is waited for this long, then the person is told that somebody is at work on it.
        "OPTIONS": {
            **_DATABASE.get("OPTIONS", {}),
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=5min",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
# Photographs and papers are the site's own to read: no other account of the machine may.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
