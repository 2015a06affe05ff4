#!/bin/sh
# SPDX-License-Identifier: MIT
#
# dist.sh SOURCE OUTPUT NAME - packs the tracked files of SOURCE and a ./configure as OUTPUT/NAME.tar.gz.
# The bytes depend on the files and the date of the last commit alone (and on the versions of autoconf, tar and gzip).
set -eu
source=$1
output=$2
name=$3
tree=$output/dist

command -v autoconf >/dev/null || { echo "make dist needs autoconf" >&2; exit 1; }
files=$(git -C "$source" ls-files) || { echo "make dist needs the git repository" >&2; exit 1; }
[ -n "$files" ] || { echo "make dist: git tracks no file yet" >&2; exit 1; }
[ -z "$(git -C "$source" status --porcelain --untracked-files=no)" ] ||
    echo "make dist: changes that are not committed are packed too" >&2
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$source" log -1 --format=%ct)}

rm -rf "$tree"
mkdir -p "$tree/$name"
echo "$files" | tar -C "$source" -cf - -T - | tar -C "$tree/$name" -xf -
(cd "$tree/$name" && autoconf && rm -rf autom4te.cache)
tar -C "$tree" --sort=name --format=ustar --mtime="@$epoch" --owner=0 --group=0 --numeric-owner \
    --mode='u=rwX,go=rX' -cf - "$name" | gzip -n -9 >"$output/$name.tar.gz"
rm -rf "$tree"
echo "$output/$name.tar.gz"
