"""Data that comes in from files of other systems."""
