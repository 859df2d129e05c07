"""Demonstration data, from fixtures/demo. Only the command load_demo and tests call this."""
