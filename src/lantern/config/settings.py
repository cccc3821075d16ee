"""Settings, from the environment or a .env file. They fail closed: only LANTERN_MODE=demo and =test are permissive."""

import base64
import hashlib
import os
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lantern.kit.sealing import KeyRing

PACKAGE = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE.parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

MODE = env.str("LANTERN_MODE", default="production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("LANTERN_MODE is one of production, demo and test; leave it out for production.")
PERMISSIVE = MODE != "production"
DEMO = MODE == "demo"


def demanded(name: str, what: str, example: str) -> str:
    """A setting that a real installation must give. The demonstration and the tests get a value of no worth."""
    if value := env.str(name, default=""):
        return value
    if PERMISSIVE:
        return ""
    raise ImproperlyConfigured(f"Set {name} in the environment or in .env: {what}. For example: {example}")


def worthless(name: str) -> str:
    return base64.b64encode(hashlib.sha256(f"demonstration only: {name}".encode()).digest()).decode()


_KEY = "python3 -c 'import secrets, base64; print(base64.b64encode(secrets.token_bytes(32)).decode())'"
_LONG = "python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
SECRET_KEY = demanded("LANTERN_SECRET_KEY", "a long random text that signs sessions", _LONG) or worthless("secret")
LANTERN_AUDIT_KEY = demanded("LANTERN_AUDIT_KEY", "32 random bytes in base64, for the chain of events", _KEY) or (
    worthless("audit")
)
try:
    LANTERN_FIELD_KEYS = KeyRing.from_text(
        demanded("LANTERN_FIELD_KEYS", "keys that seal safe-contact details, written name:key", f"2026:$({_KEY})")
        or f"demo:{worthless('fields')}"
    )
    if len(base64.b64decode(LANTERN_AUDIT_KEY, validate=True)) < 32:
        raise ValueError("the audit key needs 32 bytes in base64")
except ValueError as problem:
    raise ImproperlyConfigured(f"LANTERN_FIELD_KEYS or LANTERN_AUDIT_KEY cannot be read: {problem}.") from problem

DEBUG = False
ALLOWED_HOSTS = (
    [h for h in demanded("LANTERN_HOSTS", "the names this site answers to", "lantern.example.org").split(",") if h]
    if not PERMISSIVE
    else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
SITE_ADDRESS = env.str(
    "LANTERN_ADDRESS", default=f"https://{ALLOWED_HOSTS[0]}" if not PERMISSIVE else "http://127.0.0.1:8000"
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.users",
    "wagtail.documents",  # its editor asks for it; no address of it opens for anybody
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "lantern.audit",
    "lantern.access",
    "lantern.accounts",
    "lantern.register",
    "lantern.library",
    "lantern.remuneration",
    "lantern.publishing",
    "lantern.mentoring",
    "lantern.workshops",
    "lantern.reviews",
    "lantern.matching",
    "lantern.insight",
    "lantern.config",
]
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("lantern.") or (PACKAGE / app.split(".")[1] / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lantern.config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lantern.config.middleware.RefusalMiddleware",
    "lantern.config.middleware.SessionLimitsMiddleware",
    "lantern.config.middleware.AccessTableMiddleware",
    "lantern.config.middleware.SecondFactorMiddleware",
    "lantern.config.middleware.EditorsDeskMiddleware",
    "lantern.config.middleware.GuessesMiddleware",
]
ROOT_URLCONF = "lantern.config.urls"
WSGI_APPLICATION = "lantern.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lantern.config.navigation.shell",
            ]
        },
    }
]
# Django's form templates are found after ours; listing the app makes its own templates reachable at all.
INSTALLED_APPS.append("django.forms")

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / ('demo.sqlite3' if DEMO else 'lantern.sqlite3')}")
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL, not NORMAL: with NORMAL an acknowledged commit can be lost when the power goes (decision 0003).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
if MODE == "test" and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: an in-memory database shared between the threads of a live server has no busy timeout.
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"lantern-test-{os.getpid()}.sqlite3"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if not PERMISSIVE:
    # Throttles must hold over several web processes.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throttle"}}

