#!/usr/bin/env python3
"""Compares what hardware/ says in several places, and reports every difference.

The tables of wiring.md, the overlay, the three example configurations, the picture
and the parts list each name the same lines or parts. This parses them all. Exit
status: 0 all agree, 1 something differs, 69 a tool is missing.
"""

import csv
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


# ---- facts about boards that nothing in this directory can be derived from ----

# BCM number -> pin of the 40-pin header.
HEADER_PIN = {
    0: 27, 1: 28, 2: 3, 3: 5, 4: 7, 5: 29, 6: 31, 7: 26, 8: 24, 9: 21, 10: 19, 11: 23,
    12: 32, 13: 33, 14: 8, 15: 10, 16: 36, 17: 11, 18: 12, 19: 35, 20: 38, 21: 40,
    22: 15, 23: 16, 24: 18, 25: 22, 26: 37, 27: 13,
}
PULLED_DOWN_AT_RESET = set(range(9, 28))
# Header pin -> port of an Orange Pi with the H3, for the pins that are ports.
ORANGE_PI_PORT = {
    3: "PA12", 5: "PA11", 7: "PA6", 8: "PA13", 10: "PA14", 11: "PA1", 12: "PD14", 13: "PA0",
    15: "PA3", 16: "PC4", 18: "PC7", 19: "PC0", 21: "PC1", 22: "PA2", 23: "PC2", 24: "PC3",
    26: "PA21", 27: "PA19", 28: "PA18", 29: "PA7", 31: "PA8", 32: "PG8", 33: "PA9",
    35: "PA10", 36: "PG9", 37: "PA20", 38: "PG6", 40: "PG7",
}
H3_PORTS_WITH_EDGES = {"PA", "PG", "PL"}
# Bank GPIO1 of a BeagleBone Black: line name -> offset, free pins only.
BEAGLEBONE_GPIO1 = {
    "P8_12": 12, "P8_11": 13, "P8_16": 14, "P8_15": 15, "P9_23": 17, "P9_14 [ehrpwm1a]": 18,
    "P9_12": 28, "P8_26": 29,
}
# Forward voltages are in the table; this is what U1 keeps for itself, and the supply.
SUPPLY_VOLTS, DRIVER_VOLTS = 5.0, 0.8

# ---- the configuration, as the design describes it -----------------------------

KEYS = {
    "": {"room", "gpio", "server", "clock", "policy", "web", "journal"},
    "room": {"id", "name", "time_zone", "show_titles"},
    "gpio": {"chip", "sensors", "button", "lamps"},
    "gpio.sensors[]": {"name", "kind", "line", "active", "bias", "debounce", "hold", "warm_up"},
    "gpio.button": {"line", "active", "bias", "debounce"},
    "gpio.lamps": {"availability", "booking", "palette", "combined"},
    "gpio.lamps.availability": {"red", "green", "blue", "orange"},
    "gpio.lamps.booking": {"red", "green", "blue", "orange"},
    "server": {"kind", "url", "user", "password_file", "poll"},
    "clock": {"trust"},
    "policy": {
        "late_after", "no_show_after", "on_no_show", "ad_hoc_length", "ad_hoc_step",
        "ad_hoc_max", "ad_hoc_min",
    },
    "web": {"listen", "names"},
    "journal": {"path", "retention_days"},
}
ALLOWED = {
    "kind": {"motion", "presence"}, "active": {"high", "low"}, "server.kind": {"caldav"},
    "bias": {"pull-up", "pull-down", "disabled"}, "on_no_show": {"soft", "end", "mark"},
    "trust": {"auto", "always"}, "palette": {"standard", "blue_orange"}, "combined": {True, False},
}
DURATIONS = {
    "debounce", "hold", "warm_up", "poll", "late_after", "no_show_after", "ad_hoc_length",
    "ad_hoc_step", "ad_hoc_max", "ad_hoc_min",
}


