#!/bin/bash
# Prepares the rig: packages, the guest's kernel, the simulated GPIO driver, the initramfs and the
# rig's C programs. What is there already is reused; nothing but Debian packages is installed.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The guest needs these and what they depend on, in no particular order.
readonly MODULES=(configfs virtio_pci 9p 9pnet_virtio overlay)
readonly PACKAGES=(qemu-system-x86 cpio kmod xz-utils gcc libc6-dev make pkg-config gpiod libgpiod-dev)
readonly ARM64_PACKAGES=(qemu-system-arm gcc-aarch64-linux-gnu cpio kmod xz-utils make)

# The kernel that Debian's linux-image-amd64, or -arm64, stands for today.
guest_kernel() {
    LC_ALL=C apt-cache "${APT_OPTIONS[@]}" depends "linux-image-$MACHINE" 2>/dev/null |
        sed -n 's/^ *Depends: linux-image-//p' | head -n 1
}

# A kernel package's modules end up in lib or usr/lib, depending on the release; kmod looks in lib.
unpack_kernel() {
    local work=$1 kernel=$2 root=$1/root
    dpkg -x "$work/linux-image-$kernel"_*.deb "$root"
    [[ -e $root/lib ]] || ln -s usr/lib "$root/lib"
    [[ -f $root/boot/vmlinuz-$kernel && -d $root/lib/modules/$kernel ]] ||
        die "$EX_UNAVAILABLE" "linux-image-$kernel holds no boot/vmlinuz-$kernel or no modules"
}

# kernel_make WORK KERNEL ARGUMENT...: make with the kernel's own rules. For arm64 they are unpacked beside the programs
# that they need of this machine's kind.
kernel_make() {
    local work=$1 kernel=$2 rules=$1/rules
    shift 2
    if [[ $MACHINE == amd64 ]]; then
        make -s -C "/lib/modules/$kernel/build" "$@"
        return
    fi
    (
        mkdir "$rules"
        fetch "$work" "linux-headers-$kernel" "linux-headers-${kernel%-*}-common"
        APT_OPTIONS=()
        # Called after the whole version on Debian 13, after the series on 12.
        apt_download "$work" "linux-kbuild-${kernel%%-*}" 2>/dev/null || fetch "$work" "linux-kbuild-${kernel%.*}"
        for package in "$work"/linux-{headers,kbuild}-*.deb; do dpkg -x "$package" "$rules"; done
        sed -i "s,/usr/src,$rules/usr/src," "$rules/usr/src/linux-headers-$kernel/Makefile"
    ) || die "$EX_UNAVAILABLE" "no headers of kernel $kernel"
    make -s -C "$rules/usr/src/linux-headers-$kernel" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- "$@"
}

# Takes three files out of the kernel's sources and builds them into one module: Debian's kernels
# have neither gpio-sim nor the simulated interrupts it is built on.
build_simulator() {
    local work=$1 kernel=$2 series=$3 build=$1/module
    mkdir "$build"
    dpkg-deb --fsys-tarfile "$work/linux-source-${series}"_*.deb |
        tar -x -C "$work" "./usr/src/linux-source-$series.tar.xz"
    tar -xJ -C "$build" -f "$work/usr/src/linux-source-$series.tar.xz" --transform 's,.*/,,' \
        "linux-source-$series/drivers/gpio/"{gpio-sim.c,gpiolib.h} \
        "linux-source-$series/kernel/irq/irq_sim.c"
    # irq_to_desc() is for the kernel proper; modules have generic_handle_irq() for the same end.
    sed -i 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq(irqnum)/' "$build/irq_sim.c"
    if grep -q irq_to_desc "$build/irq_sim.c"; then
        die "$EX_UNAVAILABLE" "kernel/irq/irq_sim.c of linux-source-$series calls irq_to_desc() in a" \
            "way prepare.sh does not know; its sed line must learn it"
    fi
    printf '%s\n' 'obj-m := gpio-simulator.o' \
        'gpio-simulator-y := gpio-sim.o irq_sim.o' >"$build/Kbuild"
    kernel_make "$work" "$kernel" M="$build" modules >"$work/module.log" 2>&1 || {
        cat "$work/module.log" >&2
        die "$EX_UNAVAILABLE" "the gpio-simulator module does not build against kernel $kernel, see above"
    }
    install -D -m 644 "$build/gpio-simulator.ko" "$work/root/lib/modules/$kernel/extra/gpio-simulator.ko"
}

