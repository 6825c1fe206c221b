"""For the gallery: a brick rendered with the inputs of an example."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def brick(context: Mapping[str, Any], name: str, inputs: Mapping[str, Any]) -> str:
    return get_template(name).render(dict(inputs), context.get("request"))
