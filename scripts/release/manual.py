#!/usr/bin/env python3
"""Writes a manual page out of what a program says of itself.

usage: PROGRAM --experimental-dump-help | manual.py SECTION VERSION > PAGE
"""

import json
import re
import sys


def escaped(text: str) -> str:
    """For roff: backslashes and hyphens are themselves, and no line begins with a control character."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def label(argument: dict) -> str:
    """An argument as it is typed."""
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names") or []]
    names.sort(key=len)
    value = argument.get("valueName") or ""
    if argument["kind"] == "positional":
        text = f"\\fI{escaped(value)}\\fR"
        return text if not argument.get("isOptional") else f"[{text}]"
    text = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
    return f"{text} \\fI{escaped(value)}\\fR" if argument["kind"] == "option" else text


def paragraphs(text: str) -> str:
    return "\n.PP\n".join(escaped(part) for part in text.strip().split("\n\n"))


def arguments(command: dict) -> list[str]:
    lines = []
    for argument in command.get("arguments") or []:
        if not argument.get("shouldDisplay", True):
            continue
        lines += [".TP", label(argument)]
        words = argument.get("abstract") or argument.get("discussion") or "\\&"
        default = argument.get("defaultValue")
        lines.append(escaped(words) + (f" (default: {escaped(default)})" if default else ""))
    return lines


def subcommands(command: dict, path: str) -> list[str]:
    lines = []
    for part in command.get("subcommands") or []:
        name = f"{path} {part['commandName']}"
        if part["commandName"] == "help":
            continue
        lines += [f'.SS "{escaped(name)}"', escaped(part.get("abstract") or "")]
        if part.get("discussion"):
            lines += [".PP", paragraphs(part["discussion"])]
        # Those that each command has are told once.
        part = part | {
            "arguments": [a for a in part.get("arguments") or [] if (a.get("valueName") or "") not in ("help", "version")]
        }
        lines += arguments(part) + subcommands(part, name)
    return lines


def main() -> None:
    if len(sys.argv) != 3 or not re.fullmatch(r"[18]", sys.argv[1]):
        sys.exit("usage: PROGRAM --experimental-dump-help | manual.py 1|8 VERSION")
    section, version = sys.argv[1:]
    command = json.load(sys.stdin)["command"]
    name = command["commandName"]
    command["subcommands"] = [part for part in command.get("subcommands") or [] if part["commandName"] != "help"]
    other = {"domovoy": "domovoyd (8)", "domovoyd": "domovoy (1)"}[name]
    lines = [
        f'.TH {name.upper()} {section} "" "domovoy {version}" "Domovoy"',
        ".SH NAME",
        f"{name} \\- {escaped(command['abstract'][0].lower() + command['abstract'][1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f"\\fB{name}\\fR " + ("\\fIcommand\\fR " if command.get("subcommands") else "") + "[\\fIoption\\fR...]",
        ".SH DESCRIPTION",
        paragraphs(command.get("discussion") or command["abstract"]),
        ".SH OPTIONS",
        *arguments(command),
    ]
    if command.get("subcommands"):
        lines += [".SH COMMANDS", *subcommands(command, name)]
    lines += [
        ".SH FILES",
        ".TP", "/etc/domovoy/panel.yaml", "The configuration; /usr/share/domovoy/examples has one for each board.",
        ".TP", "/var/lib/domovoy/panel.sqlite", "The journal: bookings, verdicts, edges, presses.",
        ".SH SEE ALSO",
        f".BR {other}",
        ".PP",
        "/usr/share/doc/domovoy has the handbook.",
    ]  # fmt: skip
    print("\n".join(lines))


main()
