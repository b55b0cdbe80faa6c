#!/bin/bash
# Boots the rig's guest, runs one command in it, and exits with that command's code.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
    cat <<'TEXT'
usage: run.sh [OPTION...] -- COMMAND [ARGUMENT...]
DOMOVOY_RIG_MACHINE=arm64 boots an arm64 machine, whose files are those below DOMOVOY_RIG_ROOT.

Runs COMMAND as root in the guest, in the same folder and with the same PATH as here. The guest sees
this machine's files under their own paths and may write to them; what it writes is gone at the end,
except what it leaves in $DOMOVOY_RIG_OUT. It has a loopback network and no other.

  --timeout SECONDS    wall-clock limit of the whole run, 1-86400 (300)
  --memory MIB         the guest's memory, 512-65536 (2048)
  --cpus N             the guest's processors, 1-64 (2)
  --env NAME[=VALUE]   set NAME in the guest; without a value, as it is here; may be repeated
  --bind FOLDER[:PATH] show FOLDER in the guest at PATH, or at its own path; for a guest with DOMOVOY_RIG_ROOT,
                       below which the (empty) folder PATH stays; needs root; may be repeated
  --out FOLDER         copy what the guest left in $DOMOVOY_RIG_OUT to FOLDER
  --log FILE           keep the guest's console in FILE
  --live               show the guest's console as it comes

Exit code: COMMAND's own; 124 when the limit was reached; 125 when the guest ended before COMMAND
did; 64, 66, 69 or 77 (sysexits) when the guest was not started. After any failure the console is on stderr.
TEXT
}

# The settings of one run.
limit=300 memory=2048 cpus=2 log='' out='' live=no
environment=() binds=() job=()
work='' pid='' viewer='' qemu_code=0
root=${DOMOVOY_RIG_ROOT:-/}

case $MACHINE in
    amd64) qemu=(qemu-system-x86_64 -M q35 -cpu max) console=ttyS0 ;;
    arm64) qemu=(qemu-system-aarch64 -M virt -cpu cortex-a53) console=ttyAMA0 ;;
    *) die "$EX_USAGE" "DOMOVOY_RIG_MACHINE is amd64 or arm64, got '$MACHINE'" ;;
esac

