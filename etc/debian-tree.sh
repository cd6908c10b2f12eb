# shellcheck shell=bash
# To be sourced by what needs a Debian of its own: one with a JRE and systemd, made once and kept. Needs root and debootstrap.
: "${DEBIAN_TREE:=${TMPDIR:-/tmp}/concertim-debian-bookworm.tar}"

ensure_debian_tree() { # makes the archive $DEBIAN_TREE, if it is not there
    [ ! -f "$DEBIAN_TREE" ] || return 0
    local rootfs=$DEBIAN_TREE.d
    debootstrap --variant=minbase --include=openjdk-17-jre-headless,systemd bookworm "$rootfs" >"$DEBIAN_TREE.log" 2>&1 || {
        echo "debootstrap failed, see $DEBIAN_TREE.log" >&2
        return 1
    }
    rm -rf "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/*
    tar -C "$rootfs" -cf "$DEBIAN_TREE.new" .
    rm -rf --one-file-system "$rootfs"
    mv "$DEBIAN_TREE.new" "$DEBIAN_TREE"
}
