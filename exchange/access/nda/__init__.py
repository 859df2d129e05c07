"""Access under NDA: asked for, approved, consented to, signed, and ended."""
