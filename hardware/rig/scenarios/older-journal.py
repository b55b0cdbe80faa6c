#!/usr/bin/env python3
"""Writes a journal as the first builds of the panel left it, with a booking that began ten minutes ago and goes on.

usage: older-journal.py FILE      written anew if it is there

The tables are version 1 as it was first written; what came later is not there: no count of the groups in meta, no mark
and no lock beside the file. They are given here once more on purpose: the panel's own list may be changed by mistake.
"""

import json
import pathlib
import sqlite3
import sys
import time

APPLICATION_ID = 0x446F6D6F
BOOKING = "domovoy-aurora-0badcafe-1-1"
TABLES = """
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('1 first tables');
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY, state TEXT NOT NULL, kind TEXT NOT NULL,
    booking TEXT NOT NULL, attempts INTEGER NOT NULL, created_at INTEGER NOT NULL,
    last_error TEXT, write TEXT NOT NULL) STRICT;
CREATE INDEX outbox_open ON outbox (number) WHERE state IN ('queued', 'sent');
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE schedule (
    one INTEGER PRIMARY KEY CHECK (one = 1), window_start INTEGER, window_end INTEGER,
    server_date INTEGER, complaints TEXT NOT NULL, heard_at INTEGER NOT NULL) STRICT;
CREATE TABLE bookings (
    starts_at INTEGER NOT NULL, id TEXT NOT NULL, ends_at INTEGER NOT NULL, title TEXT,
    organiser TEXT, source TEXT NOT NULL, confirmation TEXT, created_at INTEGER,
    is_all_day INTEGER NOT NULL, is_blocking INTEGER NOT NULL, is_writable INTEGER NOT NULL,
    PRIMARY KEY (starts_at, id)) STRICT, WITHOUT ROWID;
CREATE TABLE sittings (
    booking TEXT NOT NULL PRIMARY KEY, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    sitting TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE presses (
    number INTEGER PRIMARY KEY, pressed_at INTEGER NOT NULL, length TEXT NOT NULL,
    outcome TEXT NOT NULL, refusal TEXT, booking TEXT) STRICT;
CREATE INDEX presses_by_time ON presses (pressed_at);
CREATE TABLE verdicts (
    number INTEGER PRIMARY KEY, given_at INTEGER NOT NULL, booking TEXT NOT NULL,
    starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, kind TEXT NOT NULL,
    seconds INTEGER, reason TEXT, replaces INTEGER, evidence TEXT NOT NULL) STRICT;
CREATE INDEX verdicts_by_time ON verdicts (given_at);
CREATE TABLE edges (
    at INTEGER NOT NULL, sensor TEXT NOT NULL, is_active INTEGER NOT NULL,
    health TEXT NOT NULL, PRIMARY KEY (at, sensor, is_active)) STRICT, WITHOUT ROWID;
CREATE TABLE presence (
    starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, presence TEXT NOT NULL,
    PRIMARY KEY (starts_at, ends_at)) STRICT, WITHOUT ROWID;
CREATE TABLE sync_history (
    first_at INTEGER NOT NULL, operation TEXT NOT NULL, last_at INTEGER NOT NULL,
    exchanges INTEGER NOT NULL, failure TEXT, message TEXT,
    PRIMARY KEY (first_at, operation)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def main(path: str) -> None:
    second = 1_000_000
    now = int(time.time()) * second
    start, end = now - 600 * second, now + 7200 * second
    sitting = {
        "booking": BOOKING, "span": {"start": start, "end": end}, "activeEdges": 0, "hasLostEdges": False,
        "checkIn": {"arrivedAt": start, "source": "ad_hoc"},
    }
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(path + suffix).unlink(missing_ok=True)
    journal = sqlite3.connect(path, isolation_level=None)
    journal.executescript(TABLES)
    journal.execute("INSERT INTO meta VALUES ('salt', '0badcafe')")
    journal.execute("INSERT INTO schedule VALUES (1, ?, ?, NULL, '[]', ?)", (now - 86_400 * second, now + 1_209_600 * second, now))
    journal.execute(
        "INSERT INTO bookings VALUES (?, ?, ?, 'Kept through the upgrade', 'Aurora', 'panel', 'confirmed', ?, 0, 1, 1)",
        (start, BOOKING, end, start))
    journal.execute("INSERT INTO sittings VALUES (?, ?, ?, ?)", (BOOKING, start, end, json.dumps(sitting)))
    journal.execute("INSERT INTO presses VALUES (1, ?, 'short', 'booked', NULL, ?)", (start, BOOKING))
    # Last of all, as the panel does: it tells a complete file.
    journal.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    journal.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: older-journal.py FILE")
    main(sys.argv[1])
