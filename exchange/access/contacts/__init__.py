"""Requests for contact: asked, answered, and what became of them."""
