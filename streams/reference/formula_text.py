"""How a formula is written for people. Anybody may call."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def written_formula(formula: str) -> str:
    """With lowered figures: "CaSO₄·0.5H₂O". Figures before a molecule stay as they are."""
    return "·".join(_lowered(part) for part in formula.split("·"))


def _lowered(part: str) -> str:
    molecule = part.lstrip("0123456789.")
    number = part[: len(part) - len(molecule)]
    return number + molecule.translate(_SUBSCRIPTS)
