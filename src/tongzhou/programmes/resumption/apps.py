"""Resumption declares its matters, entries and figures, hears of cases and of what firms were asked, and forgets."""

from django.apps import AppConfig


class ResumptionConfig(AppConfig):
    name = "tongzhou.programmes.resumption"

    def ready(self) -> None:
        from tongzhou.encounters import firms  # noqa: PLC0415  models are loaded only now
        from tongzhou.people import hearing, retention  # noqa: PLC0415  likewise
        from tongzhou.programmes.resumption import figures  # noqa: F401, PLC0415  it registers
        from tongzhou.programmes.resumption.actions import asking, forgetting, stopping  # noqa: PLC0415

        firms.register(asking.hear)
        hearing.on_case(stopping.of_case)
        retention.register("firm", forgetting.destroy)
