"""Formulas, substances, analyses and critical raw materials."""
