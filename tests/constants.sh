#!/bin/sh
# SPDX-License-Identifier: MIT
#
# constants.sh [--print] - the constants of the header are those of tests/abi/constants.txt: their numbers are part of
# the binary interface and permanent. A new constant is added there by hand or by `make abi-baseline`.
set -u
. tests/names.sh
golden=tests/abi/constants.txt

# All object-like macros but the version, which is meant to change, and those that are no constant.
constants()
{
    header_text | sed -n 's/^# *define \(NFH_[A-Z0-9_]*\)  *\(.*[^ ]\) *$/\1 \2/p' |
        grep -v -e '^NFH_VERSION_' -e '^NFH_API' | sort
}

if [ "${1-}" = --print ]; then
    constants
    exit
fi

work=$NFH_BUILD/tests/constants
mkdir -p "$work"
constants >"$work/header"
[ -s "$work/header" ] || { echo "the header defines no constant"; exit 1; }
sort "$golden" >"$work/golden" || exit 1
same "the header" "$work/header" "$golden" "$work/golden" || exit 1

# One number, one name, among the status codes.
twice=$(sed -n 's/^NFH_\(OK\|E_[A-Z]*\) //p' "$work/header" | sort | uniq -d)
[ -z "$twice" ] || { echo "status numbers given out twice:" "$twice"; exit 1; }
echo "ok: $(wc -l <"$work/header") constants"
