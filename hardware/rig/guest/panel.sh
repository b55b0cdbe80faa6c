# shellcheck shell=bash
# What the scenarios see of a panel: its lamp lines on the chip and its page. Sourced after lib.sh, never run.
readonly page=http://127.0.0.1:8080
readonly LAMPS=(red green confirmed unconfirmed late)

# The part of the configuration that names the chip and its lines.
gpio_yaml() {
    cat <<'YAML'
gpio:
  chip: panel
  sensors:
    - { name: pir, line: pir, active: high, bias: pull-down, warm_up: 0s, hold: 10m }
  button: { line: button, active: low, bias: pull-up, debounce: 20ms }
  lamps:
    availability: { red: red, green: green }
    booking: { green: confirmed, blue: unconfirmed, orange: late }
YAML
}

# The chip with the lines that gpio_yaml names: button let go, nobody seen.
panel_chip_up() {
    chip_up panel 28 4=pir 5=red 6=green 12=confirmed 13=unconfirmed 16=late 17=button
    pull button up
    pull pir down
}

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
