"""From finding to agreement: contact, access under NDA, workshops, and what staff do about them."""
