"""Intervals, units and fixed bands: every number of the exchange. Pure Python; anybody may call."""
