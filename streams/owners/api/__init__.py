"""What owners' programs may read and write: their own listings, whole. Above streams.api."""
