"""The exchange: composition root, and the packages that run on top of the catalogue."""
