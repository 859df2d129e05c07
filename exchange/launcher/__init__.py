"""Starts the whole exchange on one machine with demonstration data; sits on top of everything."""