# Copies the modules that the guest loads, numbered in load order and unpacked, because busybox's
# insmod knows no compression.
stage_modules() {
    local root=$1 kernel=$2 stage=$3 module path name count=10
    depmod -b "$root" "$kernel"
    for module in "${MODULES[@]}" gpio-simulator; do
        modprobe -d "$root" -S "$kernel" --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$root/order"
    while read -r path; do
        name=${path##*/}
        name=$count-${name%%.ko*}.ko
        case $path in
            *.xz) xz -dc "$path" >"$stage/modules/$name" ;;
            *.zst) zstd -dcq "$path" >"$stage/modules/$name" ;;
            *.gz) gzip -dc "$path" >"$stage/modules/$name" ;;
            *) cp "$path" "$stage/modules/$name" ;;
        esac
        count=$((count + 1))
    done <"$root/order"
    compgen -G "$stage/modules/*-gpio-simulator.ko" >/dev/null ||
        die "$EX_UNAVAILABLE" "modprobe lists no gpio-simulator among kernel $kernel's modules"
}

# Everything that depends on the kernel's version alone, put into place by one rename at the end.
prepare_kernel() {
    local kernel=$1 target=$2 series work
    if [[ -f $target/vmlinuz ]]; then
        say "kernel $kernel: reused"
        return
    fi
    [[ $kernel =~ ^[0-9]+\.[0-9]+ ]] && series=${BASH_REMATCH[0]}
    say "kernel $kernel: unpacking it and building the gpio-simulator module"
    work=$(mktemp -d "$CACHE/partial.XXXXXX")
    fetch "$work" "linux-image-$kernel" "linux-source-$series" busybox-static
    unpack_kernel "$work" "$kernel"
    build_simulator "$work" "$kernel" "$series"
    mkdir -p "$work/done/stage"/{bin,modules}
    stage_modules "$work/root" "$kernel" "$work/done/stage"
    dpkg -x "$work"/busybox-static_*.deb "$work/busybox"
    find "$work/busybox" -name busybox -type f -exec install -m 755 {} "$work/done/stage/bin/busybox" \;
    install -m 644 "$work/root/boot/vmlinuz-$kernel" "$work/done/vmlinuz"
    rm -rf "$target"
    mv "$work/done" "$target"
    rm -rf "$work"
}

# The initramfs is rebuilt when guest/init has changed.
prepare_initramfs() {
    local target=$1 partial
    if [[ -f $target/initramfs.gz ]] && cmp -s "$RIG/guest/init" "$target/stage/init"; then
        say "initramfs: reused"
        return
    fi
    say "initramfs: building it"
    install -m 755 "$RIG/guest/init" "$target/stage/init"
    partial=$(mktemp "$CACHE/partial.XXXXXX")
    (cd "$target/stage" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) | gzip -6 >"$partial"
    chmod 644 "$partial"
    mv "$partial" "$target/initramfs.gz"
}

# The C programs, for the installed libgpiod and for the unpacked one if there is any.
prepare_programs() {
    local other=$1
    make -s -C "$RIG" OUT="$CACHE/bin" >&2
    if [[ -n $other ]]; then
        PKG_CONFIG_PATH=$other make -s -C "$RIG" OUT="$CACHE/bin-libgpiod2" >&2
    fi
    say "programs: $CACHE/bin is up to date"
}

# Packages of another kind of machine come from the same release of Debian.
use_arm64_packages() {
    local codename address
    # shellcheck source=/dev/null
    codename=$(source /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    address=$("$RIG/../../scripts/debian-mirror.sh")
    private_apt "$CACHE/apt-arm64" "$address" "$codename" arm64 ||
        die "$EX_UNAVAILABLE" "apt cannot read the packages for arm64, see above"
}

main() {
    local kernel target other
    (($# == 0)) || die "$EX_USAGE" "prepare.sh takes no arguments, got: $*"
    command -v apt-get >/dev/null || die "$EX_UNAVAILABLE" "no apt-get here: the rig needs Debian 12 or 13"
    [[ $(dpkg --print-architecture) == amd64 ]] ||
        die "$EX_UNAVAILABLE" "the rig runs on amd64; this machine is $(dpkg --print-architecture)"
    [[ $MACHINE == amd64 || $MACHINE == arm64 ]] ||
        die "$EX_USAGE" "DOMOVOY_RIG_MACHINE is amd64 or arm64, got '$MACHINE'"
    lock_cache
    if [[ $MACHINE == arm64 ]]; then use_arm64_packages; fi
    kernel=$(guest_kernel)
    [[ -n $kernel || $MACHINE == arm64 ]] || { apt_update && kernel=$(guest_kernel); }
    [[ -n $kernel ]] || die "$EX_UNAVAILABLE" "apt knows no linux-image-$MACHINE: is main among its sources?"
    if [[ $MACHINE == amd64 ]]; then
        install_missing "${PACKAGES[@]}" "linux-headers-$kernel"
    else
        install_missing "${ARM64_PACKAGES[@]}"
    fi
    target=$CACHE/kernel-$kernel
    prepare_kernel "$kernel" "$target"
    prepare_initramfs "$target"
    ln -sfnT "kernel-$kernel" "$CURRENT"
    [[ $MACHINE == amd64 ]] || return 0
    other=$(DOMOVOY_RIG_LOCKED=1 "$RIG/libgpiod2x.sh")
    prepare_programs "$other"
}

main "$@"
