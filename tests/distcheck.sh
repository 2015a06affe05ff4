#!/bin/sh
# SPDX-License-Identifier: MIT
#
# distcheck.sh TARBALL NAME - unpacks a release, makes it read-only, and goes through what its user does,
# out of the tree: without ./configure, then with. The source tree must be the same afterwards, and an uninstall must
# leave nothing.
set -eu
tarball=$1
name=$2
# The sub-makes are a user's own, and get nothing from ours.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES DESTDIR O || true
jobs=-j$(nproc 2>/dev/null || echo 1)

work=$(mktemp -d)
# shellcheck disable=SC2329 # called by the trap
clean_up()
{
    chmod -R u+w "$work"
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

tar -C "$work" -xzf "$tarball"
source=$work/$name
[ -x "$source/configure" ] || { echo "no ./configure in $tarball" >&2; exit 1; }
chmod -R a-w "$source"
state()
{
    (cd "$source" && find . -exec stat -c '%n %a %Y %s' {} + && find . -type f -exec sha256sum {} +) | sort
}
state >"$work/before"

# A root that may not override file modes is bound by them like anyone else.
bound=""
if [ "$(id -u)" -eq 0 ] && setpriv --bounding-set -dac_override true 2>/dev/null; then
    bound="setpriv --bounding-set -dac_override"
fi
# shellcheck disable=SC2086 # a command and its arguments, or nothing
if $bound touch "$source/probe" 2>/dev/null; then
    rm -f "$source/probe"
    echo "distcheck: read-only cannot be enforced here; changes are looked for at the end"
fi

# nothing_left STAGE: uninstall took away every file, and every directory that is ours.
nothing_left()
{
    left=$(find "$1" ! -type d -o -name '*nfhscreen*')
    [ -z "$left" ] || { printf 'left by make uninstall:\n%s\n' "$left" >&2; exit 1; }
}

# go DIRECTORY CHECK MAKE-COMMAND...: build, check, install, use, uninstall.
go()
{
    cd "$work/$1"
    check=$2
    shift 2
    # shellcheck disable=SC2086
    for target in all "$check" installcheck "install DESTDIR=$work/stage" "uninstall DESTDIR=$work/stage"; do
        echo "distcheck: $* $target"
        $bound "$@" $target >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        case $target in install\ *) [ -n "$(find "$work/stage" -name 'libnfhscreen.*')" ] ;; esac
    done
    nothing_left "$work/stage"
    # shellcheck disable=SC2086
    $bound "$@" distclean >/dev/null
    rm -rf "$work/stage"
}

mkdir "$work/plain" "$work/configured"
go plain check "${MAKE:-make}" "$jobs" -f "../$name/Makefile"
[ -z "$(ls -A "$work/plain")" ] || { echo "left by make distclean:" >&2; ls -A "$work/plain" >&2; exit 1; }

echo "distcheck: ../$name/configure --prefix=/opt/trial --libdir=/opt/trial/lib64"
cd "$work/configured"
# shellcheck disable=SC2086
$bound "../$name/configure" --prefix=/opt/trial --libdir=/opt/trial/lib64 >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
# The whole check was run on the same sources just now, and the rules are the same.
go configured check-static "${MAKE:-make}" "$jobs"
[ -z "$(ls -A "$work/configured")" ] || { echo "left by make distclean:" >&2; ls -A "$work/configured" >&2; exit 1; }

state >"$work/after"
diff "$work/before" "$work/after" || { echo "the build changed its source tree" >&2; exit 1; }
echo "distcheck: $name is ready"
