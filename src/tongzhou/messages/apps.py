"""Messages declare whom a batch may go to, the clock's work and what is destroyed."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "tongzhou.messages"

    def ready(self) -> None:
        from tongzhou.messages import forgetting, jobs  # noqa: F401, PLC0415  they register; models are loaded only now
        from tongzhou.people import retention  # noqa: PLC0415

        retention.register("message", forgetting.messages)
        retention.register("line", forgetting.lines)
