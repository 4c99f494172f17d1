//! The training corpus: which files are for what, and how a document becomes examples.

use std::{collections::HashMap, ops::Range, path::Path};

use annotation::TextSize;
use anyhow::{Context, Result};
use tagger::{
    Evidence, NameTagger,
    gazetteer::{Gazetteer, Lists, phrase_key},
    model::{LABELS, STEP, Segment, UNIT},
    names::{
        Shape, Sign, Spot, Vocabulary,
        features::{Feature, Place, left_features, right_features, span_features, word_features},
        pass::{Pass, places_after, places_before, places_of_ends},
        spots, word_key,
        zone::{Role, RoleWords},
    },
};

use super::learner::{Arena, Dice, Example, ExampleSpan, MEMORY};
use crate::gold::{self, GoldDocument, Mask, labels_of, mask};

/// A document with where it comes from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The document.
    pub document: GoldDocument,
    /// How much it counts.
    pub weight: f32,
}

/// Documents to tune on, under a name.
pub type TuningSet = (String, Vec<GoldDocument>);

const CROSSNER: [&str; 5] = ["ai", "literature", "music", "politics", "science"];
const GUM: [&str; 5] = ["academic", "bio", "court", "interview", "voyage"];

/// The documents to train with and those to tune on; GUM's news and UNER's test are in neither.
pub fn load(folder: &Path) -> Result<(Vec<Source>, Vec<TuningSet>)> {
    let mut train = Vec::new();
    let mut tune = Vec::new();
    let read = |name: &str| gold::read(&folder.join(name));
    let mut add = |documents: Vec<GoldDocument>, weight: f32| {
        train.extend(documents.into_iter().map(|document| Source { document, weight }));
    };
    add(read("uner-en-ewt/train.jsonl")?, 1.0);
    tune.push(("uner-dev".to_owned(), read("uner-en-ewt/dev.jsonl")?));
    let mut wikigold = read("wikigold/all.jsonl")?;
    tune.push(("wikigold-last-10".to_owned(), wikigold.split_off(wikigold.len().saturating_sub(10))));
    add(wikigold, 1.0);
    for part in ["train", "dev", "test"] {
        add(read(&format!("wnut17/{part}.jsonl"))?, 0.5);
    }
    for domain in CROSSNER {
        for part in ["train", "dev"] {
            add(read(&format!("crossner/{domain}-{part}.jsonl"))?, 0.7);
        }
        tune.push((format!("crossner-{domain}-test"), read(&format!("crossner/{domain}-test.jsonl"))?));
    }
    let mut gum = Vec::new();
    for genre in GUM {
        add(read(&format!("gum/{genre}-train.jsonl"))?, 1.0);
        for part in ["dev", "test"] {
            gum.extend(read(&format!("gum/{genre}-{part}.jsonl"))?);
        }
    }
    tune.push(("gum-other".to_owned(), gum));
    Ok((train, tune))
}

/// Our own marked news, without its figures.
pub fn own_news(folder: &Path) -> Result<Vec<GoldDocument>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mark"));
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        documents.extend(gold::read(&path)?);
    }
    documents.iter_mut().for_each(gold::without_figures);
    Ok(documents)
}

/// Copies of lines as headlines, most words with a capital.
pub fn headlines(sources: &[Source], dice: &mut Dice) -> Vec<Source> {
    let mut made = Vec::new();
    for source in sources {
        let document = &source.document;
        let mut start = 0;
        for line in document.text.split_inclusive('\n') {
            let end = start + line.len();
            let words = line.split_whitespace().count();
            if (5..=16).contains(&words) && dice.below(100) < 12 {
                let spans = document.spans.iter().filter(|span| span.start >= start && span.end <= end).cloned();
                let spans = spans.map(|mut span| {
                    span.start -= start;
                    span.end -= start;
                    span
                });
                let text = as_headline(line.trim_end());
                let spans = spans.filter(|span| span.end <= text.len()).collect();
                made.push(Source {
                    document: GoldDocument { id: format!("{}-headline", document.id), text, spans },
                    weight: source.weight * 0.5,
                });
            }
            start = end;
        }
    }
    made
}

fn as_headline(line: &str) -> String {
    const SMALL: [&str; 24] = [
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "as", "with", "from", "de",
        "van", "von", "is", "if", "nor", "s", "t",
    ];
    let mut text = String::with_capacity(line.len());
    let mut word_start = true;
    for (at, character) in line.char_indices() {
        let word = line[at..].split(|character: char| !character.is_alphanumeric()).next().unwrap_or("");
        let raise = word_start && (at == 0 || !SMALL.contains(&word));
        text.push(if raise { character.to_ascii_uppercase() } else { character });
        word_start = !(character.is_alphanumeric() || matches!(character, '\'' | '’'));
    }
    text
}

