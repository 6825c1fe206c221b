"""The number of a pass as it stands under its square."""

from django import template

from tongzhou.passes.queries import short

register = template.Library()
register.filter("pass_number", short)
