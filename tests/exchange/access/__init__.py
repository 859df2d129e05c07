"""Contact and access under NDA."""
