//! From name lists to a gazetteer: reading the files, cutting legal suffixes, and counting which words are ordinary.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use tagger::{
    gazetteer::{Classes, Gazetteer, Lists, phrase_key},
    names::{Shape, Vocabulary, spots, word_key, zone::RoleWords},
};

/// Postil's own lists.
const OWN: &str = include_str!("../../../tagger/data/words.txt");

/// Collects list entries before they become a gazetteer.
#[derive(Debug, Default)]
pub struct ListBuilder {
    words: BTreeMap<u32, Lists>,
    phrases: BTreeMap<u32, Lists>,
    classes: Classes,
}

impl ListBuilder {
    /// Adds an entry of one or more words to a list.
    fn add(&mut self, entry: &str, list: Lists) {
        let keys: Vec<u32> = tagger::tokens(entry).map(|token| word_key(&entry[token])).collect();
        if let [key] = keys[..] {
            self.add_word(key, list);
            return;
        }
        let phrase = keys.into_iter().fold(0, phrase_key);
        let lists = self.phrases.entry(phrase).or_default();
        *lists = lists.with(list);
    }

    fn add_word(&mut self, key: u32, list: Lists) {
        let lists = self.words.entry(key).or_default();
        *lists = lists.with(list);
    }

    /// The gazetteer.
    pub fn build(&self) -> Gazetteer {
        let entries =
            |lists: &BTreeMap<u32, Lists>| lists.iter().map(|(&key, &lists)| (key, lists)).collect::<Vec<_>>();
        Gazetteer::new(&entries(&self.words), &entries(&self.phrases), self.classes.clone())
    }

    /// How many words and phrases there are.
    pub fn len(&self) -> (usize, usize) {
        (self.words.len(), self.phrases.len())
    }
}

/// Reads Postil's own lists.
pub fn own() -> ListBuilder {
    let mut lists = ListBuilder::default();
    for (name, entries) in OWN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let Some(list) = list_named(name) else { continue };
        entries.split(", ").for_each(|entry| lists.add(entry, list));
    }
    lists
}

fn list_named(name: &str) -> Option<Lists> {
    Some(match name {
        "TITLE" => Lists::TITLE,
        "PROFESSION" => Lists::PROFESSION,
        "SAYING" => Lists::SAYING,
        "LEGAL_SUFFIX" => Lists::LEGAL_SUFFIX,
        "ORGANISATION_HEAD" => Lists::ORGANISATION_HEAD,
        "PLACE_HEAD" => Lists::PLACE_HEAD,
        "FACILITY_HEAD" => Lists::FACILITY_HEAD,
        "EVENT_HEAD" => Lists::EVENT_HEAD,
        "WORK_HEAD" => Lists::WORK_HEAD,
        "LAW_HEAD" => Lists::LAW_HEAD,
        "PRODUCT_HEAD" => Lists::PRODUCT_HEAD,
        "COMPANY_KIND" => Lists::COMPANY_KIND,
        "PARTICLE" => Lists::PARTICLE,
        "CALENDAR" => Lists::CALENDAR,
        "LANGUAGE" => Lists::LANGUAGE,
        "DEMONYM" => Lists::DEMONYM,
        "PLACE" => Lists::PLACE,
        "COUNTRY" => Lists::COUNTRY,
        "REGION" => Lists::REGION,
        "PRODUCT" => Lists::PRODUCT,
        "EVENT" => Lists::EVENT,
        "LAW" => Lists::LAW,
        "ORGANISATION" => Lists::ORGANISATION,
        _ => return None,
    })
}

/// Adds the lists of a folder of name lists.
pub fn add_folder(lists: &mut ListBuilder, folder: &Path) -> Result<()> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    read("first-names.txt")?.lines().for_each(|name| lists.add(name, Lists::GIVEN_NAME));
    read("surnames.txt")?.lines().for_each(|name| lists.add(name, Lists::FAMILY_NAME));
    read("nationalities.txt")?.lines().filter(|name| !name.contains(" of ")).for_each(|name| {
        let name = name.split(" (").next().unwrap_or(name);
        lists.add(name, Lists::DEMONYM);
        lists.add(&format!("{name}s"), Lists::DEMONYM);
    });
    read("newspapers.txt")?.lines().for_each(|name| {
        lists.add(name, Lists::ORGANISATION);
        lists.add(name.strip_prefix("The ").unwrap_or(name), Lists::ORGANISATION);
    });
    add_cities(lists, &read("world-cities.csv")?);
    add_countries(lists, &read("country-codes.csv")?);
    add_companies(lists, &read("companies.txt")?);
    Ok(())
}

