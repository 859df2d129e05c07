"""Random public names of things, from which neither order nor number can be read."""

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 12


def new_public_id() -> str:
    """Twelve characters of a 32-letter alphabet: 60 bits of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
