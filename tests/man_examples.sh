#!/bin/sh
# SPDX-License-Identifier: MIT
#
# man_examples.sh [PAGE...] - runs the examples of the READMEs and the manual, and compares what
# they print.
# An example is a session: an indented block (in a page, a literal display) whose first line begins
# with `$ `. Each `$ ` line is a command, and what follows is its output, standard error included.
# `$ cat FILE` of a file that is not there yet writes the lines that follow to it. Examples of one
# page share a directory. A display that is a whole C program without a session is compiled and run.
# The environment, all optional:
#   NFH_BUILD                where the library and the example programs are; `build` when not set
#   CC, CPPFLAGS, CFLAGS     the compiler
#   LDFLAGS                  where else to look for libraries
#   PYTHON                   for the examples in Python
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
cd "$top" || exit 1
build=$(cd "${NFH_BUILD:-build}" && pwd) || exit 1
work=$build/tests/man_examples
rm -rf "$work"
mkdir -p "$work/bin" || exit 1

# What the sessions type: the compiler, which finds header and library, Python, and the example
# programs.
# shellcheck disable=SC2086 # CC may be a command with arguments
set_compiler()
{
    set -- ${CC:-cc}
    compiler=$(command -v "$1") || exit 1
    shift
    compiler="$compiler $*"
}
set_compiler
cat >"$work/bin/cc" <<END
#!/bin/sh
exec $compiler -std=c11 -pedantic-errors -Wall -Wextra -Werror ${CPPFLAGS-} ${CFLAGS-} \\
    -I"$top/include" "\$@" -L"$build" -Wl,-rpath,"$build" ${LDFLAGS-} -lm
END
cat >"$work/bin/python3" <<END
#!/bin/sh
exec $(command -v "${PYTHON:-python3}" || echo python3) "\$@"
END
chmod +x "$work/bin/cc" "$work/bin/python3"
PATH=$work/bin:$build/examples:$PATH
PYTHONPATH=$top/examples/python
PYTHONDONTWRITEBYTECODE=1
NFHSCREEN_LIBRARY=${NFHSCREEN_LIBRARY-$build/libnfhscreen.so}
export PATH PYTHONPATH PYTHONDONTWRITEBYTECODE NFHSCREEN_LIBRARY

# Prints the blocks of a page: a line `@ N` with the number of the block's first line, then its
# lines, each after a `|`.
blocks_of_page()
{
    awk '
    /^\.Bd .*-literal/ || /^\.Bd .*-unfilled/ { inside = 1; print "@ " NR + 1; next }
    /^\.Ed/ { inside = 0 }
    inside {
        gsub(/\\&/, ""); gsub(/\\\(aq/, "\047"); gsub(/\\\(dq/, "\042")
        gsub(/\\-/, "-"); gsub(/\\\[u2265\]/, "\342\211\245"); gsub(/\\e/, "\\")
        print "|" $0
    }' "$1"
}

# The same of a plain text: a block is indented by four blanks; empty lines do not end it.
blocks_of_text()
{
    awk '
    /^    / {
        if (!inside) print "@ " NR
        for (; empty > 0; empty--) if (inside) print "|"
        empty = 0; inside = 1; print "|" substr($0, 5); next
    }
    /^$/ { empty++; next }
    { inside = empty = 0 }' "$1"
}

failures=0
commands=0
fail()
{
    failures=$((failures + 1))
    echo "$1"
}

# The command of a session that was read last, and in $work/expected its output.
finish_command()
{
    [ -n "$command" ] || return 0
    set -f
    # shellcheck disable=SC2086 # words of the command
    set -- $command
    set +f
    commands=$((commands + 1))
    if [ "$#" -eq 2 ] && [ "$1" = cat ] && [ ! -e "$directory/$2" ]; then
        cp "$work/expected" "$directory/$2"
    else
        (cd "$directory" && LC_ALL=C sh -c "$command") >"$work/actual" 2>&1 </dev/null
        diff -u "$work/expected" "$work/actual" >"$work/diff" ||
            fail "$page:$line: \$ $command
$(sed 1,2d "$work/diff")"
    fi
    command=
}

# A program alone must compile and end well.
run_program()
{
    commands=$((commands + 1))
    mv "$work/expected" "$directory/program-$line.c"
    (cd "$directory" && cc -o "program-$line" "program-$line.c" -lnfhscreen && "./program-$line") \
        >"$work/actual" 2>&1 || fail "$page:$line: $(cat "$work/actual")"
}

finish_block()
{
    finish_command
    if [ "$kind" = other ] && grep -q '^main(\|^int main(' "$work/expected"; then
        run_program
    fi
}

run_page()
{
    page=$1
    name=$(echo "$page" | tr / _)
    directory=$work/$name.d
    mkdir -p "$directory"
    for link in examples lib include; do
        ln -s "$top/$link" "$directory/$link"
    done
    ln -s "$build" "$directory/build"
    case $page in
    *.[0-9]) blocks_of_page "$page" ;;
    *) blocks_of_text "$page" ;;
    esac >"$work/blocks"
    kind=none
    command=
    line=0
    while IFS= read -r text; do
        case $text in
        '@ '*)
            finish_block
            kind=new
            line=${text#@ }
            : >"$work/expected"
            continue
            ;;
        '|$ '*)
            if [ "$kind" != other ]; then
                finish_command
                kind=session
                command=${text#'|$ '}
                : >"$work/expected"
                continue
            fi
            fail "$page:$line: a block with a session that does not begin it"
            ;;
        esac
        [ "$kind" != new ] || kind=other
        printf '%s\n' "${text#|}" >>"$work/expected"
    done <"$work/blocks"
    finish_block
}

# Without those that need libraries of others: make check-tables runs them.
if [ "$#" -eq 0 ]; then
    for page in README examples/*/README man/*.3 man/*.7; do
        [ "$page" = examples/duckdb/README ] || set -- "$@" "$page"
    done
fi
: >"$work/expected"
for page in "$@"; do
    run_page "$page"
done
[ "$commands" -gt 0 ] || fail "there is no example"
[ "$failures" -eq 0 ] && echo "ok: $# pages, $commands commands"
[ "$failures" -eq 0 ]