/// Turns documents into examples; numbers features as they come.
#[derive(Debug, Default)]
pub struct Extractor {
    /// The feature lists.
    pub arena: Arena,
    /// Feature hashes by number.
    pub hashes: Vec<u32>,
    /// How often each feature is used, by number.
    pub uses: Vec<u32>,
    numbers: HashMap<u32, u32>,
    vocabulary: Vocabulary,
    word_blocks: HashMap<(u32, u8), u32>,
    /// Gold spans that no candidate span covers.
    pub out_of_reach: usize,
}

impl Extractor {
    fn number(&mut self, feature: Feature) -> u32 {
        let next = self.hashes.len() as u32;
        let number = *self.numbers.entry(feature.hash).or_insert(next);
        if number == next {
            self.hashes.push(feature.hash);
            self.uses.push(0);
        }
        number | if feature.memory { MEMORY } else { 0 }
    }

    /// The examples of a document.
    pub fn examples(&mut self, source: &Source, fold: usize, gazetteer: &Gazetteer) -> Vec<Example> {
        let roles = RoleWords::default();
        let mut vocabulary = std::mem::take(&mut self.vocabulary);
        let text = &source.document.text;
        let spots = spots(text, |word| {
            let number = vocabulary.intern(word, gazetteer, &roles);
            (number, vocabulary.word(number).role)
        });
        let gold = token_spans(&spots, &source.document, gazetteer, &vocabulary);
        self.out_of_reach += source.document.spans.len().saturating_sub(gold.len());
        let mut examples = Vec::new();
        let pass = Pass::new(spots, &vocabulary, gazetteer);
        let spots = &pass.spots[..];
        for zone in &pass.zones {
            let view = zone.view(spots, &vocabulary, gazetteer);
            let segments = &pass.segments[zone.segments.clone()];
            let start_of_zone = zone.tokens.start;
            let mut example = Example {
                length: zone.tokens.len(),
                spans: Vec::new(),
                blocks: Vec::new(),
                weight: source.weight,
                fold,
            };
            let mut local: HashMap<u32, u8> = HashMap::new();
            let (mut left, mut right) = (HashMap::new(), HashMap::new());
            for segment in segments {
                let (start, end) = (start_of_zone + segment.start as usize, start_of_zone + segment.end as usize);
                let mut blocks = Vec::new();
                if segment.name {
                    let mut add = |index: usize, place: Place| {
                        blocks.push(self.word_block(&vocabulary, spots[index].word, place));
                    };
                    places_of_ends(start, end, &mut add);
                    (start..end).for_each(|index| add(index, Place::In));
                    places_before(&view, start, &mut add);
                    places_after(&view, end, &mut add);
                    let left = *left.entry(start).or_insert_with(|| self.block(|add| left_features(&view, start, add)));
                    let right = *right.entry(end).or_insert_with(|| self.block(|add| right_features(&view, end, add)));
                    blocks.extend([left, right, self.block(|add| span_features(&view, start, end, add))]);
                }
                let blocks = blocks.into_iter().filter_map(|block| {
                    let place = *local.entry(block).or_insert_with(|| {
                        example.blocks.push(block);
                        (example.blocks.len() - 1).min(255) as u8
                    });
                    (place < 255).then_some(place)
                });
                let blocks = blocks.collect();
                example.spans.push(ExampleSpan {
                    start: segment.start as u16,
                    end: segment.end as u16,
                    name: segment.name,
                    allowed: 0,
                    blocks,
                    offset: [0.0; LABELS],
                });
            }
            let open = marks_few_types(&source.document.id) && !view.title_case;
            if allow(&mut example, segments, start_of_zone, &gold, spots, &vocabulary, gazetteer) {
                if open {
                    leave_open(&mut example, &spots[zone.tokens.clone()]);
                }
                examples.push(example);
            }
        }
        self.vocabulary = vocabulary;
        examples
    }