def check_keys(where, node, path):
    """Every key is one of the design's, every value of the right form."""
    for key, value in node.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in KEYS[path]:
            fault(where, f"{here}: no such key; allowed: {', '.join(sorted(KEYS[path]))}")
        elif key == "sensors":
            for sensor in value:
                check_keys(where, sensor, "gpio.sensors[]")
        elif isinstance(value, dict):
            check_keys(where, value, here)
        elif key in DURATIONS and not re.fullmatch(r"\d+(ms|s|m|h)", str(value)):
            fault(where, f"{here}: {value!r} is no duration such as 30ms, 5s, 10m, 4h")
        else:
            allowed = ALLOWED.get(here, ALLOWED.get(key))
            if allowed and here != "server.kind" and value not in allowed:
                fault(where, f"{here}: {value!r}; allowed: {', '.join(sorted(allowed))}")


def lines_of(gpio):
    """Key path -> the mapping or bare line found there, for every line of `gpio`."""
    found = {f"sensors.{s['name']}": s for s in gpio.get("sensors", [])}
    if "button" in gpio:
        found["button"] = gpio["button"]
    for lamp in ("availability", "booking"):
        for colour, line in gpio.get("lamps", {}).get(lamp, {}).items():
            found[f"lamps.{lamp}.{colour}"] = {"line": line}
    return found


# ---- reading ---------------------------------------------------------------------


