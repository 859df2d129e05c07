"""What people are told: notices on their pages, and letters through an outbox."""