# Long work waits in the database the installation has; `db_worker` does it (docs/run/install.md). What Wagtail hands
# over (its indexes) is done at once: a withdrawn text that waited there would still be found.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "queued": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
# The most memory that working out one plan may take, where the machine can hold a process to it; and its longest time.
PLAN_MEMORY_MB = env.int("LANTERN_PLAN_MEMORY_MB", default=2048)
PLAN_LONGEST_SECONDS = 600

# Pages are written in these; a translation is a page of its own with its own sign-off. Ours are in English.
LANGUAGE_CODE = "en-gb"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en-gb", "English"),
    ("cy", "Welsh"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("ckb", "Kurdish (Sorani)"),
    ("es", "Spanish"),
    ("fa", "Persian"),
    ("hi", "Hindi"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ta", "Tamil"),
    ("tr", "Turkish"),
    ("ur", "Urdu"),
]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None if PERMISSIVE else BASE_DIR / "static-collected"
STATICFILES_DIRS = [PACKAGE / "static"]
if not PERMISSIVE:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
WHITENOISE_USE_FINDERS = PERMISSIVE
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# The sign-in page says that it is done; the public site would leave whoever shares this machine guessing.
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "lantern.config.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link has already shown that the address is theirs
ACCOUNT_PREVENT_ENUMERATION = True
RESET_STEP_SECONDS = 0.0 if MODE == "test" else 0.25
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PERMISSIVE else "https"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "lantern.config.sign_in.SignInForm",
    "reset_password": "lantern.config.sign_in.ResetForm",
    "user_token": "lantern.config.sign_in.ResetTokenForm",
}
# Guesses are counted by GuessesMiddleware, by account and address together. allauth's own limits stay behind it, wide
# enough that nobody locks an account's owner out from elsewhere, as its defaults let them.
ACCOUNT_RATE_LIMITS = {
    "login": "100/m/ip",
    "login_failed": "100/m/ip,50/5m/key",
    "reset_password": "50/m/ip",
    "reauthenticate": "50/m/user",
    "change_password": "50/m/user",
}
MFA_ADAPTER = "lantern.config.sign_in.MfaAdapter"
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PERMISSIVE
MFA_TOTP_ISSUER = "Lantern"
MFA_TOTP_TOLERANCE = 1  # a code counts for half a minute more: not everyone types fast, nor is every clock right
MFA_FORMS = {"add_webauthn": "lantern.config.sign_in.AddPasskeyForm"}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# In the session: the cookie that the default may use is not a __Host- one, and can be read on the machine.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 15 * 60
SESSION_LONGEST_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
if DEMO:
    SESSION_IDLE_SECONDS = SESSION_LONGEST_SECONDS  # someone trying it out reads for longer than a quarter of an hour
if not DEMO:
    # The demonstration is served without TLS, where browsers refuse __Host- cookies.
    SESSION_COOKIE_NAME = "__Host-lantern"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if not PERMISSIVE:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    if env.bool("LANTERN_BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of our own stand in front: allauth takes the client's address from X-Forwarded-For only behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LANTERN_PROXIES", default=0)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("LANTERN_MAIL_FROM", default="Lantern <lantern@example.org>")
if PERMISSIVE:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # no message leaves the demonstration
else:
    vars().update(env.email("LANTERN_MAIL_URL", default="smtp://localhost:25"))

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# The public site ------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Lantern"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
# One way in: Wagtail's own sign-in pages lead to ours, and it keeps no password, profile or picture of anybody.
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
# Nothing here asks another server: no gravatar, no news of releases, no embedded videos.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "lantern.publishing.services.workflow.approved"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 3 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILADMIN_UNICODE_SLUGS = False
MEDIA_ROOT = Path(env.str("LANTERN_MEDIA", default=str(BASE_DIR / ("demo-media" if DEMO else "media"))))
if MODE == "test":
    MEDIA_ROOT = Path(tempfile.gettempdir()) / f"lantern-media-{os.getpid()}"
MEDIA_URL = "/edit/files/"

# The label of a review where the partnership has not said which: DHR until the 2024 Act's section 19 is in force.
REVIEW_LABEL = env.str("LANTERN_REVIEW_LABEL", default="dhr")
