"""Outbox for e-mail: letters are written with what they tell of, and sent afterwards."""
