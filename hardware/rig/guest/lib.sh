# shellcheck shell=bash
# What a scenario in the guest works with: simulated chips, their lines, claims, processes.
# Sourced, never run. A LINE is NAME, CHIP/NAME or CHIP/OFFSET, where CHIP is the chip's label.
# All state lies in the kernel's configfs, so several processes may use this at once.
set -euo pipefail

readonly GPIO_SIM=/sys/kernel/config/gpio-sim
readonly RIG_STATE=/run/domovoy-rig
mkdir -p "$RIG_STATE" "${DOMOVOY_RIG_OUT:?run this through run.sh}"

# --- claims ---

# fail TEXT...: ends the scenario.
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# claim TEXT COMMAND...: the scenario goes on only if COMMAND succeeds.
claim() {
    local text=$1
    shift
    "$@" || fail "$text ($*)"
    printf 'ok: %s\n' "$text"
}

# equal ACTUAL EXPECTED: for claims; names both when they differ.
equal() {
    [[ $1 == "$2" ]] || { printf "expected '%s', got '%s'\n" "$2" "$1" >&2 && return 1; }
}

# holds TEXT: whether standard input has TEXT. It reads to the end: grep -q leaves at the first match, which ends the
# writer by SIGPIPE, and under pipefail that counts as "no".
holds() {
    [[ $(cat) == *"$1"* ]]
}

