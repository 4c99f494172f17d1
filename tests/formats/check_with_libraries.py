#!/usr/bin/env python3
"""Reads the files in this folder with the libraries that other people read them with.

Every library must give the text of each annotation that Postil wrote, no more and no fewer. The libraries go into a
virtual environment in cargo's target folder; what cannot be installed is skipped, and that is said. Exit status: 0 if nothing
differs, 1 if something does, 77 if nothing could be checked.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["spacy", "dkpro-cassis", "bioc", "gatenlp", "label-studio-sdk"]


def environment():
    """The interpreter of an environment with the libraries; installs what is missing."""
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    folder = HERE.parent.parent / target / "format-check" / "venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    listing = "import importlib.metadata as m; print(*(d.metadata['Name'].lower() for d in m.distributions()))"
    there = subprocess.run([python, "-c", listing], capture_output=True, text=True).stdout.replace("_", "-").split()
    for package in (package for package in PACKAGES if package not in there):
        done = subprocess.run([python, "-m", "pip", "install", "-q", package], capture_output=True, text=True)
        if done.returncode != 0:
            print(f"skipped: {package} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
    return python


def article():
    """The article's text and annotations, offsets in code points."""
    record = json.loads((HERE / "article.json").read_text("utf-8"))
    return record["document"]["text"], record["annotations"]


def text_of(path):
    return (HERE / path).read_bytes().decode("utf-8")


def good(annotations):
    return sorted((a["label"], a["quote"]) for a in annotations if a["status"] != "rejected")


def without_overlaps(annotations):
    """What displaCy and `ents` take: the annotations that lie behind one another."""
    end, kept = 0, []
    for annotation in annotations:
        if annotation["status"] != "rejected" and annotation["start"] >= end:
            kept.append(annotation)
            end = annotation["end"]
    return good(kept)


def spacy_doc():
    import spacy
    from spacy.tokens import Doc

    text, annotations = article()
    record = json.loads(text_of("spacy/annotations.json"))
    doc = Doc(spacy.blank("en").vocab).from_json(record, validate=True)
    yield "text", doc.text, text
    yield "ents", sorted((e.label_, e.text) for e in doc.ents), without_overlaps(annotations)
    yield "spans", sorted((s.label_, s.text) for s in doc.spans["sc"]), good(annotations)
    rejected = sorted((a["label"], a["quote"]) for a in annotations if a["status"] == "rejected")
    yield "rejected", sorted((s.label_, s.text) for s in doc.spans["rejected"]), rejected


def spacy_training():
    import spacy
    from spacy.training import Example

    text, annotations = article()
    ((written, labels),) = json.loads(text_of("spacy-train/annotations.json"))
    nlp = spacy.blank("en")
    cut = [a for a in annotations if nlp.make_doc(text).char_span(a["start"], a["end"]) is None]
    doc = nlp.make_doc(written)
    found = [doc.text[s:e] for s, e, _ in labels["entities"]]
    yield "entities", sorted(zip((l for _, _, l in labels["entities"]), found)), without_overlaps(annotations)
    example = Example.from_dict(doc, {"entities": labels["entities"]})
    whole = [x for x in without_overlaps(annotations) if x not in [(a["label"], a["quote"]) for a in cut]]
    yield "example", sorted((e.label_, e.text) for e in example.reference.ents), whole


def displacy():
    from spacy import displacy as drawing

    text, annotations = article()
    (record,) = json.loads(text_of("displacy/annotations.json"))
    html = drawing.render([record], style="ent", manual=True, page=False)
    yield "marks", html.count("<mark"), len(without_overlaps(annotations))
    yield "quotes", sorted((e["label"], text[e["start"] : e["end"]]) for e in record["ents"]), without_overlaps(annotations)


def prodigy():
    text, annotations = article()
    record = json.loads(text_of("prodigy/annotations.jsonl"))
    spans = [s for s in record["spans"] if s.get("answer") != "reject"]
    yield "quotes", sorted((s["label"], record["text"][s["start"] : s["end"]]) for s in spans), good(annotations)
    tokens = record["tokens"]
    edges = [(tokens[s["token_start"]]["start"], tokens[s["token_end"]]["end"]) for s in record["spans"]]
    yield "tokens", edges, [(s["start"], s["end"]) for s in record["spans"]]
    yield "text of tokens", "".join(t["text"] + " " * t["ws"] for t in tokens), text


def doccano():
    text, annotations = article()
    utf16 = text.encode("utf-16-le")
    for name, triples in (("doccano", lambda r: r["label"]), ("doccano-objects", lambda r: [
        (e["start_offset"], e["end_offset"], e["label"]) for e in r["entities"]
    ])):
        record = json.loads(text_of(f"{name}/annotations.jsonl"))
        found = [(l, utf16[2 * s : 2 * e].decode("utf-16-le")) for s, e, l in triples(record)]
        yield name, sorted(found), good(annotations)


