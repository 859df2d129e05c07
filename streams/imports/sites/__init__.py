"""Sites, emissions and excess heat from public databases. Only import_sites and tests call this."""
