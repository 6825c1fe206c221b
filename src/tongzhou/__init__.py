"""Tongzhou 同舟: one folder per word that a district worker would say. See docs/architecture.md for the floors."""
