#!/usr/bin/env python3
"""Compares what hardware/ says in several places, and reports every difference.

The tables of wiring.md, the overlays, the three example configurations, the pictures
and the parts list each name the same lines, wires or parts. This parses them all, computes
the figures of wiring.md and placement.md again from the parts list, and follows the wires
of the picture. Exit status: 0 all agree, 1 something differs, 69 a tool is missing.
"""

import contextlib
import csv
import math
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
# Header pin -> port of an Orange Pi Zero 2W, for the pins that are ports.
ORANGE_PI_PORT = {
    3: "PI8", 5: "PI7", 7: "PI13", 8: "PH0", 10: "PH1", 11: "PH2", 12: "PI1", 13: "PH3",
    15: "PI5", 16: "PI14", 18: "PH4", 19: "PH7", 21: "PH8", 22: "PI6", 23: "PH6", 24: "PH5",
    26: "PH9", 27: "PI10", 28: "PI9", 29: "PI0", 31: "PI15", 32: "PI11", 33: "PI12",
    35: "PI2", 36: "PC12", 37: "PI16", 38: "PI4", 40: "PI3",
}
H618_PORTS_WITH_EDGES = {"PA", "PC", "PD", "PE", "PF", "PG", "PH", "PI"}
# Pin of a BeaglePlay's mikroBUS socket -> line of GPIO1. MISO and MOSI are left out, since
# sources differ in which is which, SCL and SDA because the board may pull them up.
MIKROBUS_GPIO1 = {
    "INT": 9, "AN": 10, "PWM": 11, "RST": 12, "CS": 13, "SCK": 14, "RX": 24, "TX": 25,
}
# What the kernel drives high there where the overlay is not loaded: a lamp would glow.
MIKROBUS_HIGH_BY_DEFAULT = {"CS", "TX"}
# Pad settings of an AM62: mode 7, input, Schmitt trigger, and the pull.
PAD_VALUE = {"down": 0x44007, "none": 0x54007, "up": 0x64007}
# Forward voltages are in the table; this is what U1 keeps for itself, and the supply.
SUPPLY_VOLTS, DRIVER_VOLTS = 5.0, 0.8

# ---- figures of data sheets; wiring.md names the sheets -------------------------

# Panasonic EKMC: what its output may give, what it takes, and down to which supply.
EKMC_OUTPUT_MICROAMPERES, EKMC_SUPPLY_MICROAMPERES = 100, 300
EKMC_OUTPUT_DROP_VOLTS, EKMC_LEAST_SUPPLY_VOLTS = 0.5, 3.0
# Raspberry Pi 4: levels of an input, its strongest pull, its leakage when hot.
LOGIC_VOLTS, LOGIC_TOLERANCE = 3.3, 0.05
HIGH_FROM_VOLTS, LOW_UP_TO_VOLTS = 2.0, 0.8
CHIP_PULL_OHMS, LEAKAGE_MICROAMPERES = 33e3, 10
# Above this an input passes current into its supply.
CLAMP_VOLTS = LOGIC_VOLTS + 0.3
# The largest resistor that was found in series with the output of a cheap sensor.
CLONE_OHMS = 20e3
# Colours of DIN 47100, in its order; a cable of few cores has the first of them.
CORES = ["white", "brown", "green", "yellow", "grey", "pink", "blue", "red"]
COPPER_OHM_MM2_PER_M, CABLE_METRES = 0.0175, 10
# A lamp is looked at from there, and has to stand out from a white wall in good light.
VIEW_METRES, VIEW_DEGREES, WALL_LUX, WALL_REFLECTS, LUMINANCE_RATIO = 10, 75, 500, 0.8, 3
LAMP_MILLIMETRES = 10
# The parts list's column of cost says how much it is worth.
COST = "EUR each; rough; November 2026"
# What a 5 V pin may give, in mA; None where the maker gives no figure.
PIN_MILLIAMPERES = {
    "raspberry-pi.yaml": {"4": None}, "orange-pi.yaml": {"4": None},
    "beagleplay.yaml": {"5V": None},
}

# ---- the configuration, as docs/configuration.md describes it -------------------

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
    """Every key is one of the configuration's, every value of the right form."""
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


@contextlib.contextmanager
def merged_tree(source, base):
    """The file of `base` with the overlay laid over it, or nothing after a fault."""
    with tempfile.TemporaryDirectory() as folder:
        overlay, lower, merged = (f"{folder}/{n}" for n in ("o.dtbo", "b.dtb", "m.dtb"))
        built = run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", overlay, str(source))
        if built.returncode or built.stderr:
            fault(source.name, f"dtc: {built.stderr.strip() or built.returncode}")
            yield None
            return
        run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", lower, "-", input=base, check=True)
        laid = run("fdtoverlay", "-i", lower, "-o", merged, overlay)
        if laid.returncode:
            fault(source.name, f"fdtoverlay: {laid.stderr.strip()}")
            yield None
            return
        yield merged


