"""Outbox for e-mail and in-app notices. Ground floor."""
