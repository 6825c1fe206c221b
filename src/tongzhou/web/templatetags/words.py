"""Dates, places and amounts in words, the same on every page."""

from django import template

register = template.Library()