/// Reads the classes of words: one a line, its group, its family, then its words.
pub fn add_classes(lists: &mut ListBuilder, path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let (mut words, mut groups) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !line.starts_with("//")) {
        let mut fields = line.split(' ');
        let mut number = || fields.next().and_then(|field| field.parse().ok());
        let (Some(group), Some(family)) = (number(), number()) else { bail!("{}: {line:.40}", path.display()) };
        words.extend(fields.map(|word| (word_key(word), groups.len() as u16)));
        groups.push((group, family));
    }
    lists.classes = Classes::new(&words, groups);
    Ok(())
}

fn add_cities(lists: &mut ListBuilder, table: &str) {
    for line in table.lines().skip(1) {
        let fields = comma_separated(line);
        let (Some(city), Some(region)) = (fields.first(), fields.get(2)) else { continue };
        lists.add(city, Lists::CITY);
        if city.contains(' ') {
            city.split(' ').for_each(|word| lists.add_word(word_key(word), Lists::CITY_WORD));
        }
        lists.add(region, Lists::REGION);
    }
}

fn add_countries(lists: &mut ListBuilder, table: &str) {
    let mut lines = table.lines();
    let header = comma_separated(lines.next().unwrap_or(""));
    let column = |name: &str| header.iter().position(|field| field == name);
    let names = ["CLDR display name", "UNTERM English Short", "official_name_en"].map(column);
    let capital = column("Capital");
    for line in lines {
        let fields = comma_separated(line);
        let field = |column: Option<usize>| column.and_then(|column| fields.get(column)).map_or("", String::as_str);
        for name in names.map(field) {
            let name = name.split(" (").next().unwrap_or(name);
            lists.add(name.strip_prefix("the ").unwrap_or(name), Lists::COUNTRY);
        }
        lists.add(field(capital), Lists::CITY.with(Lists::CAPITAL));
    }
}

fn add_companies(lists: &mut ListBuilder, names: &str) {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for name in names.lines() {
        let short = without_legal_suffix(name, lists);
        let words: Vec<&str> = tagger::tokens(&short).map(|token| &short[token]).collect();
        if words.is_empty() || words.len() > 6 || !short.starts_with(char::is_alphanumeric) {
            continue;
        }
        lists.add(&short, Lists::COMPANY);
        let mut known_as = &words[..];
        while let [rest @ .., last] = known_as
            && !rest.is_empty()
            && GENERIC.contains(&last.to_lowercase().as_str())
        {
            known_as = rest;
            lists.add(&known_as.join(" "), Lists::COMPANY);
        }
        for word in words.iter().skip(1).filter(|word| word.len() > 2) {
            *counts.entry(word_key(word)).or_default() += 1;
        }
    }
    for (key, _) in counts.into_iter().filter(|&(_, count)| count >= 5) {
        lists.add_word(key, Lists::COMPANY_WORD);
    }
}

/// Words that a company's everyday name leaves out at its end.
const GENERIC: [&str; 12] = [
    "group",
    "holdings",
    "holding",
    "international",
    "industries",
    "technologies",
    "enterprises",
    "worldwide",
    "financial",
    "pharmaceuticals",
    "corporation",
    "company",
];

/// A company's name without `Inc.`, `Class A Ordinary Shares` and the like at its end.
fn without_legal_suffix(name: &str, lists: &ListBuilder) -> String {
    let cut = [" Class ", " Ordinary ", " Common ", " American Depositary", " Depositary", " ADR", " (", "  "];
    let name = cut.iter().fold(name, |name, cut| name.split(cut).next().unwrap_or(name));
    let mut words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 {
        let last = word_key(words[words.len() - 1]);
        let legal = lists.words.get(&last).is_some_and(|lists| lists.any(Lists::LEGAL_SUFFIX));
        if !legal && words[words.len() - 1] != "&" && words[words.len() - 1] != "O.N." {
            break;
        }
        words.pop();
    }
    words.join(" ").trim_start_matches("The ").to_owned()
}

/// The fields of one line of a table with commas and double quotes.
fn comma_separated(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("there is always one field").push(character),
        }
    }
    fields
}

/// Adds the words that these texts write in lower case.
pub fn add_ordinary_words<'a>(lists: &mut ListBuilder, texts: impl Iterator<Item = &'a str>) {
    let (gazetteer, roles) = (Gazetteer::default(), RoleWords::default());
    let mut vocabulary = Vocabulary::default();
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for text in texts {
        let numbers =
            spots(text, |word| (vocabulary.intern(word, &gazetteer, &roles), tagger::names::zone::Role::Never));
        for spot in numbers {
            let word = vocabulary.word(spot.word);
            let count = counts.entry(word.key).or_default();
            match word.shape {
                Shape::Lower if word.length > 1 => count.0 += 1,
                Shape::Capitalised => count.1 += 1,
                _ => (),
            }
        }
    }
    for (key, (lower, capitalised)) in counts {
        if lower >= 2 && lower * 2 >= capitalised {
            lists.add_word(key, Lists::ORDINARY);
        }
        if lower >= 60 && lower >= capitalised {
            lists.add_word(key, Lists::FREQUENT);
        }
    }
}
