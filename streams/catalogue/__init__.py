"""What each tier may see, and the only place readers read from."""
