"""Formulas, stoichiometry, composition checks and CRM content; pure Python."""
