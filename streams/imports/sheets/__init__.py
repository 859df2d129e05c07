"""Listings in and out of spreadsheets: the template, a company's own records, and the way back."""