def check_overlay(rows, source):
    """Compiles the overlay, lays it over a stand-in for the board's tree, reads the names back."""
    standard = ["ID_SDA", "ID_SCL"] + [f"GPIO{n}" for n in range(2, 28)]
    names = ", ".join(f'"{n}"' for n in standard + ["ON_BOARD"] * 30)
    tree = f"/dts-v1/; / {{ gpio: gpio {{ gpio-line-names = {names}; }}; }};"
    with merged_tree(source, tree) as merged:
        if not merged:
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
    """One example: keys of the configuration only, and exactly the table's lines."""
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
    check_sensors(name, config["gpio"]["sensors"])


def check_sensors(name, sensors):
    """A sensor line has an external pull-down, and its sensor cannot feed a second one."""
    for sensor in sensors:
        here = f"sensors.{sensor['name']}"
        bias = sensor.get("bias", "pull-down (the default)")
        if bias != "disabled":
            fault(name, f"{here}.bias: {bias}; the chip's pull must be off (disabled)")
        if sensor["kind"] == "motion" and sensor.get("warm_up") != "30s":
            fault(name, f"{here}.warm_up: {sensor.get('warm_up')}; an EKMC takes 30s")


def check_optional_sensors(yaml, name, expected):
    """Sensors that an example has as comments, and the part that each sensor's comment names."""
    text = (HERE / "examples" / name).read_text()
    block = re.search(r"^  sensors:\n(.*?)^  \w", text, flags=re.S | re.M)[1]
    if "Panasonic EKMC" not in re.search(r"- name: pir.*", block)[0]:
        fault(name, "sensors.pir: its comment does not name the Panasonic EKMC")
    commented = re.findall(r"^    # ((?:- |  )\w+: .*)", block, flags=re.M)
    sensors = yaml.safe_load("\n".join(commented)) or []
    check_sensors(name, sensors)
    for sensor in sensors:
        check_keys(name, sensor, "gpio.sensors[]")
        if sensor["line"] != expected.get(f"domovoy-{sensor['name']}"):
            fault(name, f"sensors.{sensor['name']}: line {sensor['line']}, wiring.md has "
                        f"{expected.get('domovoy-' + sensor['name'])}")


def check_orange_pi(rows, header):
    if {r["name"] for r in rows} != header.keys():
        fault("wiring.md", "the Orange Pi's table has other lines than the Raspberry Pi's")
    for row in rows:
        name, port = row["name"], row["port"]
        offset = 32 * (ord(port[1]) - ord("A")) + int(port[2:])
        if int(row["offset"]) != offset:
            fault("wiring.md", f"{name}: {port} is offset {offset}, not {row['offset']}")
        if ORANGE_PI_PORT.get(int(row["pin"])) != port:
            fault("wiring.md", f"{name}: {port} is not on pin {row['pin']} of an Orange Pi Zero 2W")
        if row["pin"] != header.get(name, {}).get("pin"):
            fault("wiring.md", f"{name}: pin {row['pin']} differs from the Raspberry Pi's")
        if (header.get(name, {}).get("direction") == "input"
                and port[:2] not in H618_PORTS_WITH_EDGES):
            fault("wiring.md", f"{name}: {port[:2]} reports no edges on an H618")


def check_beagleplay(rows, header, source):
    """The socket's table, and the overlay's pads and names, read back from a compiled tree."""
    if len({r["offset"] for r in rows}) != len(rows):
        fault("wiring.md", "an offset occurs twice in the BeaglePlay's table")
    for row in rows:
        name, pin, offset = row["name"], row["pin"], int(row["offset"])
        wired = header.get(name, {"direction": "", "bias": ""})
        if MIKROBUS_GPIO1.get(pin) != offset:
            fault("wiring.md", f"{name}: pin {pin} of the mikroBUS socket is line "
                               f"{MIKROBUS_GPIO1.get(pin)} of GPIO1, not {offset}")
        if int(row["pad"], 16) != 4 * (94 + offset):
            fault("wiring.md", f"{name}: the pad of line {offset} is {4 * (94 + offset):#x}, "
                               f"not {row['pad']}")
        if wired["direction"] == "output" and pin in MIKROBUS_HIGH_BY_DEFAULT:
            fault("wiring.md", f"{name}: {pin} is high without the overlay: a lamp would glow")
        pull = {"none": "down", "disabled": "none", "pull-up": "up"}.get(wired["bias"])
        if row["pull"] != pull:
            fault("wiring.md", f"{name}: pull {row['pull']} instead of {pull}")
    labels = ("main_pmx0", "main_spi2", "main_uart5", "main_gpio1")
    base = "/dts-v1/; / {" + "".join(f" {label}: {label} {{ }};" for label in labels) + " };"
    with merged_tree(source, base) as file:
        if not file:
            return

        def get(kind, *where):
            return run("fdtget", "-t", kind, file, *where).stdout.rstrip("\n")

        cells = [int(c, 16) for c in
                 get("x", "/main_pmx0/domovoy-pins", "pinctrl-single,pins").split()]
        pads = dict(zip(cells[::2], cells[1::2]))
        want = {int(r["pad"], 16): PAD_VALUE.get(r["pull"]) for r in rows}
        for pad in sorted(pads.keys() | want.keys()):
            have, expected = (f"{v:#x}" if v is not None else "nothing"
                              for v in (pads.get(pad), want.get(pad)))
            if have != expected:
                fault(source.name, f"pad {pad:#x} is set to {have}, by wiring.md {expected}")
        for label in ("main_spi2", "main_uart5"):
            if get("s", f"/{label}", "status") != "disabled":
                fault(source.name, f"{label} is not disabled, and has pins of the socket")
        # fdtget parts strings by blanks: of the bytes the empty names can be counted.
        raw = bytes(int(b, 16) for b in get("bx", "/main_gpio1", "gpio-line-names").split())
        names = raw.decode().split("\0")[:-1]
    if len(names) != 52:
        fault(source.name, f"{len(names)} names instead of 52")
    for offset, name in enumerate(names):
        expected = next((r["name"] for r in rows if int(r["offset"]) == offset), None)
        if name != (expected or name) or (name.startswith("domovoy-") and not expected):
            fault(source.name, f"line {offset} is {name}, wiring.md has {expected}")


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


