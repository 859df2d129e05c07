"""Everybody's pages for finding and reading listings."""