# wait_for SECONDS COMMAND...: (whole seconds) tries COMMAND every 20 ms, on a clock that setting the time leaves
# alone; false when it never succeeded.
wait_for() {
    local hundredths=$(($1 * 100)) up start
    shift
    read -r up _ </proc/uptime
    start=${up/./}
    until "$@"; do
        read -r up _ </proc/uptime
        ((10#${up/./} - 10#$start < hundredths)) || return 1
        sleep 0.02
    done
}

# --- chips ---

# chip_up LABEL LINES [SPEC...]: makes a chip with that many lines and plugs it in. A SPEC names a
# line: NAME (the offset after the last one, from 0) or OFFSET=NAME; with ",hog=CONSUMER" behind it
# the kernel itself holds the line, as an input.
chip_up() {
    local label=$1 lines=$2 offset=0 spec name bank
    shift 2
    bank=$GPIO_SIM/$label/bank0
    mkdir "$GPIO_SIM/$label" "$bank"
    echo "$lines" >"$bank/num_lines"
    echo "$label" >"$bank/label"
    for spec in "$@"; do
        name=${spec%%,hog=*}
        if [[ $name == *=* ]]; then
            offset=${name%%=*} name=${name#*=}
        fi
        mkdir "$bank/line$offset"
        echo "$name" >"$bank/line$offset/name"
        if [[ $spec == *,hog=* ]]; then
            mkdir "$bank/line$offset/hog"
            echo "${spec#*,hog=}" >"$bank/line$offset/hog/name"
            echo input >"$bank/line$offset/hog/direction"
        fi
        offset=$((offset + 1))
    done
    echo 1 >"$GPIO_SIM/$label/live"
}

# chip_unplug LABEL: takes the chip away, even while it is in use, and remembers its number.
chip_unplug() {
    chip_name "$1" >"$RIG_STATE/$1"
    echo 0 >"$GPIO_SIM/$1/live"
}

# chip_return LABEL: plugs an unplugged chip in again under another number than before, which a
# placeholder chip takes up if need be.
chip_return() {
    local label=$1 before count=1
    before=$(<"$RIG_STATE/$label")
    echo 1 >"$GPIO_SIM/$label/live"
    while [[ $(chip_name "$label") == "$before" ]]; do
        echo 0 >"$GPIO_SIM/$label/live"
        while [[ -d $GPIO_SIM/$label-placeholder-$count ]]; do count=$((count + 1)); done
        chip_up "$label-placeholder-$count" 1
        echo 1 >"$GPIO_SIM/$label/live"
    done
}

# chip_down LABEL: takes the chip away for good, its placeholders too.
chip_down() {
    local chip folder
    for chip in "$GPIO_SIM/$1" "$GPIO_SIM/$1"-placeholder-*; do
        [[ -d $chip ]] || continue
        echo 0 >"$chip/live"
        for folder in "$chip"/bank0/line*/hog "$chip"/bank0/line* "$chip"/bank0 "$chip"; do
            [[ ! -d $folder ]] || rmdir "$folder"
        done
    done
    rm -f "$RIG_STATE/$1"
}

# chip_name LABEL: prints the kernel's present name for it, such as gpiochip0.
chip_name() {
    cat "$GPIO_SIM/$1/bank0/chip_name"
}

# chip_path LABEL: prints its present device, such as /dev/gpiochip0.
chip_path() {
    printf '/dev/%s\n' "$(<"$GPIO_SIM/$1/bank0/chip_name")"
}

# --- lines ---

# line_folder LINE: prints the folder in sysfs that holds the line's pull and value.
line_folder() {
    local chip='*' name=$1 bank line
    if [[ $1 == */* ]]; then chip=${1%%/*} name=${1#*/}; fi
    # The star must be free to match any chip.
    # shellcheck disable=SC2231
    for bank in "$GPIO_SIM"/$chip/bank0; do
        for line in "$bank"/line*; do
            if [[ -f $line/name && $(<"$line/name") == "$name" ]]; then
                sysfs_folder "$bank" "${line##*/line}"
                return
            fi
        done
        if [[ $chip != '*' && $name =~ ^[0-9]+$ && -d $bank ]]; then
            sysfs_folder "$bank" "$name"
            return
        fi
    done
    fail "no simulated line '$1'"
}

sysfs_folder() {
    printf '/sys/devices/platform/%s/%s/sim_gpio%s\n' \
        "$(<"$1/../dev_name")" "$(<"$1/chip_name")" "$2"
}

# line_offset LINE: prints the line's offset on its chip.
line_offset() {
    local folder
    folder=$(line_folder "$1")
    printf '%s\n' "${folder##*sim_gpio}"
}

# pull LINE up|down: what the part at the end of the wire does.
pull() {
    local folder
    [[ $2 == up || $2 == down ]] || fail "pull takes up or down, got '$2'"
    folder=$(line_folder "$1")
    echo "pull-$2" >"$folder/pull"
}

# value LINE: prints the level on the wire, 0 or 1.
value() {
    local folder
    folder=$(line_folder "$1")
    cat "$folder/value"
}

# wait_value LINE 0|1 SECONDS: false when the level is not reached within the time.
wait_value() {
    local folder
    folder=$(line_folder "$1")
    wait_for "$3" value_is "$folder/value" "$2" ||
        { printf "line %s: still %s after %s s\n" "$1" "$(<"$folder/value")" "$3" >&2 && return 1; }
}

value_is() {
    [[ $(<"$1") == "$2" ]]
}

# press LINE [SECONDS]: pulls an active-low button down, for a tenth of a second if not told otherwise.
press() {
    pull "$1" down
    sleep "${2:-0.1}"
    pull "$1" up
}

# pulse LINE [SECONDS]: what an active-high motion sensor does, for a tenth of a second if not told otherwise.
pulse() {
    pull "$1" up
    sleep "${2:-0.1}"
    pull "$1" down
}

# --- processes ---

# use_libgpiod2: programs started from here on find the unpacked libgpiod 2.x and its tools first.
use_libgpiod2() {
    [[ -n $DOMOVOY_RIG_LIBGPIOD2 ]] || fail "there is no unpacked libgpiod 2.x"
    PATH=$DOMOVOY_RIG_LIBGPIOD2/usr/bin:$PATH
    LD_LIBRARY_PATH=$(echo "$DOMOVOY_RIG_LIBGPIOD2"/usr/lib/*-linux-gnu)
    export PATH LD_LIBRARY_PATH
}

declare -A RIG_PROCESSES=()

# start NAME COMMAND...: runs COMMAND beside the scenario; its output goes to NAME.log, which is shown
# if the scenario fails and left in $DOMOVOY_RIG_OUT.
start() {
    local name=$1
    shift
    "$@" >"$DOMOVOY_RIG_OUT/$name.log" 2>&1 &
    RIG_PROCESSES[$name]=$!
}

# running NAME: whether the process is still there.
running() {
    kill -0 "${RIG_PROCESSES[$1]}" 2>/dev/null
}

# process NAME: prints its process id.
process() {
    printf '%s\n' "${RIG_PROCESSES[$1]}"
}

# stop NAME [SIGNAL]: ends it (SIGTERM), waits, returns its exit code; killed after 10 s.
stop() {
    local id=${RIG_PROCESSES[$1]} code=0
    unset "RIG_PROCESSES[$1]"
    kill -s "${2:-TERM}" "$id" 2>/dev/null || true
    wait_for 10 process_ended "$id" || kill -s KILL "$id" 2>/dev/null || true
    wait "$id" || code=$?
    return "$code"
}

process_ended() {
    local state
    state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 0
    [[ ${state%% *} == Z ]]
}

# logged NAME TEXT: whether the process has printed TEXT.
logged() {
    grep -qF -- "$2" "$DOMOVOY_RIG_OUT/$1.log"
}

rig_end() {
    local code=$? name log
    trap - EXIT
    for name in "${!RIG_PROCESSES[@]}"; do
        kill -s KILL "${RIG_PROCESSES[$name]}" 2>/dev/null || true
    done
    if ((code != 0)); then
        for log in "$DOMOVOY_RIG_OUT"/*.log; do
            [[ ! -f $log ]] || { printf -- '--- end of %s\n' "${log##*/}" && tail -n 60 "$log"; }
        done
    fi
    exit "$code"
}
trap rig_end EXIT
