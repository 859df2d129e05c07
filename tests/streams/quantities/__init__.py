"""Intervals and bands."""
