//! The currencies: what the tables say about a code, a sign, a name. To add one, add a line.

use super::currency_names::{CODES, NAMES};

/// The currency that a sign or a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Currency {
    /// Named without doubt; an ISO 4217 code.
    Code(&'static str),
    /// Some dollar: the document or an option says which.
    Dollar,
    /// Yen or yuan, written `¥`.
    YenOrYuan,
    /// The usual one of several with this name.
    Usual(&'static str),
    /// A hundredth of some dollar or euro.
    Cent,
    /// A hundredth of this currency.
    Hundredth(&'static str),
    /// A tenth of this currency.
    Tenth(&'static str),
}

use Currency::{Cent, Code, Dollar, Hundredth, Tenth, Usual, YenOrYuan};

/// Signs that stand by themselves.
static SIGNS: &[(char, Currency)] = &[
    ('$', Dollar),
    ('¢', Cent),
    ('£', Usual("GBP")),
    ('¥', YenOrYuan),
    ('￥', YenOrYuan),
    ('€', Code("EUR")),
    ('₹', Code("INR")),
    ('₨', Usual("INR")),
    ('₩', Usual("KRW")),
    ('₽', Code("RUB")),
    ('₺', Code("TRY")),
    ('₴', Code("UAH")),
    ('₦', Code("NGN")),
    ('₱', Code("PHP")),
    ('₫', Code("VND")),
    ('₪', Code("ILS")),
    ('₡', Code("CRC")),
    ('₲', Code("PYG")),
    ('₵', Code("GHS")),
    ('₸', Code("KZT")),
    ('₮', Code("MNT")),
    ('₭', Code("LAK")),
    ('₾', Code("GEL")),
    ('₼', Code("AZN")),
    ('₿', Code("XBT")),
    ('฿', Code("THB")),
    ('৳', Code("BDT")),
    ('៛', Code("KHR")),
    ('֏', Code("AMD")),
    ('؋', Code("AFN")),
    ('元', Code("CNY")),
    ('円', Code("JPY")),
];

/// Letters before `$`, `£` or `¥`, as in `HK$`; in lower case, sorted.
static SIGN_PREFIXES: &[(&str, char, &str)] = &[
    ("a", '$', "AUD"),
    ("au", '$', "AUD"),
    ("b", '$', "BND"),
    ("bz", '$', "BZD"),
    ("c", '$', "CAD"),
    ("ca", '$', "CAD"),
    ("can", '$', "CAD"),
    ("cn", '¥', "CNY"),
    ("e", '£', "EGP"),
    ("ec", '$', "XCD"),
    ("fj", '$', "FJD"),
    ("gh", '₵', "GHS"),
    ("hk", '$', "HKD"),
    ("j", '$', "JMD"),
    ("jp", '¥', "JPY"),
    ("l", '£', "LBP"),
    ("mex", '$', "MXN"),
    ("mx", '$', "MXN"),
    ("n", '$', "NAD"),
    ("nt", '$', "TWD"),
    ("nz", '$', "NZD"),
    ("r", '$', "BRL"),
    ("s", '$', "SGD"),
    ("sg", '$', "SGD"),
    ("tt", '$', "TTD"),
    ("us", '$', "USD"),
    ("z", '$', "ZWG"),
];

/// Words that may stand before the amount, besides the codes; in lower case, sorted.
static PREFIXES: &[(&str, Currency)] = &[
    ("chf", Code("CHF")),
    ("dm", Code("DEM")),
    ("dollar", Dollar),
    ("fr", Usual("CHF")),
    ("frs", Usual("CHF")),
    ("ft", Code("HUF")),
    ("kcs", Code("CZK")),
    ("kr", Usual("SEK")),
    ("ksh", Code("KES")),
    ("renminbi", Code("CNY")),
    ("rm", Code("MYR")),
    ("rmb", Code("CNY")),
    ("rp", Code("IDR")),
    ("rs", Usual("INR")),
    ("sen", Hundredth("JPY")),
    ("sfr", Code("CHF")),
    ("sh", Usual("KES")),
    ("tk", Code("BDT")),
    ("tsh", Code("TZS")),
    ("ush", Code("UGX")),
];

/// Names of one word that may stand behind the amount; in lower case, sorted; a plural's `s` may be added.
static SHORT_NAMES: &[(&str, Currency)] = &[
    ("afghani", Code("AFN")),
    ("ariary", Code("MGA")),
    ("baht", Code("THB")),
    ("birr", Code("ETB")),
    ("bitcoin", Code("XBT")),
    ("bolivar", Code("VES")),
    ("boliviano", Code("BOB")),
    ("btc", Code("XBT")),
    ("buck", Dollar),
    ("cedi", Code("GHS")),
    ("cent", Cent),
    ("centavo", Hundredth("MXN")),
    ("centime", Hundredth("CHF")),
    ("colon", Usual("CRC")),
    ("cordoba", Code("NIO")),
    ("crown", Usual("SEK")),
    ("dalasi", Code("GMD")),
    ("denar", Code("MKD")),
    ("dinar", Usual("KWD")),
    ("dirham", Usual("AED")),
    ("dollar", Dollar),
    ("dong", Code("VND")),
    ("drachma", Code("GRD")),
    ("dram", Code("AMD")),
    ("escudo", Usual("PTE")),
    ("eth", Code("ETH")),
    ("ether", Code("ETH")),
    ("euro", Code("EUR")),
    ("eurocent", Hundredth("EUR")),
    ("fen", Hundredth("CNY")),
    ("forint", Code("HUF")),
    ("franc", Usual("CHF")),
    ("gourde", Code("HTG")),
    ("grosz", Hundredth("PLN")),
    ("grosze", Hundredth("PLN")),
    ("groszy", Hundredth("PLN")),
    ("guarani", Code("PYG")),
    ("guilder", Usual("NLG")),
    ("hryvnia", Code("UAH")),
    ("jiao", Tenth("CNY")),
    ("kina", Code("PGK")),
    ("kip", Code("LAK")),
    ("kopeck", Hundredth("RUB")),
    ("kopek", Hundredth("RUB")),
    ("koruna", Code("CZK")),
    ("krona", Code("SEK")),
    ("krone", Usual("NOK")),
    ("kroner", Usual("NOK")),
    ("kronor", Code("SEK")),
    ("kronur", Code("ISK")),
    ("króna", Code("ISK")),
    ("kuai", Code("CNY")),
    ("kuna", Code("HRK")),
    ("kwacha", Code("ZMW")),
    ("kwanza", Code("AOA")),
    ("kyat", Code("MMK")),
    ("lari", Code("GEL")),
    ("lats", Code("LVL")),
    ("lei", Usual("RON")),
    ("lek", Code("ALL")),
    ("lempira", Code("HNL")),
    ("leone", Code("SLE")),
    ("leu", Usual("RON")),
    ("leva", Code("BGN")),
    ("lira", Usual("TRY")),
    ("lire", Usual("ITL")),
    ("manat", Code("AZN")),
    ("mao", Tenth("CNY")),
    ("mark", Usual("DEM")),
    ("markka", Code("FIM")),
    ("meticais", Code("MZN")),
    ("metical", Code("MZN")),
    ("naira", Code("NGN")),
    ("ngultrum", Code("BTN")),
    ("ore", Hundredth("SEK")),
    ("paisa", Hundredth("INR")),
    ("paise", Hundredth("INR")),
    ("pataca", Code("MOP")),
    ("pence", Hundredth("GBP")),
    ("pennies", Cent),
    ("penny", Hundredth("GBP")),
    ("peseta", Code("ESP")),
    ("peso", Usual("MXN")),
    ("pfennig", Hundredth("DEM")),
    ("pound", Usual("GBP")),
    ("pula", Code("BWP")),
    ("quetzal", Code("GTQ")),
    ("quid", Code("GBP")),
    ("rand", Code("ZAR")),
    ("reais", Code("BRL")),
    ("real", Code("BRL")),
    ("renminbi", Code("CNY")),
    ("rial", Usual("IRR")),
    ("riel", Code("KHR")),
    ("ringgit", Code("MYR")),
    ("riyal", Usual("SAR")),
    ("rmb", Code("CNY")),
    ("rouble", Code("RUB")),
    ("ruble", Code("RUB")),
    ("rufiyaa", Code("MVR")),
    ("rupee", Usual("INR")),
    ("rupiah", Code("IDR")),
    ("satang", Hundredth("THB")),
    ("schilling", Code("ATS")),
    ("sek", Code("SEK")),
    ("sen", Hundredth("JPY")),
    ("shekel", Code("ILS")),
    ("shilling", Usual("KES")),
    ("sol", Code("PEN")),
    ("soles", Code("PEN")),
    ("som", Code("KGS")),
    ("somoni", Code("TJS")),
    ("sterling", Code("GBP")),
    ("taka", Code("BDT")),
    ("tala", Code("WST")),
    ("tenge", Code("KZT")),
    ("tugrik", Code("MNT")),
    ("usdt", Code("USD")),
    ("vatu", Code("VUV")),
    ("won", Usual("KRW")),
    ("yen", Code("JPY")),
    ("yuan", Code("CNY")),
    ("zloty", Code("PLN")),
    ("zlotys", Code("PLN")),
    ("öre", Hundredth("SEK")),
    ("øre", Hundredth("NOK")),
    ("ரூ", Code("LKR")),
];

/// Longer names besides those of CLDR; in lower case, sorted; a plural's `s` may be added.
static LONG_NAMES: &[(&str, Currency)] = &[
    ("american dollar", Code("USD")),
    ("aussie dollar", Code("AUD")),
    ("chinese renminbi", Code("CNY")),
    ("deutsche mark", Code("DEM")),
    ("euro cent", Hundredth("EUR")),
    ("french franc", Code("FRF")),
    ("german mark", Code("DEM")),
    ("korean won", Code("KRW")),
    ("new taiwan dollar", Code("TWD")),
    ("pound sterling", Code("GBP")),
    ("pounds sterling", Code("GBP")),
    ("russian rouble", Code("RUB")),
    ("sterling pound", Code("GBP")),
    ("taiwan dollar", Code("TWD")),
    ("uk pound", Code("GBP")),
    ("united states dollar", Code("USD")),
    ("us cent", Hundredth("USD")),
];

fn find<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<T> {
    table.binary_search_by(|(listed, _)| (*listed).cmp(name)).ok().map(|at| table[at].1)
}

/// The currency of a sign.
pub(super) fn of_sign(sign: char) -> Option<Currency> {
    SIGNS.iter().find(|(listed, _)| *listed == sign).map(|&(_, currency)| currency)
}

/// The currency of letters (in lower case) before a sign: `hk` before `$`.
pub(super) fn of_prefixed_sign(letters: &str, sign: char) -> Option<Currency> {
    let listed = SIGN_PREFIXES.iter().find(|(prefix, of, _)| *prefix == letters && *of == sign);
    listed.map(|&(_, _, code)| Code(code)).or_else(|| (letters.len() == 3).then(|| of_code(letters)).flatten())
}

/// The currency of a word (in lower case) before an amount, codes excepted.
pub(super) fn of_prefix(word: &str) -> Option<Currency> {
    find(PREFIXES, word)
}

/// The currency of a code in upper or lower case.
pub(super) fn of_code(code: &str) -> Option<Currency> {
    let upper: [u8; 3] =
        code.as_bytes().try_into().ok().map(|letters: [u8; 3]| letters.map(|byte| byte.to_ascii_uppercase()))?;
    CODES.binary_search_by(|listed| listed.as_bytes().cmp(&upper)).ok().map(|at| Code(CODES[at]))
}

/// The currency of a name of one word, singular or plural.
pub(super) fn of_short_name(word: &str) -> Option<Currency> {
    find(SHORT_NAMES, word).or_else(|| find(SHORT_NAMES, word.strip_suffix('s')?))
}

/// True if a name of several words starts with this one.
pub(super) fn starts_long_name(word: &str) -> bool {
    let at = NAMES.partition_point(|(name, _)| *name < word);
    let listed =
        NAMES[at..].iter().take(2).any(|(name, _)| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
    listed || LONG_NAMES.iter().any(|(name, _)| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

/// The currency of a name of several words.
pub(super) fn of_long_name(words: &str) -> Option<Currency> {
    let singular = words.strip_suffix('s').unwrap_or(words);
    find(NAMES, words)
        .map(Code)
        .or_else(|| LONG_NAMES.iter().find(|(name, _)| *name == words || *name == singular).map(|&(_, it)| it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        fn check<T>(table: &[(&str, T)]) {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        check(NAMES);
        check(PREFIXES);
        let unsorted = SHORT_NAMES.windows(2).find(|pair| pair[0].0 >= pair[1].0).map(|pair| pair[1].0);
        assert_eq!(unsorted, None);
        assert!(CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn every_way_to_name_one() {
        assert_eq!(of_prefixed_sign("hk", '$'), Some(Code("HKD")));
        assert_eq!(of_code("nok"), Some(Code("NOK")));
        assert_eq!(of_long_name("finnish markka"), Some(Code("FIM")));
        assert_eq!(of_long_name("australian dollars"), Some(Code("AUD")));
        assert_eq!(of_short_name("pesetas"), Some(Code("ESP")));
    }
}
