"""
Settings, from environment variables only.

On a laptop nothing needs to be set: data live under `var/` of the checkout (or `~/.yizhan`), in
SQLite. `YIZHAN_MODE=server` refuses to start until a secret, the hosts and a database are named.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


def _required(name: str, *, hint: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def _home() -> Path:
    named = os.environ.get("YIZHAN_HOME")
    if named:
        return Path(named)
    return CHECKOUT / "var" if (CHECKOUT / "pyproject.toml").exists() else Path.home() / ".yizhan"


def _laptop_secret(home: Path) -> str:
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


HOME = _home()
SERVER = os.environ.get("YIZHAN_MODE", "laptop") == "server"
DEBUG = os.environ.get("YIZHAN_DEBUG") == "1"

if SERVER:
    SECRET_KEY = _required("YIZHAN_SECRET_KEY", hint="Give a long random text and keep it secret.")
    ALLOWED_HOSTS = _required("YIZHAN_HOSTS", hint="Name the hosts served, separated by commas.").split(",")
    _database_url = _required("YIZHAN_DATABASE_URL", hint="For example postgres://user:word@host/yizhan.")
else:
    SECRET_KEY = _laptop_secret(HOME)
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    _database_url = os.environ.get("YIZHAN_DATABASE_URL", f"sqlite:///{HOME / 'yizhan.sqlite3'}")

DATABASES = {"default": dj_database_url.parse(_database_url)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A connection costs more than a booking: each thread of the server keeps its own. Few threads (4 to 8),
    # since more of them only queue before the same row.
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Deferred transactions gave thousands of "database is locked" under load.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "yizhan.people.apps.PeopleConfig",
    "yizhan.places.apps.PlacesConfig",
    "yizhan.offers.apps.OffersConfig",
    "yizhan.rounds.apps.RoundsConfig",
    "yizhan.plans.apps.PlansConfig",
    "yizhan.portal",
    "yizhan.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yizhan.config.headers.PageHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yizhan.config.stray_characters.NoStrayCharacters",
    "yizhan.portal.refusals.SaidToReaders",
]

ROOT_URLCONF = "yizhan.config.urls"
WSGI_APPLICATION = "yizhan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Django tells faults to nobody unless DEBUG is on; whoever runs the server finds them in its output.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "console:login"
LOGIN_REDIRECT_URL = "console:home"

# Chinese is the language of the source texts; English comes from the catalogue in locale/en.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Which sub-district the public pages at the root show; unset: the first one.
PORTAL_SUBDISTRICT = os.environ.get("YIZHAN_SUBDISTRICT", "")

# Relays of public randomness to ask, separated by blanks; none: the public ones of yizhan.outside.beacons.
DRAND_URLS = tuple(os.environ.get("YIZHAN_DRAND_URLS", "").split())

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
if not SERVER:
    # Nothing is collected on a laptop; an absent folder would only draw a warning.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # A server sends what collectstatic compressed; a laptop serves the sources as they are.
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if SERVER
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not SERVER

# Which class sends text messages; a laptop puts them into a mailbox shown at /mailbox/ instead.
MAILBOX_IS_OPEN = not SERVER
TEXT_GATEWAY = os.environ.get(
    "YIZHAN_TEXT_GATEWAY", "yizhan.outside.texts.NoGateway" if SERVER else "yizhan.outside.texts.FileMailbox"
)
# Called in turn, in one transaction, when contacts are erased: `(contacts=…, by=…)`.
ERASED_WITH_CONTACTS = [
    "yizhan.rounds.actions.forgetting.forget_contacts",
    "yizhan.rounds.actions.orders.forget_orders",
    "yizhan.rounds.actions.room_bookings.forget_room_bookings",
]

# No tracking: a session cookie exists only after signing in: for staff, and for somebody who holds a seat.
SESSION_ENGINE = "yizhan.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = SERVER
SECURE_HSTS_SECONDS = 31_536_000 if SERVER else 0
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