def tables(text):
    """All Markdown tables as lists of dictionaries, without backticks."""
    for block in re.findall(r"(?:^\|.*\n)+", text.replace("`", ""), flags=re.M):
        rows = [[c.strip() for c in r.strip().strip("|").split("|")] for r in block.splitlines()]
        yield [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def load(yaml, path):
    """A YAML file, with a doubled key reported instead of silently overwritten."""

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        keys = [loader.construct_object(k) for k, _ in node.value]
        for key in {k for k in keys if keys.count(k) > 1}:
            fault(path.name, f"key {key} twice")
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    return yaml.load(path.read_text(), Strict)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


# ---- the checks ------------------------------------------------------------------


def check_header_table(rows):
    offsets = [int(r["offset"]) for r in rows]
    if len(set(offsets)) != len(rows) or len({r["name"] for r in rows}) != len(rows):
        fault("wiring.md", "a name or an offset occurs twice in the Raspberry Pi table")
    for row in rows:
        offset, name = int(row["offset"]), row["name"]
        if HEADER_PIN.get(offset) != int(row["pin"]):
            fault("wiring.md", f"{name}: line {offset} is on pin {HEADER_PIN.get(offset)}")
        down = offset in PULLED_DOWN_AT_RESET
        if row["direction"] == "output" and not down:
            fault("wiring.md", f"{name}: line {offset} is pulled up at reset: a lamp would glow")
        at_reset = row["from power-on until the panel runs"]
        said = re.search(r"chip (?:and \S+ )?pulls? (up|down)", at_reset)
        if not said or (said[1] == "down") != down:
            fault("wiring.md", f"{name}: says {at_reset!r}, but the chip pulls "
                               f"{'down' if down else 'up'}")


def check_overlay(rows, source):
    """Compiles the overlay, lays it over a stand-in for the board's tree, reads the names back."""
    with tempfile.TemporaryDirectory() as folder:
        overlay, base, merged = (f"{folder}/{n}" for n in ("o.dtbo", "b.dtb", "m.dtb"))
        built = run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", overlay, str(source))
        if built.returncode or built.stderr:
            fault(source.name, f"dtc: {built.stderr.strip() or built.returncode}")
            return
        standard = ["ID_SDA", "ID_SCL"] + [f"GPIO{n}" for n in range(2, 28)]
        names = ", ".join(f'"{n}"' for n in standard + ["ON_BOARD"] * 30)
        tree = f"/dts-v1/; / {{ gpio: gpio {{ gpio-line-names = {names}; }}; }};"
        run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", base, "-", input=tree, check=True)
        laid = run("fdtoverlay", "-i", base, "-o", merged, overlay)
        if laid.returncode:
            fault(source.name, f"fdtoverlay: {laid.stderr.strip()}")
            return
        got = run("fdtget", "-t", "s", merged, "/gpio", "gpio-line-names").stdout.split()
    want = list(standard)
    for row in rows:
        want[int(row["offset"])] = row["name"]
    if len(got) != 28:
        fault(source.name, f"{len(got)} names instead of 28")
    for offset, (have, expected) in enumerate(zip(got, want)):
        if have != expected:
            fault(source.name, f"line {offset} is {have}, wiring.md has {expected}")


def check_example(yaml, name, expected, rows):
    """One example: the design's keys only, and exactly the table's lines."""
    config = load(yaml, HERE / "examples" / name)
    check_keys(name, config, "")
    missing = KEYS[""] - config.keys()
    if missing:
        fault(name, f"missing: {', '.join(sorted(missing))}")
    found = lines_of(config["gpio"])
    if found.keys() != expected.keys():
        fault(name, f"lines {sorted(found)} instead of {sorted(expected)}")
    for key in found.keys() & expected.keys():
        if found[key]["line"] != expected[key]:
            fault(name, f"{key}: line {found[key]['line']}, wiring.md has {expected[key]}")
        for setting in ("bias", "active"):
            if setting in found[key] and found[key][setting] != rows[key][setting]:
                fault(name, f"{key}.{setting}: {found[key][setting]}, "
                            f"wiring.md has {rows[key][setting]}")


def check_orange_pi(rows, header):
    for row in rows:
        name, port = row["name"], row["port"]
        offset = 32 * (ord(port[1]) - ord("A")) + int(port[2:])
        if int(row["offset"]) != offset:
            fault("wiring.md", f"{name}: {port} is offset {offset}, not {row['offset']}")
        if ORANGE_PI_PORT.get(int(row["pin"])) != port:
            fault("wiring.md", f"{name}: {port} is not on pin {row['pin']} of an Orange Pi")
        if row["pin"] != header.get(name, {}).get("pin"):
            fault("wiring.md", f"{name}: pin {row['pin']} differs from the Raspberry Pi's")
        if header.get(name, {}).get("direction") == "input" and port[:2] not in H3_PORTS_WITH_EDGES:
            fault("wiring.md", f"{name}: {port[:2]} reports no edges on an H3")


def check_beaglebone(rows):
    for row in rows:
        if BEAGLEBONE_GPIO1.get(row["line"]) != int(row["offset"]):
            fault("wiring.md", f"{row['name']}: {row['line']} is not line {row['offset']} of GPIO1")
        if row["line"].split()[0].replace("_", ".") != row["pin"]:
            fault("wiring.md", f"{row['name']}: line {row['line']} on pin {row['pin']}")


def check_variants(yaml, text, header):
    """The fragments of wiring.md use the lines of its own table, in their colours."""
    fragments = re.findall(r"```yaml\n(.*?)```", text, flags=re.S)
    if len(fragments) != 3:
        fault("wiring.md", f"{len(fragments)} yaml fragments instead of 3")
    for fragment in fragments:
        gpio = yaml.safe_load(fragment)
        check_keys("wiring.md", gpio["lamps"], "gpio.lamps")
        for key, value in lines_of(gpio).items():
            name = "domovoy-" + key.removeprefix("lamps.").replace(".", "-")
            if name == "domovoy-availability-orange":  # that LED takes the red one's place
                name = "domovoy-availability-red"
            if header.get(name, {}).get("offset") != str(value["line"]):
                fault("wiring.md", f"fragment: {key} on line {value['line']}, table has "
                                   f"{header.get(name, {}).get('offset')}")


def check_resistors(rows):
    for row in rows:
        volts, ohms, amps = (float(row[c].split()[0])
                             for c in ("forward voltage", "resistor", "current"))
        current = 1000 * (SUPPLY_VOLTS - DRIVER_VOLTS - volts) / ohms
        if abs(current - amps) > 0.05:
            fault("wiring.md", f"LED {row['LED']}: {current:.1f} mA, not {amps} mA")


def expand(reference):
    """R1-R3 -> {R1, R2, R3}."""
    ends = re.fullmatch(r"([A-Z]+)(\d+)(?:-\1(\d+))?", reference)
    if not ends:
        return set()
    last = int(ends[3] or ends[2])
    return {f"{ends[1]}{n}" for n in range(int(ends[2]), last + 1)}


def check_parts(picture, text):
    """The parts list is well formed and has every part that picture and text name."""
    columns = ["reference", "quantity", "part", "value", "package or remark", "purpose"]
    with open(HERE / "bom.csv", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != columns:
            fault("bom.csv", f"columns {reader.fieldnames} instead of {columns}")
            return
        rows = list(reader)
    listed, values = set(), {}
    for number, row in enumerate(rows, start=2):
        where = f"bom.csv line {number}"
        if None in row or None in row.values():
            fault(where, f"not {len(columns)} cells")
            continue
        for column in columns[:4] + columns[5:]:
            if not row[column].strip():
                fault(where, f"no {column}")
        parts = expand(row["reference"])
        if str(len(parts)) != row["quantity"]:
            fault(where, f"{row['reference']} are {len(parts)}, quantity is {row['quantity']}")
        if parts & listed:
            fault(where, f"{', '.join(sorted(parts & listed))} listed twice")
        listed |= parts
        values |= dict.fromkeys(parts, row["value"].replace("Ohm", "Ω"))
    parts_named = r"(?<![A-Za-z0-9_.])(?:RN|[RCDFUJSB])\d{1,2}(?![0-9A-Za-z_.])"
    drawn = set(re.findall(parts_named, picture))
    named = set(re.findall(parts_named, text)) | drawn
    for part in sorted(named - listed):
        fault("bom.csv", f"{part} is in the picture or in wiring.md but not listed")
    for part, value in re.findall(r'"(R\d+) ([\d.]+ k?Ω)"', picture):
        if not values.get(part, "").startswith(value):
            fault("bom.csv", f"{part} is {values.get(part)}, drawn as {value}")
    for part in sorted(p for p in listed - drawn if p[0] in "RCFUJ"):
        fault("wiring.pic", f"{part} is listed but not drawn")


def shapes(svg):
    """The drawing without what two releases of dpic may write differently."""
    def rounded(value):
        return re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.1f}", " ".join(value.split()))

    return [(element.tag.split("}")[-1], sorted((k, rounded(v)) for k, v in element.items()),
             (element.text or "").strip()) for element in ElementTree.fromstring(svg).iter()]


def check_picture():
    """wiring.svg is what wiring.pic draws; with another release of dpic only its words count."""
    drawn = run("dpic", "-v", str(HERE / "wiring.pic"))
    if drawn.returncode or drawn.stderr:
        fault("wiring.pic", f"dpic: {drawn.stderr.strip() or drawn.returncode}")
        return
    kept = (HERE / "wiring.svg").read_text()
    release = re.compile(r"dpic version (\S+)")
    old, new = shapes(kept), shapes(drawn.stdout)
    if release.search(kept)[1] != release.search(drawn.stdout)[1]:
        old, new = ([s[2] for s in shapes if s[2]] for shapes in (old, new))
    if old != new:
        fault("wiring.svg", "older than wiring.pic: run make")


def main():
    needed = {"dpic": "dpic", "dtc": "device-tree-compiler", "fdtoverlay": "device-tree-compiler"}
    missing = {package for tool, package in needed.items() if not shutil.which(tool)}
    try:
        import yaml
    except ImportError:
        missing.add("python3-yaml")
    if missing:
        print(f"check: install the Debian packages {' '.join(sorted(missing))}", file=sys.stderr)
        return 69

    text = (HERE / "wiring.md").read_text()
    every = list(tables(text))

    def table(*columns):
        return next(t for t in every if set(columns) <= t[0].keys())

    header_rows, orange_rows = table("direction"), table("port")
    bone_rows, led_rows = table("name", "line"), table("forward voltage")
    header = {r["name"]: r for r in header_rows}
    wired = {r["key in gpio"]: r for r in header_rows if r["key in gpio"] != "optional"}

    check_header_table(header_rows)
    check_overlay(header_rows, HERE / "overlays" / "domovoy-panel-overlay.dts")
    check_orange_pi(orange_rows, header)
    check_beaglebone(bone_rows)
    check_resistors(led_rows)
    check_variants(yaml, text, header)
    check_parts((HERE / "wiring.pic").read_text(), text)
    check_picture()

    def expected(rows, column, number=True):
        by_name = {r["name"]: (int(r[column]) if number else r[column]) for r in rows}
        return {k: by_name.get(r["name"]) for k, r in wired.items()}

    check_example(yaml, "raspberry-pi.yaml", expected(header_rows, "offset"), wired)
    check_example(yaml, "orange-pi.yaml", expected(orange_rows, "offset"), wired)
    check_example(yaml, "beaglebone.yaml", expected(bone_rows, "line", number=False), wired)

    for line in faults:
        print(line, file=sys.stderr)
    if not faults:
        print(f"hardware: {len(header_rows)} lines, 3 examples, overlay, picture and parts agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