# number OPTION VALUE LOWEST HIGHEST: prints VALUE if it is a whole number in the range.
number() {
    if [[ ! $2 =~ ^[0-9]{1,6}$ ]] || ((10#$2 < $3 || 10#$2 > $4)); then
        die "$EX_USAGE" "$1 takes a whole number from $3 to $4, got '$2'"
    fi
    printf '%d' "$((10#$2))"
}

# variable NAME[=VALUE]: adds one variable to the guest's environment.
variable() {
    local name=${1%%=*}
    [[ $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] ||
        die "$EX_USAGE" "--env takes NAME=VALUE or NAME, got '$1'"
    if [[ $1 == *=* ]]; then
        environment+=("$name" "${1#*=}")
    elif [[ -v $name ]]; then
        environment+=("$name" "${!name}")
    else
        die "$EX_USAGE" "--env $name: no such variable here; write --env $name=VALUE"
    fi
}

# bind_folder FOLDER[:PATH]: adds one folder, as two entries: what, where.
bind_folder() {
    local folder=${1%%:*} path=${1#*:}
    [[ -d $folder ]] || die "$EX_NOINPUT" "--bind: no folder $folder"
    folder=$(realpath "$folder")
    [[ $1 == *:* ]] || path=$folder
    [[ $path == /* ]] || die "$EX_USAGE" "--bind takes FOLDER[:PATH], where PATH begins with /, got '$1'"
    binds+=("$folder" "$path")
}

parse() {
    while (($#)); do
        case $1 in
            --help) usage && exit 0 ;;
            --live) live=yes && shift && continue ;;
            --) shift && break ;;
            --timeout | --memory | --cpus | --env | --bind | --out | --log) ;;
            *) die "$EX_USAGE" "unknown option '$1' (COMMAND comes after --); run.sh --help lists them" ;;
        esac
        (($# > 1)) || die "$EX_USAGE" "$1 needs a value"
        case $1 in
            --timeout) limit=$(number "$1" "$2" 1 86400) ;;
            --memory) memory=$(number "$1" "$2" 512 65536) ;;
            --cpus) cpus=$(number "$1" "$2" 1 64) ;;
            --env) variable "$2" ;;
            --bind) bind_folder "$2" ;;
            --out) out=$2 ;;
            --log) log=$2 ;;
        esac
        shift 2
    done
    (($#)) || die "$EX_USAGE" "no command: run.sh [OPTION...] -- COMMAND [ARGUMENT...]"
    job=("$@")
}

check() {
    [[ $MACHINE == amd64 || $root != / ]] || die "$EX_USAGE" "an arm64 machine needs DOMOVOY_RIG_ROOT: a folder of arm64 files"
    [[ ${#binds[@]} -eq 0 || $root != / ]] ||
        die "$EX_USAGE" "--bind needs DOMOVOY_RIG_ROOT: without it the guest sees every folder already"
    [[ ${#binds[@]} -eq 0 || $(id -u) -eq 0 ]] || die "$EX_NOPERM" "--bind needs root, to mount"
    [[ $root != / ]] || command -v -- "${job[0]}" >/dev/null ||
        die "$EX_NOINPUT" "no such command, or not executable: ${job[0]}"
    [[ -f $CURRENT/initramfs.gz ]] || die "$EX_UNAVAILABLE" "nothing in $CURRENT: run prepare.sh first"
    command -v "${qemu[0]}" >/dev/null || die "$EX_UNAVAILABLE" "no ${qemu[0]}: run prepare.sh first"
}

# Python's own path: a version manager's wrapper takes seconds in the guest.
python() {
    if [[ $root != / ]]; then
        echo /usr/bin/python3
    else
        python3 -c 'import sys; print(sys.executable)' 2>/dev/null || true
    fi
}

# Writes the script that the guest's process 1 starts.
write_job() {
    local other=$CACHE/libgpiod2x
    [[ -d $other/usr ]] || other=''
    {
        set -- PATH "$PATH" HOME "${HOME:-/root}" LANG C.UTF-8 TMPDIR /tmp \
            DOMOVOY_RIG "$RIG" DOMOVOY_RIG_BIN "$CACHE/bin" DOMOVOY_RIG_LIBGPIOD2 "$other" \
            DOMOVOY_RIG_OUT /run/rig/out DOMOVOY_RIG_PYTHON "$(python)" "${environment[@]}"
        while (($#)); do
            printf 'export %s=%q\n' "$1" "$2"
            shift 2
        done
        printf 'cd %q || exit 125\n' "$PWD"
        printf 'exec'
        printf ' %q' "${job[@]}"
        printf '\n'
    } >"$work/share/job"
}

# Ends the guest and the viewer of its console, and removes what this run made.
# shellcheck disable=SC2317 # called by the trap in main
clean_up() {
    local process
    trap '' INT TERM
    for process in $pid $viewer; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    [[ -z $work ]] || rm -rf "$work"
}

# Mounts the folders of --bind below the root, and goes on as the command behind them: nobody else sees the mounts.
# shellcheck disable=SC2016 # the inner shell fills these in
readonly BIND='
    root=$1
    for ((count = $2, at = 3; count; count -= 2, at += 2)); do
        folder=${*:at:1} path=$root${*:at+1:1}
        mkdir -p "$path"
        mount --bind "$folder" "$path"
    done
    exec "${@:at}"'

# Runs the guest to its end. timeout passes the signals it gets on to QEMU.
boot() {
    local accelerator=${DOMOVOY_RIG_ACCEL:-tcg,thread=multi} wrapper=()
    if ((${#binds[@]})); then
        wrapper=(unshare --mount --propagation private bash -euc "$BIND" - "$root" "${#binds[@]}" "${binds[@]}")
    fi
    timeout --kill-after=5 "$limit" "${wrapper[@]}" "${qemu[@]}" -accel "$accelerator" -m "$memory" -smp "$cpus" \
        -display none -monitor none -serial "file:$work/console" -nic none -no-reboot \
        -kernel "$CURRENT/vmlinuz" -initrd "$CURRENT/initramfs.gz" \
        -append "console=$console loglevel=5 softlockup_panic=1 softlockup_all_cpu_backtrace=1 watchdog_thresh=30 panic=1 norandmaps mitigations=off" \
        -virtfs "local,path=$root,mount_tag=host,security_model=none,readonly=on,multidevs=remap" \
        -virtfs "local,path=$work/share,mount_tag=job,security_model=none" \
        </dev/null >"$work/qemu.log" 2>&1 &
    pid=$!
    if [[ $live == yes ]]; then
        tail -n +1 --follow=name --retry --quiet --sleep-interval=0.2 --pid="$pid" \
            "$work/console" 2>/dev/null | tr -d '\r' &
        viewer=$!
    fi
    wait "$pid" && qemu_code=0 || qemu_code=$?
    pid=''
    if [[ -n $viewer ]]; then wait "$viewer" || true; fi
    viewer=''
}

# Prints the result's exit code and says in one line how the run ended.
judge() {
    local code='' seconds=$1
    [[ -s $work/share/exit-code ]] && read -r code <"$work/share/exit-code"
    if [[ $code =~ ^[0-9]{1,3}$ ]]; then
        say "${job[0]##*/} ended with $code, the run took $seconds s"
    elif ((seconds >= limit && (qemu_code == 124 || qemu_code == 137))); then
        code=124
        say "${job[0]##*/} did not end within $limit s (--timeout)"
    else
        code=125
        say "the guest ended before ${job[0]##*/} did (QEMU's exit code: $qemu_code)"
    fi
    printf '%s' "$code"
}

# On success the command's own lines on stdout; otherwise all that is known on stderr.
report() {
    local code=$1
    [[ -f $work/console ]] || : >"$work/console"
    tr -d '\r' <"$work/console" >"$work/console.txt"
    [[ -z $log ]] || cp "$work/console.txt" "$log"
    if [[ -n $out ]]; then mkdir -p "$out" && cp -r "$work/share/out/." "$out"; fi
    if ((code == 0)); then
        [[ $live == yes ]] || sed '0,/^rig: guest: up after/d; /^rig: guest: done$/,$d' "$work/console.txt"
        return
    fi
    {
        if [[ $live == no ]]; then
            echo '--- console of the guest'
            cat "$work/console.txt"
        fi
        if [[ -s $work/share/dmesg ]]; then
            echo '--- messages of its kernel meanwhile'
            tail -n 25 "$work/share/dmesg"
        fi
        if [[ -s $work/qemu.log ]]; then
            echo '--- QEMU'
            tail -n 25 "$work/qemu.log"
        fi
        echo '--- end'
    } >&2
}

main() {
    local code started=$SECONDS
    parse "$@"
    check
    work=$(mktemp -d "${TMPDIR:-/tmp}/domovoy-rig.XXXXXX")
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkdir -p "$work/share/out"
    write_job
    boot
    code=$(judge $((SECONDS - started)))
    report "$code"
    exit "$code"
}

main "$@"
