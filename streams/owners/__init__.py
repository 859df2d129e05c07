"""Owners' own pages: register, decide who sees what, publish. May read the register."""
