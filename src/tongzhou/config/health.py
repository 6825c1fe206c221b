"""One address for whoever watches the service: is the server up, and does the database answer the app login?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tongzhou.access.doors import public


@public("says whether the database answers, nothing else", is_apart=True)
def health(request: HttpRequest) -> JsonResponse:
    """200 ``{"database": "answers"}``, or 503 ``{"database": "silent"}``."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "silent"}, status=503)
    return JsonResponse({"database": "answers"})
