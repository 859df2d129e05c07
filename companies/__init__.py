"""Companies, sites, industrial parks, counties and municipalities."""
