#!/bin/sh
# Makes the first corpora. For the importers, each fixture with the byte in front of it that chooses its format; for
# zips, each folder of fixtures, stored and deflated; for the tagger, each example of the guidelines and each line of the samples, with the byte that chooses its options.
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

mkdir -p corpus/archive
for folder in ../tests/formats/*/; do
    for method in STORED DEFLATED; do
        python3 -c '
import pathlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", getattr(zipfile, "ZIP_" + sys.argv[3])) as zip:
    for file in pathlib.Path(sys.argv[2]).iterdir():
        zip.write(file, file.name)
' "corpus/archive/$(basename "$folder")-$method" "$folder" "$method"
    done
done

mkdir -p corpus/tagger
sed -n 's/^> //; t strip; b keep; :strip; s/\[\([^]|]*\)|[^]]*\]/\1/g; :keep; /[^ ]/p' \
    ../tests/figures/[a-z]*.md ../tests/names/*.md ../www/samples/*.txt |
    awk '{ printf "%c%s\n", 1 + NR % 127, $0 > ("corpus/tagger/" NR); close("corpus/tagger/" NR) }'
