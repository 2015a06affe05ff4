#!/bin/sh
# SPDX-License-Identifier: MIT
#
# dictionary.sh TARGET - writes the dictionary of a fuzz target: its pieces, and for rule sets the words of the language and
# the names of the functions as the library has them now.
set -eu
cd "$(dirname "$0")/../.."
case $1 in
compile | report)
    cat tests/fuzz/cql.dict
    sed -n 's/^NFH_WORD([A-Z_]*, \("[A-Za-z]*"\),.*/\1/p' lib/cql/words.def
    sed -n 's/^    {\("[A-Za-z]*"\), NFH_DO_.*/\1/p' lib/cql/operator_table.c | sort -u
    ;;
*)
    test ! -f "tests/fuzz/$1.dict" || cat "tests/fuzz/$1.dict"
    ;;
esac