    /// The examples of a document for the second pass: given scores, and the document's evidence as features.
    pub fn evidence_examples(
        &mut self,
        source: &Source,
        tagger: &NameTagger,
        base_factor: i32,
        with_mentions: bool,
    ) -> Vec<Example> {
        let gazetteer = &tagger.model().gazetteer;
        let mut evidence = Evidence::default();
        let text = source.document.text.as_str();
        tagger.study_part(text, TextSize::new(0), &mut evidence);
        if !with_mentions {
            evidence.forget_mentions();
        }
        let mut examples = Vec::new();
        let mut gold = None;
        tagger.inspect_part(TextSize::new(0), &evidence, |view, pass, zone, features| {
            let segments = &pass.segments[zone.segments.clone()];
            let gold =
                gold.get_or_insert_with(|| token_spans(view.spots, &source.document, gazetteer, view.vocabulary));
            let mut example = Example {
                length: zone.tokens.len(),
                spans: Vec::new(),
                blocks: Vec::new(),
                weight: source.weight,
                fold: 0,
            };
            for (segment, features) in segments.iter().zip(features) {
                let features: Vec<u32> =
                    features.iter().map(|&hash| self.number(Feature { hash, memory: false })).collect();
                features.iter().for_each(|&feature| self.uses[feature as usize] += 1);
                if example.blocks.len() < 255 {
                    example.blocks.push(self.arena.add(features));
                }
                let given = |score: i16| (i32::from(score) * base_factor / 256 * STEP) as f32 / UNIT as f32;
                example.spans.push(ExampleSpan {
                    start: segment.start as u16,
                    end: segment.end as u16,
                    name: segment.name,
                    allowed: 0,
                    blocks: vec![(example.blocks.len() - 1) as u8],
                    offset: std::array::from_fn(|label| given(segment.scores[label])),
                });
            }
            if allow(&mut example, segments, zone.tokens.start, gold, view.spots, view.vocabulary, gazetteer) {
                examples.push(example);
            }
        });
        examples
    }

    /// A new list of the features that `each` emits.
    fn block(&mut self, each: impl FnOnce(&mut dyn FnMut(Feature))) -> u32 {
        let mut features = Vec::new();
        each(&mut |feature| features.push(feature));
        let features: Vec<u32> = features.into_iter().map(|feature| self.number(feature)).collect();
        features.iter().for_each(|feature| self.uses[(feature & !MEMORY) as usize] += 1);
        self.arena.add(features)
    }

    fn word_block(&mut self, vocabulary: &Vocabulary, word: u32, place: Place) -> u32 {
        let block = match self.word_blocks.get(&(word, place as u8)) {
            Some(&block) => block,
            None => {
                let mut features = Vec::new();
                word_features(vocabulary.word(word), place, |feature| features.push(feature));
                let features: Vec<u32> = features.into_iter().map(|feature| self.number(feature)).collect();
                let block = self.arena.add(features);
                self.word_blocks.insert((word, place as u8), block);
                block
            }
        };
        let uses = &mut self.uses;
        self.arena.each(block, |feature| uses[feature as usize] += 1);
        block
    }
}

/// A gold span on tokens.
#[derive(Debug, Clone, Copy)]
pub struct TokenSpan {
    start: usize,
    end: usize,
    labels: Mask,
}

/// The gold spans that begin and end with tokens, without a leading *the*; a person's without the titles that some data
/// sets leave in.
pub fn token_spans(
    spots: &[Spot],
    document: &GoldDocument,
    gazetteer: &Gazetteer,
    vocabulary: &Vocabulary,
) -> Vec<TokenSpan> {
    let mut spans = Vec::new();
    for span in &document.spans {
        let first = spots.partition_point(|spot| usize::from(spot.range.start()) < span.start);
        let end = spots.partition_point(|spot| usize::from(spot.range.start()) < span.end);
        let text = &document.text[span.start..span.end];
        let labels = span.types.iter().fold(0, |labels, kind| labels | labels_of(kind, text, gazetteer));
        let fits = spots.get(first).is_some_and(|spot| usize::from(spot.range.start()) == span.start)
            && end > first
            && usize::from(spots[end - 1].range.end()) == span.end;
        if labels > 0 && fits && spans.last().is_none_or(|last: &TokenSpan| last.end <= first) {
            let is_title = |at: usize| vocabulary.word(spots[at].word).lists.any(Lists::TITLE);
            let mut start = first;
            if vocabulary.word(spots[start].word).sign == Sign::The && start + 1 < end {
                start += 1;
            }
            while labels == mask(&["PERSON"])
                && start + 1 < end
                && is_title(start)
                && spots[start + 1].role == Role::Capital
            {
                start += 1;
            }
            spans.push(TokenSpan { start, end, labels });
        }
    }
    spans
}

