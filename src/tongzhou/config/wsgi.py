"""The application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
application = get_wsgi_application()

from tongzhou.demonstration import clocks  # noqa: E402  models are loaded by now

clocks.install()
