"""Settings by subject; see docs/settings.md for what an operator may set."""

from tongzhou.config.settings import database, env

VAR = env.state_folder()
MODE = env.mode()
DEBUG = False
SECRET_KEY = env.secret_key(VAR)
KEYRING = env.keyring(VAR)

INSTALLED_APPS = ["tongzhou.places"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tongzhou.config.urls"
WSGI_APPLICATION = "tongzhou.config.wsgi.application"
ALLOWED_HOSTS = env.text("TONGZHOU_HOSTS", "127.0.0.1,localhost").split(",")

DATABASES = database.databases(VAR)
DATABASE_ROUTERS = ["tongzhou.kernel.database.Router"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
