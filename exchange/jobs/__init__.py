"""Long work with an owned row of progress: it can be left, come back to, and done over."""
