"""Side-streams, from chemistry to pages."""
