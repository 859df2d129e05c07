"""Intervals, units and fixed bands; pure Python."""