def check_cost(parts, text):
    """The cost of one panel without its optional parts, to the next 10 EUR."""
    total = sum(float(row[COST]) for row in parts.values()
                if "optional" not in row["package or remark"])
    if f"about {round(total, -1):.0f} EUR" not in text:
        fault("wiring.md", f"one panel costs {total:.0f} EUR by the parts list")


def expand(reference):
    """R1-R3 -> {R1, R2, R3}."""
    ends = re.fullmatch(r"([A-Z]+)(\d+)(?:-\1(\d+))?", reference)
    if not ends:
        return set()
    last = int(ends[3] or ends[2])
    return {f"{ends[1]}{n}" for n in range(int(ends[2]), last + 1)}


def read_parts():
    """The parts list: reference -> row, one for each part; also checks its form."""
    columns = ["reference", "quantity", "part", "value", "package or remark", "purpose", "maker",
               "maker's number", "alternate", COST]
    parts = {}
    with open(HERE / "bom.csv", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != columns:
            fault("bom.csv", f"columns {reader.fieldnames} instead of {columns}")
            return parts
        rows = list(reader)
    for number, row in enumerate(rows, start=2):
        where = f"bom.csv line {number}"
        if None in row or None in row.values():
            fault(where, f"not {len(columns)} cells")
            continue
        for column in columns:
            if not row[column].strip() and column != "package or remark":
                fault(where, f"no {column}")
        if " ".join((row["maker"], row["maker's number"])) == row["alternate"]:
            fault(where, f"{row['reference']}: the alternate is the part itself")
        if not re.fullmatch(r"\d+(\.\d\d)?", row[COST]):
            fault(where, f"{row['reference']}: {row[COST]!r} is no cost such as 0.20 or 12")
        named = expand(row["reference"])
        if str(len(named)) != row["quantity"]:
            fault(where, f"{row['reference']} are {len(named)}, quantity is {row['quantity']}")
        if named & parts.keys():
            fault(where, f"{', '.join(sorted(named & parts.keys()))} listed twice")
        parts |= dict.fromkeys(named, row)
    return parts


def check_parts(parts, picture, text):
    """The parts list has every part that picture and text name, with the value drawn."""
    parts_named = r"(?<![A-Za-z0-9_.])(?:RN|[RCDFUJSB])\d{1,2}(?![0-9A-Za-z_.])"
    drawn = set(re.findall(parts_named, picture))
    named = set(re.findall(parts_named, text)) | drawn
    for part in sorted(named - parts.keys()):
        fault("bom.csv", f"{part} is in the picture or in wiring.md but not listed")
    for part, value in re.findall(r'"([RC]\d+) ([\d.]+ (?:k?Ω|[nµ]F))', picture):
        listed = parts.get(part, {}).get("value", "").replace("Ohm", "Ω").replace("uF", "µF")
        if not listed.startswith(value):
            fault("bom.csv", f"{part} is {listed}, drawn as {value}")
    for part in sorted(p for p in parts.keys() - drawn if p[0] in "RCFUJ" or
                       parts[p]["part"] == "TVS diode"):
        fault("wiring.pic", f"{part} is listed but not drawn")


def ohms(parts, reference):
    """The resistance of a part of the list."""
    number, unit = parts[reference]["value"].split()[:2]
    return float(number) * {"Ohm": 1, "kOhm": 1e3}[unit]


def farads(parts, reference):
    number, unit = parts[reference]["value"].split()[:2]
    return float(number) * {"nF": 1e-9, "uF": 1e-6}[unit]


def parallel(*values):
    return 1 / sum(1 / v for v in values)


def check_sensor_figures(rows, parts, text):
    """The figures of a sensor line, from the parts that it has; R10 and R11 are as R8 and R9."""
    r8, r9, r14 = (ohms(parts, r) for r in ("R8", "R9", "R14"))
    for motion, radar in (("R8", "R10"), ("R9", "R11"), ("C3", "C4")):
        if parts[motion]["value"] != parts[radar]["value"]:
            fault("bom.csv", f"{motion} and {radar} differ: a sensor line is a sensor line")
    load = 1e6 * LOGIC_VOLTS / (r8 + r9)
    pulled = parallel(r9, CHIP_PULL_OHMS)
    drop = r14 * (EKMC_SUPPLY_MICROAMPERES + load) / 1e6
    supply = LOGIC_VOLTS * (1 - LOGIC_TOLERANCE) - drop - 0.001
    share = r9 / (r8 + r9)
    active = (supply - EKMC_OUTPUT_DROP_VOLTS) * share
    clone = LOGIC_VOLTS * r9 / (CLONE_OHMS + r8 + r9)
    quiet = LEAKAGE_MICROAMPERES * r9 / 1e6
    pushed = 1e6 * ((SUPPLY_VOLTS - CLAMP_VOLTS) / r8 - CLAMP_VOLTS / r9)
    rise, fall = (1e3 * farads(parts, "C3") * r for r in (parallel(r8, r9), r9))
    want = [
        f"{EKMC_OUTPUT_MICROAMPERES} µA", f"{load:.0f} µA",
        f"{1e6 * LOGIC_VOLTS / (r8 + pulled):.0f} µA", f"{active:.2f} V", f"{clone:.2f} V",
        f"{LOGIC_VOLTS * pulled / (CLONE_OHMS + r8 + pulled):.2f} V", f"{quiet:.2f} V",
        f"{pushed:.0f} µA", f"{rise:.1f} ms and {fall:.1f} ms",
    ]
    if len(rows) != len(want):
        fault("wiring.md", f"{len(rows)} figures of a sensor line instead of {len(want)}")
    for row, figure in zip(rows, want):
        if row["value"] != figure:
            fault("wiring.md", f"{row['figure']}: {row['value']}, computed {figure}")
    if load > EKMC_OUTPUT_MICROAMPERES:
        fault("bom.csv", f"R8 and R9 take {load:.0f} µA from an EKMC, which gives "
                         f"{EKMC_OUTPUT_MICROAMPERES} µA")
    leaking = LEAKAGE_MICROAMPERES * parallel(r8, r9) / 1e6
    for what, volts in (("an EKMC", active - leaking), ("an HC-SR501 clone", clone)):
        if volts < HIGH_FROM_VOLTS:
            fault("bom.csv", f"R8 and R9 leave {volts:.2f} V of the level of {what}")
    if quiet > LOW_UP_TO_VOLTS:
        fault("bom.csv", f"R9 leaves a quiet line at {quiet:.2f} V")
    if supply < EKMC_LEAST_SUPPLY_VOLTS:
        fault("bom.csv", f"R14 leaves an EKMC {supply:.2f} V")
    prose = " ".join(text.split())
    for figure in (f"slower than {1 / (2 * math.pi * r14 * farads(parts, 'C5')):.0f} Hz",
                   f"R14 takes {1e3 * drop:.0f} mV", f"less 5 % {supply:.2f} V are left",
                   f"up to {(LOGIC_VOLTS / HIGH_FROM_VOLTS * r9 - r8 - r9) / 1e3:.0f} kΩ still",
                   f"{1e3 * LOGIC_VOLTS / r14:.0f} mA flow"):
        if figure not in prose:
            fault("wiring.md", f"does not say, as computed: {figure}")


def check_protection(rows, header, parts, picture):
    """Every input has its diode, resistor and capacitor, those of the button in kind."""
    inputs = {n for n, r in header.items() if r["direction"] == "input"}
    if {r["line"] for r in rows} != inputs:
        fault("wiring.md", f"parts are told of {sorted(r['line'] for r in rows)}, "
                           f"inputs are {sorted(inputs)}")
    button = next(r for r in rows if r["line"] == "domovoy-button")
    cell = r'^cell\(.*"(D\d+)","(R\d+) [^"]*","(R\d+) [^"]*","(C\d+) [^"]*"\)'
    drawn = {diode: others for diode, *others in re.findall(cell, picture, flags=re.M)}
    for row in rows:
        name, diode, capacitor = row["line"], row["diode"], row["capacitor"]
        if row["series"] not in header.get(name, {}).get("part", ""):
            fault("wiring.md", f"{name}: {row['series']} is not in its row of the first table")
        for kind, part in (("TVS diode", diode), ("Ceramic capacitor", capacitor),
                           ("Resistor", row["series"]), ("Resistor", row["pull"].split()[0])):
            if parts.get(part, {}).get("part") != kind:
                fault("bom.csv", f"{name}: {part or 'nothing'} is no {kind}")
        for part, as_ in ((diode, button["diode"]), (capacitor, button["capacitor"])):
            if parts.get(part, {}).get("value") != parts[as_]["value"]:
                fault("bom.csv", f"{name}: {part or 'nothing'} is not as {as_} of the button")
        if row is button:
            for part in (f'"{diode}")', f'"{row["series"]} ', f'"{capacitor} '):
                if part not in picture:
                    fault("wiring.pic", f"{name}: no {part}")
            continue
        if drawn.get(diode) != [row["series"], row["pull"].split()[0], capacitor]:
            fault("wiring.pic", f"{name}: no cell of {diode}, {row['series']}, {row['pull']}, "
                                f"{capacitor}")
        if not row["pull"].endswith("to ground") or header[name]["bias"] != "disabled":
            fault("wiring.md", f"{name}: needs a pull-down of its own and bias disabled")


def limits(resistance, tolerance=0.01):
    """What a TPS2553 limits at, least and most, in mA: the approximations of its data sheet."""
    kilohms = resistance / 1e3
    return (25230 / (kilohms * (1 + tolerance)) ** 1.016,
            22980 / (kilohms * (1 - tolerance)) ** 0.94)


def check_supply(rows, parts, text):
    """5 V goes through a fast switch, which limits above the load and below the pin's rating."""
    for reference, row in parts.items():
        if "fuse" in row["part"].lower():
            fault("bom.csv", f"{reference} is a fuse, too slow for the board's supply")
    if not parts.get("U2", {}).get("value", "").startswith("TPS2553"):
        fault("bom.csv", "U2 is no TPS2553, for which R15 is computed")
    examples = {p.name for p in (HERE / "examples").glob("*.yaml")}
    if {r["example"] for r in rows} != examples:
        fault("wiring.md", "the 5 V table does not have a row for each example")
    for row in rows:
        board, pin, rating = row["board"], row["5 V pin"], row["one pin may give"]
        allowed = PIN_MILLIAMPERES.get(row["example"], {})
        if pin not in allowed:
            fault("wiring.md", f"{board}: {pin} is no 5 V pin")
            continue
        if (allowed[pin] is None) != rating.startswith("no figure") or (
                allowed[pin] and rating != f"{allowed[pin]} mA"):
            fault("wiring.md", f"{board}: {pin} may give {allowed[pin]} mA, not {rating}")
        if f"+5 V from pin {pin} through U2" not in text:
            fault("wiring.md", f"{board}: its section does not take +5 V from {pin} through U2")
        value = row["R15"].replace("Ω", "Ohm")
        if value not in parts["R15"]["value"] + parts["R15"]["package or remark"]:
            fault("bom.csv", f"R15 is not {value} for {board}")
        least, most = limits(float(value.split()[0]) * 1e3)
        if row["U2 limits at"] != f"{least:.0f}-{most:.0f} mA":
            fault("wiring.md", f"{board}: U2 limits at {least:.0f}-{most:.0f} mA, "
                               f"not {row['U2 limits at']}")
        if allowed[pin] and most > allowed[pin]:
            fault("wiring.md", f"{board}: U2 lets {most:.0f} mA through, {pin} gives "
                               f"{allowed[pin]} mA")
        if least < float(row["panel takes, with radar"].split()[0]):
            fault("wiring.md", f"{board}: U2 limits at {least:.0f} mA, less than the panel takes")


def check_lamp_supplies(rows, parts):
    """Lamps on the board's 5 V and lamps with their own supply: one sort, no way to both."""
    ways = {r["connector"]: r["ways, from 1 on"].split("; ") for r in rows}
    for connector, row in parts.items():
        if connector[0] == "J" and row["value"].split()[0] != str(len(ways.get(connector, []))):
            fault("bom.csv", f"{connector} has {row['value']}, wiring.md {ways.get(connector)}")
    ours = [r["connector"] for r in rows if r["lamps are fed by"] == "the board"]
    theirs = [r["connector"] for r in rows if r["lamps are fed by"] == "their own supply"]
    if not ours or not theirs or set(ours) & set(theirs):
        fault("wiring.md", f"lamps of 5 V on {ours}, of their own supply on {theirs}")
    for connector in theirs:
        remark = parts.get(connector, {}).get("package or remark", "")
        for way in ways[connector]:
            if not re.fullmatch(r"ground|U1 1[2-8]", way):
                fault("wiring.md", f"{connector}: a way for {way}; only returns and ground may be "
                                   "there, or two supplies meet")
        if re.findall(r"R\d+-R\d+|J\d+", remark) != ["R1-R7", *ours]:
            fault("bom.csv", f"{connector}: fitted instead of R1-R7, {', '.join(ours)}, or two "
                             f"supplies meet; says {remark!r}")
        for other in ours:
            row = parts.get(other, {})
            if f"not with {connector}" not in row.get("package or remark", ""):
                fault("bom.csv", f"{other}: does not say that it is not fitted with {connector}")
            if row.get("value", "")[-6:] == parts.get(connector, {}).get("value", "")[-6:]:
                fault("bom.csv", f"{other} and {connector} have the same pitch: a plug fits both")


def check_network(rows, header, parts, picture):
    """RN1: its pins, its elements, its common pin, in table, list and picture."""
    elements, pins = len(rows) - 1, len(rows)
    listed = parts.get("RN1", {"value": "", "package or remark": ""})
    if not listed["value"].startswith(f"{elements} x ") or "bussed" not in listed["value"]:
        fault("bom.csv", f"RN1 is {listed['value']}, the table has {elements} elements")
    if f"SIL-{pins} " not in listed["package or remark"]:
        fault("bom.csv", f"RN1 with {pins} pins is a SIL-{pins}")
    if "pin 1, the common one, to ground" not in listed["package or remark"]:
        fault("bom.csv", "RN1: does not say that pin 1 is common and goes to ground")
    value = listed["value"].removeprefix(f"{elements} x ").split(" bussed")[0].replace("Ohm", "Ω")
    if f'"RN1 {elements} × {value}"' not in picture or '"1 (common)"' not in picture:
        fault("wiring.pic", f"RN1 is not drawn as {elements} × {value} with pin 1 common")
    if [r["pin of RN1"] for r in rows] != [str(n) for n in range(1, pins + 1)]:
        fault("wiring.md", "RN1: its pins are not counted from 1 on")
    goes = {r["pin of RN1"]: r["goes to"] for r in rows}
    if goes.get("1") != "ground":
        fault("wiring.md", f"RN1: its common pin goes to {goes.get('1')}")
    inputs = {m[1] for r in header.values() if (m := re.match(r"U1 (\d+)-", r["part"]))}
    for number in sorted(inputs - {g.removeprefix("U1 ") for g in goes.values()}):
        fault("wiring.md", f"RN1: no element at U1 {number}")
    lamp = r'^lamp\(.*"(\d+)","\d+","R\d+ [^"]*","#\w+","(\d+)"\)'
    drawn = dict(re.findall(lamp, picture, flags=re.M))
    for number, pin in drawn.items():
        if goes.get(pin) != f"U1 {number}":
            fault("wiring.pic", f"RN1: pin {pin} at U1 {number}, the table has {goes.get(pin)}")
    if drawn.keys() != inputs:
        fault("wiring.pic", f"RN1: drawn at U1 {sorted(drawn)}, lamp lines are at {sorted(inputs)}")


def check_names(parts):
    """The default sensor, and the radar's full name wherever it is named."""
    for part, name in (("B1", "Panasonic EKMC"), ("B2", "Hi-Link HLK-LD2410C")):
        if not parts.get(part, {}).get("value", "").startswith(name):
            fault("bom.csv", f"{part} is not the {name}")
    root = HERE.parent
    files = [f for f in HERE.rglob("*") if f.suffix in {".md", ".pic", ".csv", ".yaml", ".dts"}]
    for file in [*files, *root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        for name in re.findall(r"(?:\S+\s+)?\S*2410\w*", file.read_text()):
            if not re.search(r"Hi-Link\s+HLK-LD2410C$", name):
                fault(str(file.relative_to(root)), f"{name!r} is not the Hi-Link HLK-LD2410C's name")


def shapes(svg):
    """The drawing without what two releases of dpic may write differently."""
    def rounded(value):
        return re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.1f}", " ".join(value.split()))

    return [(element.tag.split("}")[-1], sorted((k, rounded(v)) for k, v in element.items()),
             (element.text or "").strip()) for element in ElementTree.fromstring(svg).iter()]


# Colours of the wires that carry a supply; no two of them may meet, resistors included.
SUPPLY_OF = {
    "#d98200": "+3.3 V", "#ad1457": "5 V of the board", "#c62828": "+5 V behind U2",
    "#6a1b9a": "the lamps' own supply",
}


def wires(svg):
    """All drawn wires as (colour, start, end), and all dots as points."""
    segments, dots = [], []
    for element in ElementTree.fromstring(svg).iter():
        kind, colour = element.tag.split("}")[-1], element.get("stroke", "black")
        if kind == "line":
            points = [(element.get(f"x{n}"), element.get(f"y{n}")) for n in "12"]
        elif kind == "polyline":
            points = [pair.split(",") for pair in element.get("points").split()]
        else:
            if kind == "circle" and float(element.get("r")) < 4:
                dots.append((float(element.get("cx")), float(element.get("cy"))))
            continue
        points = [(float(x), float(y)) for x, y in points]
        segments += [(colour, *ends) for ends in zip(points, points[1:])]
    return segments, dots


def check_nets(svg):
    """Follows the wires of the picture: a wire meets what its end lies on, or what a dot joins."""
    segments, dots = wires(svg)

    def lies_on(point, segment):
        (x, y), (_, (ax, ay), (bx, by)) = point, segment
        length = math.hypot(bx - ax, by - ay)
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0
        near = min(max(along, 0), length) / length if length else 0
        return math.hypot(x - ax - near * (bx - ax), y - ay - near * (by - ay)) < 0.5

    net = list(range(len(segments)))

    def top(index):
        while net[index] != index:
            index = net[index]
        return index

    points = dots + [end for _, *ends in segments for end in ends]
    for point in points:
        first, *others = [i for i, s in enumerate(segments) if lies_on(point, s)] or [None]
        for other in others:
            net[top(other)] = top(first)
    supplies = {}
    for index, (colour, *_) in enumerate(segments):
        if colour in SUPPLY_OF:
            supplies.setdefault(top(index), set()).add(SUPPLY_OF[colour])
    for met in supplies.values():
        if len(met) > 1:
            fault("wiring.pic", f"{' and '.join(sorted(met))} meet")
    for missing in set(SUPPLY_OF.values()) - set().union(*supplies.values()):
        fault("wiring.pic", f"no wire of {missing}")


def check_picture(name):
    """NAME.svg is what NAME.pic draws; with another release of dpic only its words count."""
    drawn = run("dpic", "-v", str(HERE / f"{name}.pic"))
    if drawn.returncode or drawn.stderr:
        fault(f"{name}.pic", f"dpic: {drawn.stderr.strip() or drawn.returncode}")
        return None
    kept = (HERE / f"{name}.svg").read_text()
    release = re.compile(r"dpic version (\S+)")
    old, new = shapes(kept), shapes(drawn.stdout)
    if release.search(kept)[1] != release.search(drawn.stdout)[1]:
        old, new = ([s[2] for s in shapes if s[2]] for shapes in (old, new))
    if old != new:
        fault(f"{name}.svg", f"older than {name}.pic: run make")
    return drawn.stdout


def check_cables(rows, connectors, parts, text):
    """Each way of each connector has its wire, of a colour that its cable has."""
    ways = {r["connector"]: r["ways, from 1 on"].split("; ") for r in connectors}
    told = {}
    for row in rows:
        told.setdefault(row["clamp"], []).append(row)
    if told.keys() != ways.keys():
        fault("wiring.md", f"wires of {sorted(told)}, connectors are {sorted(ways)}")
    for clamp, wires_told in told.items():
        carried = [r["carries"] for r in wires_told]
        if carried != ways.get(clamp) or [r["way"] for r in wires_told] != [
                str(n) for n in range(1, len(carried) + 1)]:
            fault("wiring.md", f"{clamp}: wires carry {carried}, its ways are {ways.get(clamp)}")
        colours, cables = [r["wire"] for r in wires_told], {r["cable"] for r in wires_told}
        if len(set(colours)) != len(colours) or len(cables) != 1:
            fault("wiring.md", f"{clamp}: a colour occurs twice, or it has two cables")
        for cable in cables:
            listed = parts.get(cable, {"value": "", "package or remark": "", "part": ""})
            size = re.match(r"((?:\d+ x )+)([\d.]+) mm2 AWG \d+", listed["value"])
            if listed["part"] != "Cable" or not size:
                fault("bom.csv", f"{cable} is no cable with cores, mm2 and AWG")
                continue
            cores = CORES[:math.prod(int(n) for n in re.findall(r"\d+", size[1]))]
            if " ".join(cores) not in listed["package or remark"]:
                fault("bom.csv", f"{cable}: does not say its colours {' '.join(cores)}")
            for colour in set(colours) - set(cores):
                fault("wiring.md", f"{clamp}: {cable} has no {colour} core")
            ohms_there_and_back = 2 * CABLE_METRES * COPPER_OHM_MM2_PER_M / float(size[2])
            if f"have {ohms_there_and_back:.1f} Ω" not in text:
                fault("wiring.md", f"{cable}: there and back it has {ohms_there_and_back:.1f} Ω")


def check_sheet(rows, sheet, placement, drawn):
    """The page to take along: the table's terminals, the text's heights, one A4."""
    called = r'^terminal\([^,]*,[^,]*,"(J\d)","(\d+)","([^"]*)","([^"]*)"\)'
    have = sorted(re.findall(called, sheet, flags=re.M))
    want = sorted(tuple(r[c] for c in ("clamp", "way", "carries", "wire")) for r in rows)
    for missing in set(want) - set(have):
        fault("sheet.pic", f"{' '.join(missing[:2])} is not drawn as {', '.join(missing[2:])}")
    for extra in set(have) - set(want):
        fault("sheet.pic", f"{' '.join(extra)} is drawn, wiring.md has something else")
    if len(have) != len(want):
        fault("sheet.pic", f"{len(have)} terminals instead of {len(want)}")
    cables = dict(re.findall(r'^clamp\(.*"(J\d)","[^"]*","cable (W\d)"\)', sheet, flags=re.M))
    if cables != {r["clamp"]: r["cable"] for r in rows}:
        fault("sheet.pic", f"cables {cables} are not those of wiring.md")
    for said, as_drawn in (
            ("2.0-2.4 m, tilted", "2000-2400"), ("5 m at most", "5000 at most"),
            ("not within 2 m of", "2000 or more"), ("850-1050 mm above", "850-1050"),
            ("500 mm or more", "500 or more"), ("availability at 1900 mm", "1900"),
            ("booking at 1800 mm", "1800")):
        if said not in placement or f'"{as_drawn}"' not in sheet:
            fault("sheet.pic", f"{as_drawn} is not drawn, or placement.md does not say: {said}")
    width, height = (float(re.search(rf'{side}="([\d.]+)px"', drawn)[1])
                     for side in ("width", "height"))
    if width > 96 * 210 / 25.4 or height > 96 * 297 / 25.4 or "@page{size:A4" not in drawn:
        fault("sheet.pic", f"{width:.0f} by {height:.0f} px do not print on one A4")


def at_angle(full_angle, degrees):
    """The share of the candela on the axis, by the angle at which a half is left."""
    power = math.log(0.5) / math.log(math.cos(math.radians(full_angle / 2)))
    return math.cos(math.radians(degrees)) ** power


def check_brightness(figures, rows, led_rows, parts):
    """What a lamp needs to be seen from the side, in placement.md and in the parts list."""
    wall = WALL_REFLECTS * WALL_LUX / math.pi
    area = math.pi / 4 * LAMP_MILLIMETRES ** 2
    needed = 1e3 * LUMINANCE_RATIO * wall * area / 1e6
    want = [f"{wall:.0f} cd/m²", f"{area:.1f} mm²", f"{needed:.0f} mcd",
            f"{needed / VIEW_METRES ** 2:.1f} mlx"]
    for row, figure in zip(figures, want, strict=True):
        if row["value"] != figure:
            fault("placement.md", f"{row['figure']}: {row['value']}, computed {figure}")
    currents = {r["LED"]: float(r["current"].split()[0]) for r in led_rows}
    if [r["LED"].split()[0] for r in rows] != ["D2", "D3", "D4", "D5", "D6"]:
        fault("placement.md", "the table of LEDs is not that of D2 to D6")
    for row in rows:
        part, colour = row["LED"].split()
        angle = float(row["full angle"].rstrip("°"))
        axis = float(row["on the axis, at least"].split()[0])
        towards = axis * at_angle(angle, VIEW_DEGREES)
        if row["towards the eye"] != f"{towards:.0f} mcd" or towards < needed:
            fault("placement.md", f"{part}: {axis:.0f} mcd over {angle:.0f}° are "
                                  f"{towards:.1f} mcd towards the eye; needed are {needed:.0f}")
        value = parts.get(part, {}).get("value", "")
        expected = f"{axis:.0f} mcd at {currents[colour]:g} mA over {angle:.0f} deg"
        if not value.startswith(colour) or expected not in value:
            fault("bom.csv", f"{part} is {value!r}, by placement.md {colour}, {expected}")
    if not re.search(r"\d+ mcd .* over \d+ deg", parts.get("D7", {}).get("value", "")):
        fault("bom.csv", "D7: does not say its mcd and its angle")


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
    play_rows, led_rows = table("pad"), table("forward voltage")
    header = {r["name"]: r for r in header_rows}
    wired = {r["key in gpio"]: r for r in header_rows if r["key in gpio"] != "optional"}

    check_header_table(header_rows)
    check_overlay(header_rows, HERE / "overlays" / "domovoy-panel-overlay.dts")
    check_orange_pi(orange_rows, header)
    check_beagleplay(play_rows, header, HERE / "overlays" / "domovoy-beagleplay-overlay.dts")
    check_resistors(led_rows)
    check_variants(yaml, text, header)
    picture, parts = (HERE / "wiring.pic").read_text(), read_parts()
    check_parts(parts, picture, text + (HERE / "placement.md").read_text())
    check_cost(parts, text)
    lacking = {"R8", "R9", "R10", "R11", "R14", "R15", "C1", "C3", "C4", "C5", "D1"} - parts.keys()
    if lacking:
        fault("bom.csv", f"{', '.join(sorted(lacking))} missing: their figures are not checked")
    else:
        check_sensor_figures(table("figure", "value", "how"), parts, text)
        check_protection(table("diode"), header, parts, picture)
        check_supply(table("5 V pin"), parts, text)
    check_lamp_supplies(table("connector"), parts)
    check_network(table("pin of RN1"), header, parts, picture)
    check_names(parts)
    drawn = check_picture("wiring")
    if drawn:
        check_nets(drawn)
    cables, placement = table("carries"), (HERE / "placement.md").read_text()
    check_cables(cables, table("connector"), parts, text)
    drawn = check_picture("sheet")
    if drawn:
        check_sheet(cables, (HERE / "sheet.pic").read_text(), placement, drawn)
    placed = list(tables(placement))
    check_brightness(next(t for t in placed if {"figure", "value"} <= t[0].keys()),
                     next(t for t in placed if "full angle" in t[0]), led_rows, parts)

    def expected(rows, column):
        """Example's key -> line; with the column `name` the lines' names."""
        by_name = {r["name"]: int(r[column]) if r[column].isdigit() else r[column] for r in rows}
        return {k: by_name.get(r["name"]) for k, r in wired.items()}, by_name

    for example, rows, column in (
            ("raspberry-pi.yaml", header_rows, "offset"), ("orange-pi.yaml", orange_rows, "offset"),
            ("beagleplay.yaml", play_rows, "name")):
        lines, by_name = expected(rows, column)
        check_example(yaml, example, lines, wired)
        check_optional_sensors(yaml, example, by_name)

    for line in faults:
        print(line, file=sys.stderr)
    if not faults:
        print(f"hardware: {len(header_rows)} lines, 3 examples, overlays, pictures and parts agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
