"""What owners know. Secret: see the import contract before importing."""
