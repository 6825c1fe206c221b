"""Settings by subject; see docs/settings.md for what an operator may set."""

from tongzhou.config.settings import database, env, messages

VAR = env.state_folder()
MODE = env.mode()
DEBUG = False
#: Set by `tongzhou serve`, which binds to this machine alone; one-click sign-in needs it.
IS_LOOPBACK = env.text("TONGZHOU_LOOPBACK", "no") == "yes"
SECRET_KEY = env.secret_key(VAR)
KEYRING = env.keyring(VAR)

ROOMS = [
    *(
        "kernel",
        "places",
        "units",
        "access",
        "ledger",
        "response",
        "people",
        "errands",
        "messages",
        "questionnaires",
        "matters",
        "figures",
        "passes",
        "certificates",
        "sync",
        "encounters",
        "paper",
        "tables",
    ),
    *(
        "programmes.arrivals",
        "programmes.consults",
        "programmes.riskareas",
        "programmes.incidents",
        "programmes.leads",
        "programmes.screening",
        "programmes.directives",
        "programmes.isolation",
        "programmes.waste",
        "programmes.cases",
        "programmes.gates",
        "programmes.crossings",
        "programmes.deployment",
        "programmes.oversight",
        "programmes.resumption",
        "briefing",
        "notices",
        "web",
        "field",
        "demonstration",
    ),
]
INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"tongzhou.{room}" for room in ROOMS),
    "django.forms",  # last: where its own templates are found after ours
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongzhou.access.middleware.DutyMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "tongzhou.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "tongzhou.web.templatetags.words"],
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ROOT_URLCONF = "tongzhou.config.urls"
WSGI_APPLICATION = "tongzhou.config.wsgi.application"
ALLOWED_HOSTS = env.text("TONGZHOU_HOSTS", "127.0.0.1,localhost").split(",")

#: Degrees Celsius from which a reading counts as hot while nobody has ruled; 37.3 was in use on 8 February 2020.
FEVER_FROM = float(env.text("TONGZHOU_FEVER_FROM", "37.3"))

#: How texts reach telephones: the outbox (people call), or a gateway.
MESSAGES = messages.given()

DATABASES = database.databases(VAR)
DATABASE_ROUTERS = ["tongzhou.kernel.database.Router"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CSRF_FAILURE_VIEW = "tongzhou.web.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SESSION_ENGINE = "tongzhou.access.kept"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
#: What goes wrong is told on the standard error; no request's content stands in it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
SECURE_REFERRER_POLICY = "same-origin"
