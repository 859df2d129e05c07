"""The public programming interface, over the catalogue only."""