/// Marks what the gold allows in an example; false if the gold cannot be reached in it.
fn allow(
    example: &mut Example,
    segments: &[Segment],
    zone_start: usize,
    gold: &[TokenSpan],
    spots: &[Spot],
    vocabulary: &Vocabulary,
    gazetteer: &Gazetteer,
) -> bool {
    let zone_end = zone_start + example.length;
    let mut reachable = true;
    let mut token_masks = vec![1 as Mask; example.length];
    let from = gold.partition_point(|span| span.end <= zone_start);
    let mut covered = vec![false; example.length];
    for span in gold[from..].iter().take_while(|span| span.start < zone_end) {
        let inside = span.start >= zone_start && span.end <= zone_end;
        let place = segments.iter().position(|segment| {
            zone_start + segment.start as usize == span.start
                && zone_start + segment.end as usize == span.end
                && segment.name
        });
        for index in span.start.max(zone_start)..span.end.min(zone_end) {
            covered[index - zone_start] = true;
            token_masks[index - zone_start] = span.labels & 1;
        }
        match place {
            Some(place) if inside => example.spans[place].allowed |= span.labels & !1,
            _ if span.labels & 1 == 1 => (),
            _ => reachable = false,
        }
    }
    // Nationalities are marked in few of the data sets; the list says what they are.
    for segment in segments.iter().filter(|segment| segment.name) {
        let range = segment.start as usize..segment.end as usize;
        if range.len() > 3 || covered[range.clone()].iter().any(|&covered| covered) {
            continue;
        }
        let words =
            spots[zone_start + range.start..zone_start + range.end].iter().map(|spot| vocabulary.word(spot.word));
        let lists = match range.len() {
            1 => words.fold(Lists::default(), |_, word| word.lists),
            _ => gazetteer.phrase(words.fold(0, |phrase, word| phrase_key(phrase, word.key))),
        };
        if lists.any(Lists::DEMONYM) && !lists.any(Lists::FREQUENT) {
            let at = zone_start + range.start..zone_start + range.end;
            let language = lists.any(Lists::LANGUAGE) && is_language(spots, vocabulary, &at);
            let label = if language { mask(&["LANGUAGE"]) } else { mask(&["NORP"]) };
            let place = segments.iter().position(|other| other.start == segment.start && other.end == segment.end);
            place.into_iter().for_each(|place| example.spans[place].allowed |= label);
            // "the French Open" is a name that some data sets leave out, and no nationality.
            let goes_on = spots
                .get(at.end)
                .is_some_and(|next| at.end < zone_end && next.role == Role::Capital && !covered[at.end - zone_start]);
            if !goes_on {
                token_masks[range].iter_mut().for_each(|mask| *mask = 0);
            }
        }
    }
    for span in &mut example.spans {
        if span.end - span.start == 1 {
            span.allowed |= token_masks[usize::from(span.start)];
        }
    }
    reachable && can_be_cut(example)
}

/// True if a word that is a nationality and a language too is the language here: `in French`, `speaks French`, `the
/// French language`; not `in French politics`.
fn is_language(spots: &[Spot], vocabulary: &Vocabulary, at: &Range<usize>) -> bool {
    let is_one_of = |index: usize, words: &[&str]| {
        spots.get(index).is_some_and(|spot| {
            let key = vocabulary.word(spot.word).key;
            words.iter().any(|word| word_key(word) == key)
        })
    };
    let before = |words: &[&str]| at.start > 0 && !spots[at.start].line_start && is_one_of(at.start - 1, words);
    let next = spots.get(at.end).filter(|next| !next.line_start).map(|next| vocabulary.word(next.word));
    let noun_follows = next.is_some_and(|next| {
        !matches!(next.shape, Shape::Sign | Shape::Number)
            && !is_one_of(at.end, &["and", "or", "as", "but", "at", "for"])
    });
    let spoken =
        ["speak", "speaks", "spoke", "spoken", "speaking", "learn", "learning", "study", "fluent", "understand"];
    is_one_of(at.end, &["language", "languages", "dialect", "alphabet", "translation", "speaker", "speakers"])
        || before(&spoken)
        || before(&["in", "into", "from"]) && !noun_follows
}

/// True for documents of a data set that marks people, organisations and places alone.
fn marks_few_types(id: &str) -> bool {
    ["answers", "email", "newsgroup", "reviews", "weblog"].iter().any(|genre| id.starts_with(genre))
}

/// Lets what is marked as no name inside a sentence be a product, an event, a work or a law.
fn leave_open(example: &mut Example, zone: &[Spot]) {
    let others = mask(&["PRODUCT", "EVENT", "WORK_OF_ART", "LAW"]);
    let none: Vec<bool> = (0..zone.len())
        .map(|at| {
            example
                .spans
                .iter()
                .any(|span| usize::from(span.start) == at && span.end - span.start == 1 && span.allowed & 1 == 1)
        })
        .collect();
    for span in example.spans.iter_mut().filter(|span| span.name) {
        let range = usize::from(span.start)..usize::from(span.end);
        if range.len() <= 4 && !zone[range.start].opens && none[range].iter().all(|&none| none) {
            span.allowed |= others;
        }
    }
}

/// True if the allowed segments cover the zone in some way.
fn can_be_cut(example: &Example) -> bool {
    let mut reached = vec![false; example.length + 1];
    reached[0] = true;
    for span in &example.spans {
        if span.allowed != 0 && reached[usize::from(span.start)] {
            reached[usize::from(span.end)] = true;
        }
    }
    reached[example.length]
}
