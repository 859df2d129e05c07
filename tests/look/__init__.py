"""How the pages look and whether everybody can use them."""
