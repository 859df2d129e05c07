"""Filters for templates about a person's own account."""
