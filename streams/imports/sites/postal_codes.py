"""Which counties a Norwegian postal code may lie in: coarse, and for doubting a place only.

By the first two digits, from Posten's list of postal codes, with the counties of 2024. Where the
codes of a district cross a border every county is named, so that a doubt is never a false one.
"""

from collections.abc import Mapping

_BY_COUNTIES: Mapping[tuple[str, ...], tuple[range, ...]] = {
    ("03",): (range(0, 13),),
    ("32",): (range(13, 15), range(19, 21)),
    ("31", "32"): (range(15, 16),),
    ("31",): (range(16, 19),),
    ("32", "34"): (range(21, 22), range(27, 28)),
    ("34",): (range(22, 27), range(28, 30)),
    ("33", "39"): (range(30, 31),),
    ("39",): (range(31, 33),),
    ("33",): (range(33, 34),),
    ("32", "33"): (range(34, 35),),
    ("32", "33", "34"): (range(35, 36),),
    ("33", "40"): (range(36, 37),),
    ("40",): (range(37, 40),),
    ("11",): (range(40, 44),),
    ("11", "42"): (range(44, 45),),
    ("42",): (range(45, 50),),
    ("46",): (range(50, 55), range(56, 60), range(68, 70)),
    ("11", "46"): (range(55, 56),),
    ("15",): (range(60, 66),),
    ("15", "50"): (range(66, 67),),
    ("15", "46"): (range(67, 68),),
    ("50",): (range(70, 79),),
    ("18", "50"): (range(79, 80),),
    ("18",): (range(80, 84), range(86, 90)),
    ("18", "55"): (range(84, 86), range(94, 95)),
    ("55",): (range(90, 94),),
    ("56",): (range(95, 100),),
}
_COUNTIES = {
    first: frozenset(counties)
    for counties, districts in _BY_COUNTIES.items()
    for district in districts
    for first in district
}


def counties_of_postal_code(code: str) -> frozenset[str]:
    """Numbers of counties; none for what is no postal code. A lost leading zero is put back."""
    digits = code.zfill(4)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4) or not code:
        return frozenset()
    return _COUNTIES[int(digits[:2])]
