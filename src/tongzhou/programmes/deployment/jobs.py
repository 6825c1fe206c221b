"""A rota is searched for beside the pages."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tongzhou.access.actors import Actor
from tongzhou.kernel.jobs import job
from tongzhou.programmes.deployment.actions import rotas


@job("deployment.rota", _("Plan a rota"), tries=2)
def plan(by: Actor, *, rota_id: UUID) -> None:
    """Twice does no harm: a rota that is solved or out is left alone."""
    rotas.solve(rota_id, by=by)
