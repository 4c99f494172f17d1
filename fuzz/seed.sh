#!/bin/sh
# Makes the first corpus: each fixture with the byte in front of it that chooses its format.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/import
index=0
for format in $(sed -n '/FORMATS: /,/];/s/^ *&\(.*\),$/\1/p' ../crates/formats/src/list.rs); do
    for file in ../tests/formats/*/*; do
        name=$(echo "$file" | tr '/' '_')
        printf "\\$(printf '%03o' $((index * 2)))" | cat - "$file" > "corpus/import/$format$name"
    done
    index=$((index + 1))
done
