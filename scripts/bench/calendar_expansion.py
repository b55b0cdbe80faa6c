#!/usr/bin/env python3
"""Compares reading and expanding a year of bookings with Python's icalendar and recurring-ical-events.

    calendar_expansion.py PATH-TO-domovoy-bench [--rounds N]

Both read the same file and expand it for the same 15 days. Prints one JSON line, and fails if the two find different
bookings or the panel is less than 20 times as fast.
"""
import argparse
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zoneinfo

ZONE = "Europe/Berlin"
EVENTS = 5_000
SERIES = 200
RULES = [
    "FREQ=WEEKLY;BYDAY={day}",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
    "FREQ=DAILY;COUNT=40",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261231T235959Z",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
]


def event(uid, start, minutes, extra=()):
    end = start + datetime.timedelta(minutes=minutes)
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@example.org",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{end:%Y%m%dT%H%M%S}",
        f"SUMMARY:Meeting {uid}",
        "DESCRIPTION:Agenda\\, minutes\\, and a link to the call: https://meet.example.org/"
        + "x" * 60,
        "ORGANIZER;CN=Ada Example:mailto:ada@example.org",
        "ATTENDEE;CN=Bob Example;PARTSTAT=ACCEPTED:mailto:bob@example.org",
        "STATUS:CONFIRMED",
        *extra,
        "END:VEVENT",
    ]


def make_file(seed):
    chance = random.Random(seed)
    year = datetime.datetime(2026, 1, 1)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Benchmark//EN"]
    for number in range(EVENTS - SERIES):
        start = year + datetime.timedelta(
            days=chance.randrange(365), minutes=15 * chance.randrange(32, 72))
        lines += event(f"single-{number}", start, chance.choice([30, 60, 90]))
    for number in range(SERIES):
        start = year + datetime.timedelta(
            days=chance.randrange(365), minutes=15 * chance.randrange(32, 72))
        day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday()]
        rule = RULES[number % len(RULES)].format(day=day)
        if "BYDAY=MO" in rule:
            start -= datetime.timedelta(days=start.weekday())
        if "BYDAY=2TU" in rule:
            first = start.replace(day=1)
            start = first + datetime.timedelta(days=(1 - first.weekday()) % 7 + 7)
        if "BYMONTHDAY" in rule:
            start = start.replace(day=15)
        lines += event(f"series-{number}", start, 60, [f"RRULE:{rule}"])
    lines.append("END:VCALENDAR")
    text = []
    for line in lines:
        while len(line) > 75:
            text.append(line[:75])
            line = " " + line[75:]
        text.append(line)
    return "\r\n".join(text) + "\r\n"


def read_with_python(path, begin, end):
    import icalendar
    import recurring_ical_events

    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    found = recurring_ical_events.of(calendar).between(begin, end)
    return sorted(
        (int(one["DTSTART"].dt.timestamp()), int(one["DTEND"].dt.timestamp()), str(one["UID"]))
        for one in found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    zone = zoneinfo.ZoneInfo(ZONE)
    begin = datetime.datetime(2026, 11, 20, tzinfo=zone)
    end = begin + datetime.timedelta(days=15)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "year.ics")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(make_file(options.seed))
        theirs_ms = float("inf")
        for _ in range(options.rounds):
            began = time.monotonic()
            theirs = read_with_python(path, begin, end)
            theirs_ms = min(theirs_ms, (time.monotonic() - began) * 1_000)
        output = subprocess.run(
            [options.program, "calendar", path, str(int(begin.timestamp())), str(int(end.timestamp())), ZONE,
             str(10 * options.rounds)],
            check=True, capture_output=True, text=True).stdout.splitlines()
    ours_ms = json.loads(output[0])["best_ms"]
    ours = []
    for line in output[1:]:
        if line.startswith("!"):
            sys.exit(f"left out: {line}")
        start, stop, name = line.split(" ", 2)
        ours.append((int(start), int(stop), name.split("/")[0]))
    ours.sort()
    if ours != theirs:
        sys.exit(f"different bookings: {set(ours) ^ set(theirs)}")
    ratio = theirs_ms / ours_ms
    print(json.dumps({
        "benchmark": "calendar-expansion", "events": EVENTS, "series": SERIES,
        "bookings": len(ours), "ours_ms": round(ours_ms, 2), "python_ms": round(theirs_ms, 1),
        "ratio": round(ratio, 1)}))
    if ratio < 20:
        sys.exit("less than 20 times as fast")


if __name__ == "__main__":
    main()
