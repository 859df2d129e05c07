"""What a translation must carry over unchanged: places for values, tags, outer spaces."""

import re
from collections import Counter

PLACEHOLDER = re.compile(r"%\(\w+\)[#0+-]*\d*(?:\.\d+)?[a-zA-Z]|%[#0+-]*\d*(?:\.\d+)?[sdifgeExrc]")
PERCENT = re.compile(r"%%|%")
BRACE = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
OUTER_SPACE = re.compile(r"^\s*|\s*$")


def placeholders(text: str) -> list[str]:
    """ "%(name)s" and "%s" in their order."""
    return PLACEHOLDER.findall(text.replace("%%", ""))


def differences(text: str, translation: str) -> list[str]:
    """What a translation lacks or has too much of, in words; nothing when it is sound."""
    found = []
    if in_order(placeholders(text)) != in_order(placeholders(translation)):
        found.append("placeholders differ")
    # A lone percent sign beside placeholders would be read as the start of one more.
    if percents(text) != percents(translation):
        found.append("percent signs differ")
    if Counter(BRACE.findall(text)) != Counter(BRACE.findall(translation)):
        found.append("braces differ")
    if Counter(TAG.findall(text)) != Counter(TAG.findall(translation)):
        found.append("HTML tags differ")
    if OUTER_SPACE.findall(text) != OUTER_SPACE.findall(translation):
        found.append("spaces at the ends differ")
    return found


def in_order(found: list[str]) -> tuple[list[str], Counter[str]]:
    """Named ones may change places, the others may not."""
    return [one for one in found if "(" not in one], Counter(one for one in found if "(" in one)


def percents(text: str) -> Counter[str]:
    return Counter(PERCENT.findall(PLACEHOLDER.sub("", text)))
