"""A file out of its archive: gzip, and zip with one file inside. What would unpack to too much is refused before."""

import io
import zipfile
import zlib

from seqcore.data.series.reading.refusing import refused

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
LARGEST_UNPACKED = 200_000_000
_EXCEL, _OPEN_DOCUMENT, _NUMBERS = "[Content_Types].xml", "mimetype", "Index/Document.iwa"
_OTHER_OFFICE = ("word/", "ppt/")


def unpack(content: bytes) -> tuple[bytes, list[str]]:
    """The content of the file inside, and notes; what is no archive, or a workbook, as it is. Raises InvalidInput."""
    if content.startswith(GZIP):
        return _gunzip(content), ["The file was unpacked (gzip)."]
    if content.startswith(ZIP) and not is_workbook(content):
        return _unzip(content)
    return content, []


def is_workbook(content: bytes) -> bool:
    """Whether a zip archive is a spreadsheet of Excel or OpenDocument. Raises InvalidInput for a damaged archive."""
    names = [entry.filename for entry in _entries(content)]
    if any(name.startswith(_OTHER_OFFICE) for name in names):
        raise refused("the file is a document of text or slides; copy its table into a spreadsheet and save it as CSV")
    if any(name.endswith(_NUMBERS) for name in names):
        raise refused("the file is an Apple Numbers document; save it as CSV")
    return _EXCEL in names or _OPEN_DOCUMENT in names


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refused("the file is a zip archive that is damaged; pack it once more") from error
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise refused(f"the file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; pass a smaller one")
    return entries


def _unzip(content: bytes) -> tuple[bytes, list[str]]:
    entries = [entry for entry in _entries(content) if not entry.is_dir() and not _is_hidden(entry.filename)]
    if len(entries) != 1:
        names = ", ".join(repr(entry.filename[:40]) for entry in entries[:3])
        raise refused(f"the file is a zip archive of {len(entries)} files ({names}); pass one of them")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(entries[0]) as file:
            inside = file.read(LARGEST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise refused("the file is a zip archive that is damaged or locked; pack it once more") from error
    return _bounded(inside), [f"The file {entries[0].filename[-60:]!r} was unpacked (zip)."]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _gunzip(content: bytes) -> bytes:
    """All members one after the other, no more than may be unpacked."""
    parts, size, rest = list[bytes](), 0, content
    try:
        while rest.startswith(GZIP) and size <= LARGEST_UNPACKED:
            stream = zlib.decompressobj(wbits=31)
            part = stream.decompress(rest, LARGEST_UNPACKED + 1 - size)
            if not stream.eof and size + len(part) <= LARGEST_UNPACKED:
                raise refused("the file is a gzip archive that is cut off; pack it once more")
            parts.append(part)
            size, rest = size + len(part), stream.unused_data
    except zlib.error as error:
        raise refused("the file is a gzip archive that is damaged; pack it once more") from error
    return _bounded(b"".join(parts))


def _bounded(content: bytes) -> bytes:
    if len(content) > LARGEST_UNPACKED:
        raise refused(f"the file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; pass a smaller one")
    return content
