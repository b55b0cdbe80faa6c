#!/usr/bin/env python3
"""Writes manual pages out of what a program says of itself: one of its own, and one for each of its commands.

usage: PROGRAM --experimental-dump-help | manual.py SECTION VERSION FOLDER

`man domovoy` shows the first, `man domovoy why` the page of a command.
"""

import json
import pathlib
import re
import sys

SYNTAX = "usage: PROGRAM --experimental-dump-help | manual.py 1|8 VERSION FOLDER"
ENVIRONMENT = [
    ("COLUMNS", "How wide tables are where the output is no terminal; 60 columns without it."),
    ("NO_COLOR", "If it is set to anything, words are not tinted on a terminal either."),
    ("LC_ALL, LC_MESSAGES, LANG", "The language of why and commission: the first of them that is set; Russian or English."),
]
FILES = [
    ("/etc/domovoy/panel.yaml", "The configuration; /usr/share/domovoy/examples has one for each board."),
    ("/var/lib/domovoy/panel.sqlite", "The journal: bookings, verdicts, edges, presence, presses, writes, messages, notes, and the seals of log verify."),
    ("/etc/domovoy/desk", "A usual place for the hash of the desk's password: desk.password_file."),
]


def escaped(text: str) -> str:
    """For roff: backslashes and hyphens are themselves, and no line begins with a control character."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def paragraphs(text: str) -> str:
    return "\n.PP\n".join(escaped(part) for part in text.strip().split("\n\n"))


def shown(command: dict) -> list[dict]:
    """What a command takes; help and the version, which all have, are told once."""
    return [
        argument
        for argument in command.get("arguments") or []
        if argument.get("shouldDisplay", True) and (argument.get("valueName") or "") not in ("help", "version")
    ]


def parts(command: dict) -> list[dict]:
    return [
        part
        for part in command.get("subcommands") or []
        if part["commandName"] != "help" and part.get("shouldDisplay", True)
    ]


def label(argument: dict) -> str:
    """An argument as it is typed."""
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names") or []]
    names.sort(key=len)
    value = f"\\fI{escaped(argument.get('valueName') or '')}\\fR"
    if argument["kind"] == "positional":
        return value
    text = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
    return f"{text} {value}" if argument["kind"] == "option" else text


def usage(command: dict, path: str) -> str:
    """One line of a synopsis."""
    words = [f"\\fB{escaped(path)}\\fR"]
    for argument in shown(command):
        word = label(argument).split(", ")[-1] + ("..." if argument.get("isRepeating") else "")
        words.append(f"[{word}]" if argument.get("isOptional") else word)
    if parts(command):
        words.append("\\fIcommand\\fR")
    return " ".join(words)


def arguments(command: dict, choice) -> list[str]:
    lines = []
    for argument in choice(command):
        lines += [".TP", label(argument)]
        words = argument.get("abstract") or argument.get("discussion") or ""
        values = argument.get("allValues") or []
        if any(value not in words for value in values):
            words = f"{words} One of: {', '.join(values)}."
        default = argument.get("defaultValue")
        lines.append(escaped(words + (f" (default: {default})" if default else "")) or "\\&")
    return lines


def head(name: str, section: str, version: str, abstract: str) -> list[str]:
    first = abstract[:1].lower() + abstract[1:].rstrip(".")
    return [
        f'.TH {escaped(name.upper())} {section} "" "domovoy {version}" "Domovoy"',
        ".SH NAME",
        f"{escaped(name)} \\- {escaped(first)}",
    ]


def listed(title: str, rows: list[tuple[str, str]]) -> list[str]:
    return [f".SH {title}"] + [line for name, text in rows for line in (".TP", escaped(name), escaped(text))]


def see_also(*pages: str) -> list[str]:
    return [".SH SEE ALSO", ", ".join(f"\\fB{escaped(page)}\\fR" for page in pages) + "."] + [
        ".PP",
        "/usr/share/doc/domovoy has the handbook.",
    ]


def program_page(command: dict, section: str, version: str) -> list[str]:
    name = command["commandName"]
    other = {"domovoy": "domovoyd(8)", "domovoyd": "domovoy(1)"}[name]
    lines = head(name, section, version, command["abstract"])
    lines += [".SH SYNOPSIS", usage(command, name), ".SH DESCRIPTION"]
    lines += [paragraphs(command.get("discussion") or command["abstract"]), ".SH OPTIONS"]
    lines += arguments(command, lambda it: [a for a in it.get("arguments") or [] if a.get("shouldDisplay", True)])
    if parts(command):
        pages = [(f"{name}-{part['commandName']}({section})", part.get("abstract") or "") for part in parts(command)]
        lines += listed("COMMANDS", pages) + listed("ENVIRONMENT", ENVIRONMENT)
    return lines + listed("FILES", FILES) + see_also(other)


def command_page(command: dict, path: str, section: str, version: str) -> list[str]:
    lines = head(path.replace(" ", "-"), section, version, command.get("abstract") or "")
    leaves = parts(command)
    lines.append(".SH SYNOPSIS")
    for part in leaves or [command]:
        lines += [usage(part, f"{path} {part['commandName']}" if leaves else path), ".br"]
    lines += [".SH DESCRIPTION", paragraphs(command.get("discussion") or command.get("abstract") or "")]
    if shown(command):
        lines += [".SH OPTIONS", *arguments(command, shown)]
    if leaves:
        lines.append(".SH COMMANDS")
    for part in leaves:
        lines += [f'.SS "{escaped(path + " " + part["commandName"])}"', escaped(part.get("abstract") or "")]
        lines += [".PP", paragraphs(part["discussion"])] if part.get("discussion") else []
        lines += arguments(part, shown)
    return lines + see_also(f"{path.split(' ')[0]}({section})")


def main() -> None:
    if len(sys.argv) != 4 or not re.fullmatch(r"[18]", sys.argv[1]):
        sys.exit(SYNTAX)
    section, version, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    command = json.load(sys.stdin)["command"]
    name = command["commandName"]
    pages = {name: program_page(command, section, version)}
    for part in parts(command):
        path = f"{name} {part['commandName']}"
        pages[path.replace(" ", "-")] = command_page(part, path, section, version)
    for page, lines in pages.items():
        (folder / f"{page}.{section}").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
