#!/bin/sh
# SPDX-License-Identifier: MIT
#
# headers.sh - the public header compiles alone, without a word, in every C and C++ that users have, and declares only
# what every language can call.
set -u
. tests/names.sh
work=$NFH_BUILD/tests/headers
mkdir -p "$work"
status=0
tried=""

# Twice: the second must be empty. A name of C++ would not get past the second file.
printf '#include <nfhscreen.h>\n#include <nfhscreen.h>\nint nfh_user(void);\nint nfh_user(void) { return NFH_OK; }\n' \
    >"$work/user.c"
cp "$work/user.c" "$work/user.cc"

# try COMPILER STANDARD FILE
try()
{
    # shellcheck disable=SC2086 # CC may hold arguments
    if $1 -std="$2" -pedantic-errors -Wall -Wextra -Werror -Iinclude -fsyntax-only "$3"; then
        tried="$tried $1:$2"
    else
        echo "the header does not compile alone: $1 -std=$2"
        status=1
    fi
}

for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || continue
    for standard in c99 c11 c17; do try "$compiler" "$standard" "$work/user.c"; done
done
for compiler in g++ clang++; do
    # clang++ is installed without a C++ library too.
    printf '#include <cstddef>\n' >"$work/probe.cc"
    "$compiler" -fsyntax-only "$work/probe.cc" 2>/dev/null || continue
    for standard in c++11 c++17; do try "$compiler" "$standard" "$work/user.cc"; done
done
case $tried in *:c99*) ;; *) echo "no C compiler tried"; status=1 ;; esac
case $tried in *:c++11*) ;; *) echo "no C++ compiler tried (needs g++ or clang++)"; status=1 ;; esac

includes=$(sed -n 's/^# *include *//p' "$header" | paste -s -d ' ' -)
[ "$includes" = "<stddef.h> <stdint.h>" ] || { echo "the header includes $includes"; status=1; }
for word in bool enum long short unsigned float union inline wchar_t va_list '\.\.\.'; do
    if header_declarations | grep -E "(^|[^a-z_])$word([^a-z_]|\$)"; then
        echo "in a declaration, and not for every language: $word"
        status=1
    fi
done
if header_text | grep -E '^# *define +[A-Za-z_0-9]+\('; then
    echo "the header defines a macro with arguments"
    status=1
fi

[ "$status" -eq 0 ] && echo "ok:$tried"
exit "$status"
