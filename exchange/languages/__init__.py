"""Collects the texts of the screen, keeps their translations, and finds what is wrong with them.

Tools for those who write the exchange; no page imports this package.
"""
