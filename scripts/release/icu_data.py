#!/usr/bin/env python3
"""Cuts a package of ICU data down to what the panel uses of Foundation.

usage: icu_data.py FULL SMALL

The format (ICU's "common data"): a header, whose first two bytes are its own size; then the number of items; for each item
where its name and where its data begin, counted from the end of the header; the names; the items. All of it sorted by name.
"""

import struct
import sys
from pathlib import Path

# Zones and their rules, what a locale without a language is made of, and the tables that both refer to. The panel asks for
# Gregorian dates in IANA zones, for letters in upper and lower case (in ICU's code, not in its data) and for nothing else.
RESOURCES = {
    "root", "pool", "res_index",
    "zoneinfo64", "timezoneTypes", "metaZones", "windowsZones",
    "supplementalData", "keyTypeData", "likelySubtags", "numberingSystems",
    "icuver", "icustd",
}  # fmt: skip
# Foundation stops at the first use of a locale if one of these folders has not these three; translit (1.1 MB), coll and the
# others are of transliteration, collation, spelt-out numbers and line breaks.
FOLDERS = {"curr", "lang", "region", "unit", "zone"}
OF_EACH_FOLDER = {"root", "pool", "res_index"}


def is_kept(path: str) -> bool:
    """Whether an item stays, by its path without the package's name."""
    folder, _, name = path.rpartition("/")
    stem, _, kind = name.rpartition(".")
    if folder:
        return folder in FOLDERS and kind == "res" and stem in OF_EACH_FOLDER
    # Normalisation (also of host names) is of Unicode, not of a language. Of the other tables only the names of all
    # characters are large.
    return stem in RESOURCES if kind == "res" else kind == "nrm" or (kind == "icu" and stem != "unames")


def read(package: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The header, and name and data of each item."""
    start, magic = struct.unpack_from("<HH", package)
    if magic != 0x27DA or package[12:16] != b"CmnD":
        sys.exit(f"icu_data: not ICU's common data, little-endian: begins with {package[:16].hex()}")
    (count,) = struct.unpack_from("<I", package, start)
    entries = [struct.unpack_from("<II", package, start + 4 + 8 * index) for index in range(count)]
    ends = [data for _, data in entries[1:]] + [len(package) - start]
    items = []
    for (name, data), end in zip(entries, ends, strict=True):
        name_start = start + name
        items.append((package[name_start : package.index(b"\0", name_start)], package[start + data : start + end]))
    return package[:start], items


def padded(data: bytes) -> bytes:
    """ICU reads items in place: each begins at a multiple of 16 bytes."""
    return data + b"\0" * (-len(data) % 16)


def write(header: bytes, items: list[tuple[bytes, bytes]]) -> bytes:
    table_size = 4 + 8 * len(items)
    names = b"".join(name + b"\0" for name, _ in items)
    names += b"\0" * (-(table_size + len(names)) % 16)
    name_at, data_at = table_size, table_size + len(names)
    table = struct.pack("<I", len(items))
    for name, data in items:
        table += struct.pack("<II", name_at, data_at)
        name_at += len(name) + 1
        data_at += len(padded(data))
    return header + table + names + b"".join(padded(data) for _, data in items)


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: icu_data.py FULL SMALL")
    package = Path(sys.argv[1]).read_bytes()
    header, items = read(package)
    kept = [(name, data) for name, data in items if is_kept(name.decode().partition("/")[2])]
    small = write(header, kept)
    Path(sys.argv[2]).write_bytes(small)
    print(f"ICU data: {len(kept)} of {len(items)} items, {len(small)} of {len(package)} bytes")


main()
