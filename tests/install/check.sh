#!/bin/sh
# SPDX-License-Identifier: MIT
#
# check.sh - uses the library that is installed below $STAGE as its users do: found by pkg-config, from C and C++,
# shared, static, inside another shared object, from Python; and its manual. `make installcheck` sets the environment.
set -eu
cd "$(dirname "$0")"
: "${STAGE:?}" "${NFH_BUILD:?}" "${libdir:?}" "${mandir:?}" "${rulesetdir:?}" "${VERSION:?}"
work=$NFH_BUILD/installcheck
rm -rf "$work"
mkdir -p "$work"

# Nothing of the build may help.
unset NFHSCREEN_LIBRARY LD_LIBRARY_PATH PYTHONPATH || true
export PKG_CONFIG_SYSROOT_DIR="$STAGE" PKG_CONFIG_LIBDIR="$STAGE$libdir/pkgconfig"
# A prefix of /usr is left out otherwise, but ours is below $STAGE.
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
pc()
{
    "${PKG_CONFIG:-pkg-config}" "$@" nfhscreen
}

fail()
{
    echo "installcheck: $*" >&2
    exit 1
}

count=0
pass()
{
    count=$((count + 1))
    echo "installcheck: $*"
}

# expect COMMAND...: the program prints the verdict that its source announces.
expect()
{
    output=$(LD_LIBRARY_PATH="$STAGE$libdir" "$@") || fail "$* failed: $output"
    [ "$output" = "$VERSION: ineligible, INCL03 false" ] || fail "$* printed: $output"
}

[ "$(pc --modversion)" = "$VERSION" ] || fail "nfhscreen.pc is of version $(pc --modversion)"
for ruleset in ../../lib/rulesets/*.cql; do
    cmp "$ruleset" "$STAGE$rulesetdir/${ruleset##*/}" || fail "rule set not installed as it is"
done
cmp ../../lib/report.schema.json "$STAGE$rulesetdir/report.schema.json" || fail "schema not installed as it is"

# shellcheck disable=SC2046,SC2086 # flags are words
compile()
{
    language=$1
    shift
    case $language in
    c) ${CC:-cc} -std=c99 -pedantic-errors -Wall -Werror $CFLAGS $(pc --cflags) "$@" ;;
    c++) ${CXX:-c++} -std=c++11 -pedantic-errors -Wall -Werror $CFLAGS $(pc --cflags) "$@" ;;
    esac
}

# shellcheck disable=SC2046
if [ "$SHARED" = yes ]; then
    compile c -o "$work/c" consumer.c $(pc --libs)
    expect "$work/c"
    pass "C with the shared library"
    compile c++ -o "$work/cxx" consumer.cc $(pc --libs)
    expect "$work/cxx"
    pass "C++ with the shared library"

    # Only the installed library, as a script copied somewhere finds it.
    cp ../../examples/python/nfhscreen.py "$work"
    (cd "$work" && LD_LIBRARY_PATH="$STAGE$libdir" PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-python3}" -c '
import nfhscreen, sys
sys.exit(nfhscreen.library_version() != sys.argv[1])' "$VERSION") ||
        fail "the Python module does not find the installed library"
    pass "Python with the installed library"
fi

# shellcheck disable=SC2046
if [ "$STATIC" = yes ]; then
    # Bound to the archive where both libraries are.
    static_libs=$(pc --static --libs | sed "s|-lnfhscreen|$STAGE$libdir/libnfhscreen.a|")
    # shellcheck disable=SC2086
    compile c -o "$work/static" consumer.c $static_libs
    expect "$work/static"
    pass "C with the static library"

    # A vendor's plug-in that holds the archive and shows nothing of it.
    # shellcheck disable=SC2086
    compile c -fPIC -shared -o "$work/libvendor.so" vendor.c -Wl,--exclude-libs,libnfhscreen.a $static_libs
    shown=$(${NM:-nm} -D --defined-only "$work/libvendor.so" | grep ' nfh_') && fail "the vendor's library shows $shown"
    compile c -o "$work/vendor" vendor_main.c -L"$work" -lvendor -Wl,-rpath,"$work"
    expect "$work/vendor"
    pass "the archive inside another shared object"
fi

if command -v mandoc >/dev/null; then
    for page in "$STAGE$mandir"/man3/*.3 "$STAGE$mandir"/man7/*.7; do
        (cd "$STAGE$mandir" && mandoc -Tutf8 "$page" >"$work/page") || fail "$page cannot be shown"
        [ -s "$work/page" ] || fail "$page is empty"
    done
    pass "manual pages with mandoc"
fi
if command -v man >/dev/null; then
    for page in "$STAGE$mandir"/man3/nfh_*.3; do
        name=${page##*/}
        man -M "$STAGE$mandir" 3 "${name%.3}" >"$work/page" 2>&1 || fail "man 3 ${name%.3}: $(cat "$work/page")"
    done
    pass "manual pages with man"
fi

echo "installcheck: $count uses passed, 0 failed"
