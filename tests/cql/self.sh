#!/bin/sh
# SPDX-License-Identifier: MIT
#
# self.sh PROGRAM - whether the program that runs the CQL suite finds what is wrong: of Self.xml the tests that begin
# with Bad, and no others.
set -u
here=$(dirname "$0")/self
suite="$1 --deviations $here/deviations.tsv --failures"
status=0

complain()
{
    echo "check-cql: $*"
    status=1
}

$suite --strict-list "$here" >/dev/null && complain "failures leave no exit status"
found=$($suite --strict-list "$here" | sed -n 's|^FAIL Self.xml/[A-Za-z]*/\([A-Za-z]*\) .*|\1|p' | LC_ALL=C sort)
wanted=$({ sed -n 's/.*<test name="\(Bad[A-Za-z]*\)".*/\1/p' "$here/Self.xml"; echo BadAbsent; } | LC_ALL=C sort)
[ "$found" = "$wanted" ] || complain "the failures of its own tests are not those that they should be:" "$found"
bad=$(echo "$wanted" | wc -l)
all=$(grep -c '<test name' "$here/Self.xml")
$suite --strict-list "$here" | grep -q -x "$((all - bad + 1)) passed, $bad failed" || complain "counts wrongly"
# Without --strict-list, conversions need not be listed, nor listed tests be there.
for name in BadConverted BadAbsent BadNotConverted; do
    ! $suite "$here" | grep -q "/$name " || complain "$name fails without --strict-list"
done
$suite --select /Errors/Good "$here" >/dev/null || complain "good tests fail"
exit $status
