"""Asking firms, applying, signing and filing, visiting, stopping."""
