"""Measures how quick the exchange is: `make bench`, with SIZE=1000000 for a large catalogue."""