def label_studio():
    from label_studio_sdk.label_interface import LabelInterface

    text, annotations = article()
    (task,) = json.loads(text_of("label-studio/annotations.json"))
    results = [r for a in task["annotations"] if not a["was_cancelled"] for r in a["result"]]
    results += [r for p in task["predictions"] for r in p["result"]]
    found = [(r["value"]["labels"][0], text[r["value"]["start"] : r["value"]["end"]]) for r in results]
    yield "quotes", sorted(found), good(annotations)
    interface = LabelInterface(text_of("label-studio-config/annotations.xml"))
    names = {r["from_name"] for r in results}
    yield "control", names, set(interface.controls[i].name for i in range(len(interface.controls))) if isinstance(
        interface.controls, list
    ) else {c.name for c in interface.controls}
    control = interface.get_control("label")
    yield "labels", sorted(control.labels), sorted({a["label"] for a in annotations})
    for judgement in task["annotations"]:
        yield "valid", interface.validate_annotation({"result": judgement["result"]}), True
    (flat,) = json.loads(text_of("label-studio-min/annotations.json"))
    found = [(r["labels"][0], flat["text"][r["start"] : r["end"]]) for r in flat["label"]]
    yield "JSON-MIN", sorted(found), good(annotations)


def cas():
    import cassis

    text, annotations = article()
    document = cassis.load_cas_from_json(io.BytesIO((HERE / "cas/article-1.json").read_bytes()))
    yield "text", document.sofa_string, text
    found = document.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    yield "quotes", sorted((a.value, a.get_covered_text()) for a in found), good(annotations)


def bioc():
    from bioc import biocjson

    _, annotations = article()
    collection = biocjson.loads(text_of("bioc/annotations.json"))
    passage = collection.documents[0].passages[0]
    found = []
    for annotation in passage.annotations:
        (place,) = annotation.locations
        quote = passage.text[place.offset - passage.offset :][: place.length]
        yield "text", annotation.text, quote
        found.append((annotation.infons["type"], quote))
    yield "quotes", sorted(found), good(annotations)


def gate():
    from gatenlp import Document

    text, annotations = article()
    document = Document.load(str(HERE / "gate/article-1.bdocjs"), fmt="json")
    yield "text", document.text, text
    yield "quotes", sorted((a.type, document[a]) for a in document.annset("")), good(annotations)


def brat():
    text = (HERE / "brat/article-1.txt").read_bytes().decode("utf-8")
    original, annotations = article()
    yield "text", text, original
    found = []
    for line in text_of("brat/article-1.ann").splitlines():
        if line.startswith("T"):
            _, middle, quote = line.split("\t", 2)
            label, offsets = middle.split(" ", 1)
            parts = [text[int(s) : int(e)] for s, e in (part.split() for part in offsets.split(";"))]
            yield "fragments", " ".join(parts), quote
            found.append((label, quote))
    yield "quotes", sorted(found), good(annotations)


def w3c():
    _, annotations = article()
    page = json.loads(text_of("w3c/article-1.jsonld"))
    found = []
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        yield "quote", page["text"][position["start"] : position["end"]], quote["exact"]
        found.append((item["body"][0]["value"], quote["exact"]))
    yield "quotes", sorted(found), good(annotations)


def pubannotation():
    _, annotations = article()
    (record,) = json.loads(text_of("pubannotation/annotations.json"))
    found = [(d["obj"], record["text"][d["span"]["begin"] : d["span"]["end"]]) for d in record["denotations"]]
    yield "quotes", sorted(found), good(annotations)


def tables():
    text, annotations = article()
    everything = sorted((a["label"], a["quote"]) for a in annotations)
    for name, separator in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(text_of(f"{name}/annotations.{name}"), newline=""), delimiter=separator))
        found = [(r["label"], text[int(r["start"]) : int(r["end"])]) for r in rows if r["label"]]
        yield name, sorted(found), everything


def conll():
    import spacy
    from spacy.training.converters import conll_ner_to_docs

    _, annotations = article()
    kept = without_overlaps(annotations)
    for name in ("conll2002", "conll2003"):
        found = []
        for doc in conll_ner_to_docs(text_of(f"{name}/annotations.conll"), no_print=True):
            found += [(e.label_, e.text.replace(" ", "")) for e in doc.ents]
        # The sign before a number is a word of its own, and moved annotations take their whole word along.
        squeezed = sorted((label, "".join(quote.split())) for label, quote in kept)
        yield name, sorted(found), squeezed


CHECKS = [
    spacy_doc, spacy_training, displacy, prodigy, doccano, label_studio, cas, bioc, gate, brat, w3c, pubannotation,
    tables, conll,
]  # fmt: skip


def check():
    """Runs every check; returns the exit status."""
    wrong, done = 0, 0
    for one in CHECKS:
        try:
            results = list(one())
        except ImportError as error:
            print(f"skipped: {one.__name__}: {error}")
            continue
        except Exception as error:  # a library that refuses the file is a finding, not a reason to stop
            print(f"WRONG: {one.__name__}: {type(error).__name__}: {error}")
            wrong += 1
            continue
        bad = [(what, found, wanted) for what, found, wanted in results if found != wanted]
        for what, found, wanted in bad:
            print(f"WRONG: {one.__name__}, {what}:\n  found  {found!r}\n  wanted {wanted!r}")
        wrong += len(bad)
        done += 1
        print(f"{'ok' if not bad else 'differs'}: {one.__name__}, {len(results)} comparisons")
    if not done:
        return 77
    return 1 if wrong else 0


if __name__ == "__main__":
    if "--here" in sys.argv:
        sys.exit(check())
    sys.exit(subprocess.run([environment(), __file__, "--here"]).returncode)
