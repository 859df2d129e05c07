"""Users, membership and roles, Viewer and Tier."""
