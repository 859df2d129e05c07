"""The lists the register and the catalogue refer to."""
