"""All settings, read from the environment; unsafe production values stop the start."""

from email.utils import parseaddr
from pathlib import Path

from environs import Env, validate

from exchange.settings.rates import rate
from exchange.settings.safety import refuse_nonsense, refuse_unsafe

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
TESTING = env.bool("TESTING", False)
SECRET_KEY = env.str("SECRET_KEY", "for-tests-only-" + "x" * 50 if TESTING else "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SECURE = env.bool("SECURE_COOKIES", not (DEMO or TESTING or DEBUG))
STAFF_NEED_MFA = env.bool("STAFF_NEED_MFA", not (DEMO or TESTING))
refuse_unsafe(
    secret_key=SECRET_KEY,
    debug=DEBUG,
    hosts=ALLOWED_HOSTS,
    staff_need_mfa=STAFF_NEED_MFA,
    relaxed=DEMO or TESTING,
)
# Where links in letters lead.
SITE_URL = (
    env.str("SITE_URL", "") or f"http{'s' if SECURE else ''}://{next(iter(ALLOWED_HOSTS), '')}"
).rstrip("/")

# How many proxies of our own write X-Forwarded-For; only what they wrote is believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0 if TESTING else 1, validate=validate.Range(0, 9))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "exchange.audit",
    "exchange.notices",
    "exchange.jobs",
    "exchange.languages",
    "accounts",
    "companies",
    "streams.reference",
    "streams.register",
    "streams.catalogue",
    "streams.imports",
    "streams.api",
    "streams.web",
    "streams.owners",
    "exchange.access",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "exchange.headers.HeadersMiddleware",
    "exchange.charsets.FormsInUtf8Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "exchange.urls"
WSGI_APPLICATION = "exchange.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "exchange.headers.demonstration",
                "accounts.context.second_step",
                "accounts.context.notices",
            ]
        },
    }
]

# Owners are told when one company sees so many of their listings in so short a time.
UNUSUAL_LISTINGS = env.int("UNUSUAL_LISTINGS", 20, validate=validate.Range(min=2))
UNUSUAL_MINUTES = env.int("UNUSUAL_MINUTES", 60, validate=validate.Range(min=1, max=1_440))

# Two of the cluster's staff must approve access where they also stand in for the owner's consent.
FOUR_EYES = env.bool("FOUR_EYES", False)

# How long a spreadsheet waits to be confirmed, and how long what has ended is kept after that.
UPLOADS_WAIT_DAYS = env.int("UPLOADS_WAIT_DAYS", 7, validate=validate.Range(1, 365))
JOBS_KEPT_DAYS = env.int("JOBS_KEPT_DAYS", 30, validate=validate.Range(1, 3_650))

# From which hour the daily letter is written, in the exchange's time zone; how long notices last.
DIGEST_HOUR = env.int("DIGEST_HOUR", 7, validate=validate.Range(0, 23))
NOTICES_KEPT_DAYS = env.int("NOTICES_KEPT_DAYS", 365, validate=validate.Range(7, 3_650))

DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgres://postgres@localhost/exchange")}
DATABASES["default"].update({"CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False})
DATABASES["default"].setdefault("OPTIONS", {}).update(pool=not TESTING, prepare_threshold=2)
REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The worker's log goes through our formatter too: an error's text may hold hidden values.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_GET_INIT_ANONYMOUS_USER = None
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "companies.forms.SignupForm"}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Registering, logging in and asking for a password answer alike for known and unknown addresses.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMO or TESTING else "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.adapter.TwoStepAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
MFA_TOTP_ISSUER = "Materialbørsen"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "static" / "built"] if path.exists()]
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "documents")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.locmem.EmailBackend"
    if DEMO or TESTING
    else "django.core.mail.backends.smtp.EmailBackend",
)
# Where a backend that writes letters to files puts them; the demonstration does that.
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", "") or None
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25, validate=validate.Range(1, 65_535))
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Materialbørsen <noreply@localhost>")
# Where people write to the cluster; shown on the pages.
CONTACT_EMAIL = env.str(
    "CONTACT_EMAIL", "klyngen@demo.example" if DEMO else parseaddr(DEFAULT_FROM_EMAIL)[1]
)
# Who runs the exchange and answers for what it keeps about people; shown on the privacy page.
OPERATOR = env.str("OPERATOR", "").strip()
refuse_nonsense(
    hosts=ALLOWED_HOSTS,
    site_url=SITE_URL,
    redis_url=REDIS_URL,
    email_backend=EMAIL_BACKEND,
    two_kinds_of_tls=EMAIL_USE_TLS and EMAIL_USE_SSL,
    contact_email=CONTACT_EMAIL,
    documents=Path(MEDIA_ROOT),
    served=[STATIC_ROOT, BASE_DIR / "static"],
)

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "exchange.sessions"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "streams.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["streams.api.authentication.WithinScope"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "streams.api.negotiation.AddressDecides",
    "DEFAULT_THROTTLE_CLASSES": [
        "streams.api.throttles.AnonymousRate",
        "streams.api.throttles.PersonRate",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": rate(env, "API_RATE_ANONYMOUS", None if TESTING else "300/min"),
        "user": rate(env, "API_RATE_USER", None if TESTING else "1200/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "EXCEPTION_HANDLER": "streams.api.problems.problem_for",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Materialbørsen",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "exchange.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
