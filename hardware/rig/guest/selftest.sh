#!/bin/bash
# The rig's own test: a simulated chip behaves as a real one, for the tools of the installed libgpiod
# and for those of the unpacked 2.x.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The tools' own ways to say the same, 1.6 and 2.x: CHIP is a path, LINE an offset.
read_line() {
    if ((generation == 1)); then gpioget "$1" "$2"; else gpioget --chip "$1" --numeric "$2"; fi
}

drive_line() {
    if ((generation == 1)); then
        start drive gpioset --mode=signal "$1" "$2=$3"
    else
        start drive gpioset --chip "$1" "$2=$3"
    fi
}

watch_line() {
    if ((generation == 1)); then
        start watch gpiomon --num-events=1 "$1" "$2"
    else
        start watch gpiomon --chip "$1" --num-events=1 "$2"
    fi
}

describe_line() {
    if ((generation == 1)); then gpioinfo "$1"; else gpioinfo --chip "$1"; fi | grep -E "line +$2:"
}

line_held() {
    [[ $(describe_line "$1" "$2") =~ \[used|consumer= ]]
}

lines_are_found_by_name() {
    claim "a line has its name" grep -q button <<<"$(describe_line "$chip" 17)"
    claim "a hogged line names its holder" grep -q somebody <<<"$(describe_line "$chip" 20)"
    claim "the offset of a name is known" equal "$(line_offset button)" 17
    claim "a line is reachable by chip and offset" equal "$(line_folder panel/17)" "$(line_folder button)"
}

pulls_are_seen() {
    pull button up
    claim "a pull up is read as 1" equal "$(read_line "$chip" 17)" 1
    pull button down
    claim "a pull down is read as 0" equal "$(read_line "$chip" 17)" 0
}

edges_are_reported() {
    watch_line "$chip" 17
    claim "the watched line is held" wait_for 10 line_held "$chip" 17
    pull button up
    claim "an edge ends the watch" wait_for 10 process_ended "$(process watch)"
    claim "the watch reports a rising edge" grep -qi rising "$DOMOVOY_RIG_OUT/watch.log"
    claim "the watch succeeded" stop watch
}

outputs_are_read_back() {
    claim "an output nobody drives is 0" equal "$(value lamp)" 0
    drive_line "$chip" 5 1
    claim "a driven output reads back as 1" wait_value lamp 1 10
    stop drive || true
    claim "a released output falls back" wait_value lamp 0 10
}

chips_come_and_go() {
    local before=$chip
    watch_line "$chip" 17
    claim "the line is in use" wait_for 10 line_held "$chip" 17
    chip_unplug panel
    claim "an unplugged chip has no device" test ! -e "$before"
    chip_return panel
    chip=$(chip_path panel)
    claim "it comes back under another number" test "$chip" != "$before"
    stop watch || true
    before=$chip
    chip_unplug panel
    chip_return panel
    chip=$(chip_path panel)
    claim "so it does when nobody used it" test "$chip" != "$before"
    pull button up
    claim "it works as before" equal "$(read_line "$chip" 17)" 1
}

the_clock_is_ours() {
    claim "no time service, no synchronised clock" equal "$("$DOMOVOY_RIG_BIN/clock")" unsynchronised
    "$DOMOVOY_RIG_BIN/clock" synchronised
    claim "the clock can be called synchronised" equal "$("$DOMOVOY_RIG_BIN/clock")" synchronised
}

# check_with: the whole list, with the gpiod tools that PATH finds now.
check_with() {
    generation=$(gpioget --version | sed -n '1s/.*v\([0-9]\).*/\1/p')
    printf '%s\n' "--- $(gpioget --version | head -n 1), kernel $(uname -r)"
    chip_up panel 28 4=pir 5=lamp 17=button 20=held,hog=somebody
    chip=$(chip_path panel)
    lines_are_found_by_name
    pulls_are_seen
    edges_are_reported
    outputs_are_read_back
    chips_come_and_go
    chip_down panel
    claim "nothing is left of it" test ! -e "$GPIO_SIM/panel"
}

check_with
if [[ -n $DOMOVOY_RIG_LIBGPIOD2 && -x $DOMOVOY_RIG_LIBGPIOD2/usr/bin/gpioinfo ]]; then
    use_libgpiod2
    check_with
fi
the_clock_is_ours
