"""The cluster's queue: everything that waits for staff, oldest first."""
