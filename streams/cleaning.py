"""Files from outside: only kinds that we know, of bounded size, and without metadata.

Whatever is kept of a file is a cleaned copy; the name it came with is forgotten.
"""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import BinaryIO

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from PIL import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PIXELS = 60_000_000
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EMPTY_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>'
)


def cleaned(upload: BinaryIO) -> tuple[bytes, str]:
    """The content without metadata, and its type as its first bytes tell."""
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(gettext("The file is larger than 20 MB."))
    content_type = type_of(content)
    try:
        return CLEANERS[content_type](content), content_type
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(gettext("The file is broken and cannot be read.")) from error


def type_of(content: bytes) -> str:
    for start, content_type in SIGNATURES.items():
        if content.startswith(start):
            return content_type if start != b"PK\x03\x04" else office_type(content)
    raise ValidationError(gettext("Only PDF, PNG, JPEG, Excel and Word files."))


def office_type(content: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile as error:
        raise ValidationError(gettext("The file is broken and cannot be read.")) from error
    if "xl/workbook.xml" in names:
        return XLSX
    if "word/document.xml" in names:
        return DOCX
    raise ValidationError(gettext("Only PDF, PNG, JPEG, Excel and Word files."))


def clean_pdf(content: bytes) -> bytes:
    """Without document information, XMP, embedded files and scripts."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for key in ("/Metadata", "/Names", "/OpenAction", "/AA", "/PieceInfo"):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            for key in ("/Metadata", "/PieceInfo", "/AA", "/LastModified"):
                if key in page:
                    del page[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def clean_image(content: bytes) -> bytes:
    """Only the pixels: no EXIF, place, comment or thumbnail."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(gettext("The picture has too many pixels."))
            bare = Image.frombytes(image.mode, image.size, image.tobytes())
            if image.mode == "P" and (palette := image.getpalette()):
                bare.putpalette(palette)
            bare.save(out, format=image.format, quality=90)
    return out.getvalue()


def clean_office(content: bytes) -> bytes:
    """Without author, company, dates, comments' authors' names file and custom properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        if sum(item.file_size for item in old.infolist()) > MAX_UNPACKED:
            raise ValidationError(gettext("The file unpacks to more than we accept."))
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, office_part(item.filename, old))
    return out.getvalue()


def office_part(name: str, archive: zipfile.ZipFile) -> bytes:
    if name == "docProps/core.xml":
        return _EMPTY_PROPERTIES.encode()
    if name in ("docProps/app.xml", "docProps/custom.xml"):
        tag = b"http://schemas.openxmlformats.org/officeDocument/2006/"
        kind = b"custom" if "custom" in name else b"extended"
        return b'<?xml version="1.0"?><Properties xmlns="' + tag + kind + b'-properties"/>'
    return archive.read(name)


CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    PDF: clean_pdf,
    "image/png": clean_image,
    "image/jpeg": clean_image,
    XLSX: clean_office,
    DOCX: clean_office,
}
SIGNATURES: Mapping[bytes, str] = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": XLSX,
}
