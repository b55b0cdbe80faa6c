#!/usr/bin/env python3
"""Fills and looks at a room of the local portal, as a colleague, through its control path.

Usage: bitrix24.py PORTAL SOURCE ID put START_IN_MINUTES LENGTH_IN_MINUTES TITLE
       bitrix24.py PORTAL SOURCE ID marked       exit code 0 if the meeting is shown as taken up
       bitrix24.py PORTAL SOURCE ID shortened    exit code 0 if it ends before it should have
       bitrix24.py PORTAL SOURCE ID count        prints how many bookings the panel has made
SOURCE is group, location or booking.
"""

import json
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3))
CONFIRMED = "#7bd500"
TITLE = "Weekly review"


class Room:
    def __init__(self, portal, source, number):
        self.portal, self.source, self.number = portal, source, int(number)

    def call(self, user, method, params):
        body = json.dumps({"user": user, "method": method, "params": params}).encode()
        request = urllib.request.Request(
            f"{self.portal}/control/call", data=body, method="POST",
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["result"]

    def put(self, start_in, length, title):
        start = datetime.now(MOSCOW).replace(microsecond=0) + timedelta(minutes=int(start_in))
        end = start + timedelta(minutes=int(length))
        if self.source == "booking":
            edge = lambda at: {"timestamp": int(at.timestamp()), "timezone": "Europe/Moscow"}
            self.call(1, "booking.v1.booking.add", {"fields": {
                "name": title, "resourceIds": [self.number],
                "datePeriod": {"from": edge(start), "to": edge(end)}}})
            return
        fields = {
            "name": title, "from": start.strftime("%d.%m.%Y %H:%M:%S"),
            "to": end.strftime("%d.%m.%Y %H:%M:%S"),
            "timezone_from": "Europe/Moscow", "timezone_to": "Europe/Moscow"}
        if self.source == "location":
            fields.update(type="user", ownerId=2, location=f"calendar_{self.number}")
        else:
            fields.update(type="group", ownerId=self.number)
        self.call(2, "calendar.event.add", fields | {"auto_detect_section": "Y"})

    def rows(self):
        if self.source == "booking":
            found = self.call(1, "booking.v1.booking.list", {"filter": {"within": {
                "dateFrom": 1, "dateTo": 4_000_000_000}}})
            return found["booking"]
        kinds = {"group": ("group", self.number), "location": ("user", 2)}
        kind, owner = kinds[self.source]
        rows = self.call(1, "calendar.event.get", {"type": kind, "ownerId": owner})
        if self.source == "location":
            rows += self.call(1, "calendar.event.get", {"type": "user", "ownerId": 1})
        return rows

    def meeting(self):
        return next(row for row in self.rows() if TITLE in (row.get("NAME") or row.get("name") or ""))

    def marked(self):
        row = self.meeting()
        if self.source == "booking":
            return "confirmed" in (row.get("description") or "")
        return (row.get("COLOR") or "").lower() == CONFIRMED

    def shortened(self):
        row = self.meeting()
        if self.source == "booking":
            period = row["datePeriod"]
            length = period["to"]["timestamp"] - period["from"]["timestamp"]
        else:
            length = int(row["DT_LENGTH"])
        return length < 45 * 60 - 60

    def count(self):
        texts = [row.get("DESCRIPTION") or row.get("description") or "" for row in self.rows()]
        return sum("domovoy:" in text and "aurora" in text for text in texts)


def main():
    portal, source, number, action, *rest = sys.argv[1:]
    room = Room(portal, source, number)
    if action == "put":
        room.put(*rest)
    elif action == "count":
        print(room.count())
    elif not getattr(room, action)():
        sys.exit(1)


if __name__ == "__main__":
    main()
