#!/usr/bin/env python3
"""Writes src/figures/currency_names.rs from CLDR's English currency names and the ISO 4217 list.

usage: currencies.py cldr-currencies-en.json currency-codes.csv > src/figures/currency_names.rs

Sources: unicode-org/cldr-json (Unicode License v3); datasets/currency-codes (PDDL).
"""
import csv
import json
import sys
import unicodedata

names = json.load(open(sys.argv[1], encoding="utf-8"))["main"]["en"]["numbers"]["currencies"]
listed = list(csv.DictReader(open(sys.argv[2], encoding="utf-8")))
current = {row["AlphabeticCode"] for row in listed if row["AlphabeticCode"] and not row["WithdrawalDate"]}
ASIDE = {"XXX", "XTS", "XAG", "XAU", "XPD", "XPT", "XUA", "XSU", "XBA", "XBB", "XBC", "XBD", "USN", "USS"}

table = {}
for code in sorted(names, key=lambda code: (code not in current, code)):
    if code in ASIDE:
        continue
    for key in ("displayName-count-one", "displayName-count-other"):
        name = names[code].get(key, "").lower()
        plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        for written in {name, plain}:
            if written and all(word.isalpha() for word in written.split(" ")):
                table.setdefault(written, code)

print("//! Names and codes of currencies. Written by `data/currencies.py`; names to add belong in `currencies.rs`.")
print("//!")
print("//! Sources: Unicode CLDR, English (Unicode License v3); ISO 4217 as listed by datasets/currency-codes (PDDL).")
print()
print("/// Full names in lower case and what they name; sorted.")
print("#[rustfmt::skip]")
print("pub(super) static NAMES: &[(&str, &str)] = &[")
for name in sorted(table, key=lambda name: name.encode()):
    print(f'    ("{name}", "{table[name]}"),')
print("];")
print()
print("/// The codes in use, and those withdrawn since 2009; sorted.")
print("#[rustfmt::skip]")
print("pub(super) static CODES: &[&str] = &[")
# Those withdrawn of late are in much text still.
late = {row["AlphabeticCode"] for row in listed if row["WithdrawalDate"] >= "2009" and row["AlphabeticCode"]}
codes = sorted((current | late) - ASIDE)
for at in range(0, len(codes), 14):
    print("    " + " ".join(f'"{code}",' for code in codes[at:at + 14]))
print("];")
