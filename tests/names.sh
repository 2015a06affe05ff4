# SPDX-License-Identifier: MIT
#
# names.sh - read by the scripts here (". tests/names.sh"): what the header, the map and the manual say there is.
# shellcheck shell=sh

header=include/nfhscreen.h

# The header without comments.
header_text()
{
    awk '
    { text = text $0 "\n" }
    END {
        while ((start = index(text, "/*")) > 0) {
            rest = substr(text, start + 2)
            text = substr(text, 1, start - 1) " " substr(rest, index(rest, "*/") + 2)
        }
        printf "%s", text
    }' "$header"
}

# The declarations of the header, one a line.
header_declarations()
{
    header_text | sed '/^#/d' | tr '\n' ' ' | tr ';' '\n' | sed -n 's/^.*NFH_API *//p'
}

header_functions()
{
    header_declarations | sed 's/^[^(]*\(nfh_[a-z0-9_]*\) *(.*$/\1/' | sort
}

map_functions()
{
    sed -n 's/^[[:space:]]*\(nfh_[a-z0-9_]*\);.*/\1/p' lib/nfhscreen.map | sort
}

# same NAME FILE NAME FILE: two sorted lists are equal, or says what each has alone.
same()
{
    cmp -s "$2" "$4" && return 0
    comm -23 "$2" "$4" | sed "s|^|only in $1, not in $3: |"
    comm -13 "$2" "$4" | sed "s|^|only in $3, not in $1: |"
    return 1
}
