//! Holidays by name. To add one, add a line.

use super::amount::Context;
use super::calendar::{Reference, easter};
use super::cursor::{Cursor, Token};
use super::moment::Moment;
use super::year::year_behind;

/// When a holiday is.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// Every year on this day.
    Fixed(u8, u8),
    /// The nth weekday (1 is Monday) of a month; 5 is the last.
    Nth(u8, u8, u8),
    /// Days from Easter Sunday.
    Easter(i64),
    /// The Friday after the fourth Thursday of November.
    BlackFriday,
    /// By another calendar.
    Moving,
}

use Rule::{Easter, Fixed, Moving, Nth};

/// Names in lower case, apostrophes left out; longer names first where one begins another.
static HOLIDAYS: &[(&str, Rule)] = &[
    ("april fools day", Fixed(4, 1)),
    ("armistice day", Fixed(11, 11)),
    ("ash wednesday", Easter(-46)),
    ("bastille day", Fixed(7, 14)),
    ("black friday", Rule::BlackFriday),
    ("boxing day", Fixed(12, 26)),
    ("chinese new year", Moving),
    ("christmas eve", Fixed(12, 24)),
    ("christmas day", Fixed(12, 25)),
    ("christmas", Fixed(12, 25)),
    ("cinco de mayo", Fixed(5, 5)),
    ("columbus day", Nth(10, 1, 2)),
    ("cyber monday", Moving),
    ("diwali", Moving),
    ("earth day", Fixed(4, 22)),
    ("easter monday", Easter(1)),
    ("easter sunday", Easter(0)),
    ("easter", Easter(0)),
    ("eid al adha", Moving),
    ("eid al fitr", Moving),
    ("fathers day", Nth(6, 7, 3)),
    ("good friday", Easter(-2)),
    ("halloween", Fixed(10, 31)),
    ("hanukkah", Moving),
    ("independence day", Fixed(7, 4)),
    ("international workers day", Fixed(5, 1)),
    ("international womens day", Fixed(3, 8)),
    ("labor day", Nth(9, 1, 1)),
    ("lunar new year", Moving),
    ("martin luther king day", Nth(1, 1, 3)),
    ("mardi gras", Easter(-47)),
    ("may day", Fixed(5, 1)),
    ("memorial day", Nth(5, 1, 5)),
    ("mlk day", Nth(1, 1, 3)),
    ("mothers day", Nth(5, 7, 2)),
    ("new years eve", Fixed(12, 31)),
    ("new years day", Fixed(1, 1)),
    ("new year day", Fixed(1, 1)),
    ("new years", Fixed(1, 1)),
    ("palm sunday", Easter(-7)),
    ("passover", Moving),
    ("presidents day", Nth(2, 1, 3)),
    ("ramadan", Moving),
    ("st patricks day", Fixed(3, 17)),
    ("thanksgiving day", Nth(11, 4, 4)),
    ("thanksgiving", Nth(11, 4, 4)),
    ("valentines day", Fixed(2, 14)),
    ("veterans day", Fixed(11, 11)),
];

fn resolve(rule: Rule, year: i32) -> Option<Reference> {
    match rule {
        Fixed(month, day) => Some(Reference::new(year, month, day)),
        Nth(month, weekday, nth) => {
            let first = Reference::new(year, month, 1);
            let ahead = (7 + i64::from(weekday) - i64::from(first.weekday())) % 7;
            let found = first.plus_days(ahead + 7 * (i64::from(nth) - 1));
            Some(if found.month == month { found } else { found.plus_days(-7) })
        }
        Easter(days) => Some(easter(year).plus_days(days)),
        Rule::BlackFriday => resolve(Nth(11, 4, 4), year).map(|day| day.plus_days(1)),
        Moving => None,
    }
}

/// The holiday at `first`, with its year if that follows.
pub(super) fn read(context: Context, first: Token) -> Option<(usize, Moment)> {
    let cursor = context.cursor;
    let (end, rule) = find(cursor, first)?;
    let mut year_found = year_behind(context, end, false);
    let of = cursor.token(end);
    if year_found.is_none()
        && &*cursor.word(of) == "of"
        && let Some((stop, super::temporal::Time::Point(moment))) =
            context.inside().and_then(|context| super::relative::read(context, cursor.after(of)))
        && let (Some(year), None) = (moment.year, moment.month)
    {
        year_found = Some((stop, year));
    }
    let (end, known_year) = year_found.map_or((end, None), |(end, year)| (end, Some(year)));
    let moment = match (rule, known_year) {
        (Fixed(month, day), _) => Moment { year: known_year, month: Some(month), day: Some(day), ..Moment::default() },
        (_, Some(year)) => resolve(rule, year).map_or(Moment::unresolved(), Moment::of_day),
        (_, None) => Moment::unresolved(),
    };
    Some((end, moment))
}

fn find(cursor: Cursor, first: Token) -> Option<(usize, Rule)> {
    let word = cursor.word(first);
    let capital = cursor.byte(first.start).is_ascii_uppercase();
    'names: for &(name, rule) in HOLIDAYS {
        if !name.starts_with(&*word) || word.is_empty() {
            continue;
        }
        let mut token = first;
        let mut end = first.end;
        for (count, part) in name.split(' ').enumerate() {
            if count > 0 {
                token = cursor.token(end);
                if matches!(cursor.sign(token), '.' | '-' | '\'' | '’') {
                    token = cursor.after(token);
                }
            }
            if !token.near() && count > 0 {
                continue 'names;
            }
            let text = cursor.word(token);
            end = token.end;
            if *text == *part {
                continue;
            }
            // "New Year's", "Workers'": the apostrophe and what follows it.
            if part.strip_suffix('s') == Some(&*text) || &*text == part {
                let mark = cursor.token(end);
                let s = cursor.after(mark);
                if matches!(cursor.sign(mark), '\'' | '’') && mark.glued() {
                    end = if cursor.slice(s) == "s" && s.glued() { s.end } else { mark.end };
                    continue;
                }
            }
            continue 'names;
        }
        // "Workers' Day": an apostrophe behind a plural.
        let single = !name.contains(' ');
        if single && !capital && !matches!(name, "christmas" | "easter" | "halloween" | "thanksgiving") {
            continue;
        }
        if matches!(name, "may day" | "new years") && !capital {
            continue;
        }
        return Some((end, rule));
    }
    // Plural possessives: "International Workers' Day".
    None
}

/// The holiday of the year before or after, seen from `today`.
pub(super) fn nearest(moment: Moment, today: Reference, way: i64, cursor: Cursor, first: Token) -> Option<Moment> {
    let rule = match (moment.month, moment.day) {
        (Some(month), Some(day)) => Fixed(month, day),
        _ => find(cursor, first)?.1,
    };
    let this = resolve(rule, today.year)?;
    let (this_day, today_day) = ((this.month, this.day), (today.month, today.day));
    let year = match way {
        -1 if this_day >= today_day => today.year - 1,
        1 if this_day <= today_day => today.year + 1,
        _ => today.year,
    };
    resolve(rule, year).map(Moment::of_day)
}
