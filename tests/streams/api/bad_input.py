"""What people and programs send that nobody would expect: query strings, headers, ids."""

from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from streams.catalogue.criteria import CriteriaForm

NASTY = (
    "", " ", "\0", "a\0b", "\x0b", "\ufffd", "\u202e", "\ud7ff", "\U0010ffff", "ß", "İ", "١٠", "１",
    "nan", "inf", "-inf", "Infinity", "1e308", "1e309", "-1e308", "1e-320", "1e-400", "-0", "1_0",
    "0x10", "--1", "9" * 400, "-1", "0", str(10**20), str(2**63), "1.7976931348623157e308",
    "true", "TRUE", "null", "[]", "{}", "[" * 60, "(" * 60, "(" * 30 + "Fe" + ")" * 30,
    "Fe999999", "Fe0", "H2O·H2O·", "Fe1e9", "C" * 60, "*", "%", "_", "\\", "'", '"', "';--",
    "' OR 1=1", "a & ! | ( <->", '"unclosed', "-", "- -", ":*", "or or or", "x" * 5_000, "," * 500,
    "90,180", "-90,-180", "90,0", "-90,0", "0,0", "89.9999999,179.9999999", "91,0", "nan,nan",
    "1,2,3", "1;2", ",", "59,12,9,63", "<script>", "{{7*7}}", "%00", "%s%n", "../../etc/passwd",
    "\r\nX-Header: 1", "🪨", "e\u0301" * 60,
)  # fmt: skip
"""Texts of the sort that breaks programs."""

names = st.sampled_from([*CriteriaForm.base_fields, "view", "som", "format", "lang", "version"])
values = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=80),
    st.integers().map(str),
    st.floats().map(str),
    st.tuples(st.floats(-91, 91), st.floats(-181, 181)).map("{0[0]},{0[1]}".format),
    st.text("HCOFeMnSi0123456789().·*+- ", max_size=60),
    st.text('ab"-()|&!:*<> orOR', max_size=60),
)
broken = st.binary(max_size=30).map(lambda raw: "".join(f"%{byte:02X}" for byte in raw))
surrogates = st.sampled_from(["%ED%A0%80", "%C0%80", "%F8%88%80%80%80", "%", "%G1", "%u0041"])
pairs = st.tuples(names, values)
queries = st.one_of(
    st.lists(pairs, min_size=1, max_size=8).map(lambda found: urlencode(found, errors="replace")),
    st.tuples(names, st.one_of(broken, surrogates)).map("=".join),
    st.lists(pairs, min_size=1, max_size=3).map(
        lambda found: urlencode(found * 3, errors="replace")
    ),
    st.text("&=;?#[]%+abq", max_size=60).map(lambda text: quote(text, safe="&=;?#[]%+")),
)
ids = st.one_of(
    st.sampled_from([quote(text, safe="") for text in NASTY if text]),
    st.text(min_size=1, max_size=300).map(lambda text: quote(text, safe="", errors="replace")),
    broken.filter(bool),
    surrogates,
)
header_texts = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=200),
    st.sampled_from([text for text in NASTY if text.isascii() and "\n" not in text]),
)
headers = st.dictionaries(
    st.sampled_from(
        [
            "Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Content-Length",
            "Content-Type", "Cookie", "HX-Request", "If-Match", "If-Modified-Since",
            "If-None-Match", "If-Unmodified-Since", "Origin", "Range", "Referer", "User-Agent",
            "X-Forwarded-For", "X-HTTP-Method-Override", "X-Requested-With",
        ]
    ),
    header_texts,
    max_size=4,
)  # fmt: skip
