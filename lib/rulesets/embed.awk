# SPDX-License-Identifier: MIT
#
# embed.awk - writes the rule sets that it is given as a C file: a string each, and the table nfh_priv_builtins.
# The name of a rule set is its file's without ".cql". Plain awk, so that a cross build needs no program of the host.

function name_of(path)
{
    sub(/^.*\//, "", path)
    sub(/\.cql$/, "", path)
    return path
}

# A line as the inside of a C string. A question mark is escaped because C11 has trigraphs.
function escaped(line,    out, i, c)
{
    out = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\\" || c == "\"" || c == "?")
            out = out "\\" c
        else if (c == "\t")
            out = out "\\t"
        else if (c == "\r")
            out = out "\\r"
        else
            out = out c
    }
    return out
}

BEGIN {
    count = 0
    print "/* Made from lib/rulesets/ by embed.awk. */"
    print "#include \"screen/builtin.h\""
    print ""
    print "/* C11 promises strings of 4095 characters; every compiler that takes the flags of this library takes more. */"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
}

FNR == 1 {
    if (count > 0)
        print "    ;"
    names[count] = name_of(FILENAME)
    print ""
    printf "static const char text_%d[] =\n", count
    count++
}

{
    printf "    \"%s\\n\"\n", escaped($0)
}

END {
    if (count == 0)
        exit 1
    print "    ;"
    print ""
    print "const struct nfh_builtin nfh_priv_builtins[] = {"
    for (i = 0; i < count; i++)
        printf "    {\"%s\", text_%d, sizeof text_%d - 1},\n", names[i], i, i
    print "};"
    print ""
    print "const size_t nfh_priv_builtin_count = sizeof nfh_priv_builtins / sizeof nfh_priv_builtins[0];"
}
