"""Long work with an owned progress row. Ground floor."""
