# shellcheck shell=bash
# What the scenarios see of a panel: its lamp lines on the chip and its page. Sourced after lib.sh, never run.
readonly page=http://127.0.0.1:8080
readonly LAMPS=(red green confirmed unconfirmed late)

# lamps_show [LAMP...]: true once these lamps are lit and all others are dark, each within a minute.
lamps_show() {
    local lamp level
    for lamp in "${LAMPS[@]}"; do
        level=0
        [[ " $* " != *" $lamp "* ]] || level=1
        wait_value "$lamp" "$level" 60 || return 1
    done
}

# state_has TEXT: whether the panel's state, as its page tells it, has TEXT.
state_has() {
    curl -fsS "$page/api/v1/state" | holds "$1"
}

# health_has TEXT: whether its report of health has TEXT; the report of a failing panel counts as well.
health_has() {
    curl -sS "$page/healthz" | holds "$1"
}
