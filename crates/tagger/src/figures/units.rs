//! The units of measure and their UCUM codes. To add one, add a line; a test says if it is out of order.

/// A unit: `kg/m3` has prefix `k`, base `g`, and per `m3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) prefix: &'static str,
    pub(super) base: &'static str,
    pub(super) power: u8,
    pub(super) per: Option<(&'static str, &'static str, u8)>,
}

impl Unit {
    pub(super) const fn base(base: &'static str) -> Unit {
        Unit { prefix: "", base, power: 1, per: None }
    }

    /// Degrees of any scale, those of angles too, which are written alike.
    pub(super) fn is_temperature(&self) -> bool {
        self.power == 1 && self.per.is_none() && matches!(self.base, "deg" | "Cel" | "[degF]" | "K")
    }

    /// The UCUM code.
    pub(super) fn code(&self) -> String {
        let mut code = format!("{}{}", self.prefix, self.base);
        if self.power > 1 {
            code.push(char::from(b'0' + self.power));
        }
        if let Some((prefix, base, power)) = self.per {
            code += "/";
            code += prefix;
            code += base;
            if power > 1 {
                code.push(char::from(b'0' + power));
            }
        }
        code
    }
}

/// What a name or symbol stands for: a UCUM code, and whether SI prefixes may stand before it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    written: &'static str,
    code: &'static str,
    metric: bool,
}

const fn plain(written: &'static str, code: &'static str) -> Entry {
    Entry { written, code, metric: false }
}

const fn metric(written: &'static str, code: &'static str) -> Entry {
    Entry { written, code, metric: true }
}

/// Names in the singular and in lower case; sorted. Plurals with `s` and `es` need no line.
static NAMES: &[Entry] = &[
    plain("acre", "[acr_us]"),
    metric("ampere", "A"),
    plain("angstrom", "Ao"),
    plain("atmosphere", "atm"),
    metric("bar", "bar"),
    plain("barrel", "[bbl_us]"),
    metric("baud", "Bd"),
    metric("becquerel", "Bq"),
    metric("bit", "bit"),
    plain("btu", "[Btu]"),
    plain("bushel", "[bu_us]"),
    metric("byte", "By"),
    metric("calorie", "cal"),
    plain("carat", "[car_m]"),
    metric("celsius", "Cel"),
    plain("centigrade", "Cel"),
    plain("centigrate", "Cel"),
    metric("coulomb", "C"),
    plain("cup", "[cup_us]"),
    metric("curie", "Ci"),
    plain("dalton", "u"),
    metric("decibel", "dB"),
    plain("drachma", "[dr_av]"),
    plain("dram", "[dr_av]"),
    metric("electronvolt", "eV"),
    plain("fahrenheit", "[degF]"),
    metric("farad", "F"),
    plain("farenheit", "[degF]"),
    plain("fathom", "[fth_us]"),
    plain("feet", "[ft_i]"),
    metric("flop", "{flop}"),
    plain("foot", "[ft_i]"),
    plain("furlong", "[fur_us]"),
    plain("gallon", "[gal_us]"),
    metric("gauss", "G"),
    plain("grain", "[gr]"),
    metric("gram", "g"),
    metric("gramme", "g"),
    plain("hectare", "har"),
    metric("henry", "H"),
    metric("hertz", "Hz"),
    plain("horsepower", "[HP]"),
    plain("inch", "[in_i]"),
    metric("joule", "J"),
    plain("karat", "[car_Au]"),
    metric("kelvin", "K"),
    plain("kilo", "kg"),
    plain("knot", "[kn_i]"),
    metric("liter", "L"),
    metric("litre", "L"),
    metric("lumen", "lm"),
    metric("lux", "lx"),
    metric("meter", "m"),
    metric("metre", "m"),
    plain("micron", "um"),
    plain("mile", "[mi_i]"),
    metric("mole", "mol"),
    metric("newton", "N"),
    metric("ohm", "Ohm"),
    plain("ounce", "[oz_av]"),
    metric("parsec", "pc"),
    metric("pascal", "Pa"),
    plain("pint", "[pt_us]"),
    metric("pixel", "{pixel}"),
    plain("pound", "[lb_av]"),
    plain("quart", "[qt_us]"),
    plain("radian", "rad"),
    metric("sievert", "Sv"),
    plain("stone", "[stone_av]"),
    plain("tablespoon", "[tbs_us]"),
    plain("teaspoon", "[tsp_us]"),
    metric("tesla", "T"),
    metric("ton", "t"),
    metric("tonne", "t"),
    metric("volt", "V"),
    metric("watt", "W"),
    plain("yard", "[yd_i]"),
];

/// Names of several words; the first that fits is taken.
static LONG_NAMES: &[(&str, &str)] = &[
    ("astronomical unit", "AU"),
    ("cubic foot", "[cft_i]"),
    ("cubic feet", "[cft_i]"),
    ("cubic inch", "[cin_i]"),
    ("cubic yard", "[cyd_i]"),
    ("fluid ounce", "[foz_us]"),
    ("fl oz", "[foz_us]"),
    ("imperial gallon", "[gal_br]"),
    ("light year", "[ly]"),
    ("long ton", "[lton_av]"),
    ("metric ton", "t"),
    ("metric tonne", "t"),
    ("nautical mile", "[nmi_i]"),
    ("parts per million", "[ppm]"),
    ("parts per billion", "[ppb]"),
    ("pounds per square inch", "[psi]"),
    ("short ton", "[ston_av]"),
    ("square foot", "[sft_i]"),
    ("square feet", "[sft_i]"),
    ("sq ft", "[sft_i]"),
    ("square inch", "[sin_i]"),
    ("square mile", "[smi_us]"),
    ("square yard", "[syd_i]"),
    ("troy ounce", "[oz_tr]"),
    ("watt hour", "W.h"),
    ("kilowatt hour", "kW.h"),
    ("megawatt hour", "MW.h"),
    ("gigawatt hour", "GW.h"),
    ("terawatt hour", "TW.h"),
];

/// Symbols, letter case as written; sorted.
static SYMBOLS: &[Entry] = &[
    metric("A", "A"),
    plain("AU", "AU"),
    metric("Ah", "A.h"),
    metric("B", "By"),
    plain("BTU", "[Btu]"),
    metric("Bq", "Bq"),
    metric("FLOPS", "{flop}/s"),
    plain("GHz", "GHz"),
    metric("Hz", "Hz"),
    metric("J", "J"),
    metric("K", "K"),
    metric("L", "L"),
    metric("N", "N"),
    metric("Pa", "Pa"),
    metric("Sv", "Sv"),
    metric("T", "T"),
    metric("V", "V"),
    metric("W", "W"),
    metric("Wh", "W.h"),
    metric("b", "bit"),
    metric("bit", "bit"),
    plain("bpd", "[bbl_us]/d"),
    metric("bps", "bit/s"),
    metric("cal", "cal"),
    plain("cc", "cm3"),
    plain("dB", "dB"),
    metric("eV", "eV"),
    plain("fps", "[ft_i]/s"),
    plain("ft", "[ft_i]"),
    metric("g", "g"),
    plain("gal", "[gal_us]"),
    plain("gm", "g"),
    plain("gms", "g"),
    plain("ha", "har"),
    plain("hp", "[HP]"),
    plain("in", "[in_i]"),
    plain("kg", "kg"),
    plain("kgs", "kg"),
    plain("km", "km"),
    plain("kmh", "km/h"),
    plain("kmph", "km/h"),
    plain("kms", "km"),
    plain("kn", "[kn_i]"),
    plain("kph", "km/h"),
    metric("l", "L"),
    plain("lb", "[lb_av]"),
    plain("lbs", "[lb_av]"),
    metric("lm", "lm"),
    plain("lx", "lx"),
    metric("m", "m"),
    plain("mi", "[mi_i]"),
    plain("mmHg", "mm[Hg]"),
    metric("mol", "mol"),
    plain("mph", "[mi_i]/h"),
    plain("oz", "[oz_av]"),
    metric("pc", "pc"),
    plain("ppb", "[ppb]"),
    plain("ppm", "[ppm]"),
    plain("psi", "[psi]"),
    plain("pt", "[pt_us]"),
    plain("px", "{pixel}"),
    plain("rpm", "{rev}/min"),
    plain("sqft", "[sft_i]"),
    plain("st", "[stone_av]"),
    metric("t", "t"),
    plain("tbsp", "[tbs_us]"),
    plain("tsp", "[tsp_us]"),
    plain("yd", "[yd_i]"),
    plain("yds", "[yd_i]"),
    plain("Å", "Ao"),
    metric("Ω", "Ohm"),
];

/// SI prefixes: name, symbol as written, UCUM symbol.
static PREFIXES: &[(&str, &str, &str)] = &[
    ("quetta", "Q", "Q"),
    ("ronna", "R", "R"),
    ("yotta", "Y", "Y"),
    ("zetta", "Z", "Z"),
    ("exa", "E", "E"),
    ("peta", "P", "P"),
    ("tera", "T", "T"),
    ("giga", "G", "G"),
    ("mega", "M", "M"),
    ("kilo", "k", "k"),
    ("hecto", "h", "h"),
    ("deca", "da", "da"),
    ("deka", "da", "da"),
    ("deci", "d", "d"),
    ("centi", "c", "c"),
    ("milli", "m", "m"),
    ("micro", "µ", "u"),
    ("micro", "μ", "u"),
    ("micro", "u", "u"),
    ("nano", "n", "n"),
    ("pico", "p", "p"),
    ("femto", "f", "f"),
    ("kibi", "Ki", "Ki"),
    ("mebi", "Mi", "Mi"),
    ("gibi", "Gi", "Gi"),
    ("tebi", "Ti", "Ti"),
    ("kilo", "K", "k"),
];

fn find(table: &'static [Entry], written: &str) -> Option<&'static Entry> {
    table.binary_search_by(|entry| entry.written.cmp(written)).ok().map(|at| &table[at])
}

fn singular(name: &str) -> Option<&'static Entry> {
    find(NAMES, name).or_else(|| find(NAMES, name.strip_suffix('s')?)).or_else(|| find(NAMES, name.strip_suffix("es")?))
}

/// The unit of a name in lower case, SI prefix and plural included: `gigabytes`.
pub(super) fn of_name(name: &str) -> Option<Unit> {
    if let Some(entry) = singular(name) {
        return Some(Unit::base(entry.code));
    }
    PREFIXES.iter().find_map(|&(prefix, _, code)| {
        let entry = singular(name.strip_prefix(prefix)?)?;
        entry.metric.then_some(Unit { prefix: code, ..Unit::base(entry.code) })
    })
}

/// The unit of a symbol, letter case as written: `GB`.
pub(super) fn of_symbol(symbol: &str) -> Option<Unit> {
    if symbol.len() > 8 {
        return None;
    }
    if let Some(entry) = find(SYMBOLS, symbol) {
        return Some(Unit::base(entry.code));
    }
    PREFIXES.iter().find_map(|&(_, prefix, code)| {
        let entry = find(SYMBOLS, symbol.strip_prefix(prefix)?)?;
        entry.metric.then_some(Unit { prefix: code, ..Unit::base(entry.code) })
    })
}

/// The unit of a name of several words, and the names that begin with `first`.
pub(super) fn long_names(first: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    LONG_NAMES.iter().filter(move |(name, _)| name.strip_prefix(first).is_some_and(|rest| rest.starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [NAMES, SYMBOLS] {
            let unsorted = table.windows(2).find(|pair| pair[0].written >= pair[1].written).map(|pair| pair[1].written);
            assert_eq!(unsorted, None);
        }
    }

    #[test]
    fn prefixes_and_plurals_need_no_line() {
        let name = |name| of_name(name).map(|unit| unit.code());
        assert_eq!(name("gigabytes").as_deref(), Some("GBy"));
        assert_eq!(name("kilometres").as_deref(), Some("km"));
        assert_eq!(name("inches").as_deref(), Some("[in_i]"));
        assert_eq!(name("miles").as_deref(), Some("[mi_i]"));
        let symbol = |symbol| of_symbol(symbol).map(|unit| unit.code());
        assert_eq!((symbol("mW").as_deref(), symbol("MW").as_deref()), (Some("mW"), Some("MW")));
        assert_eq!((symbol("GB").as_deref(), symbol("Gb").as_deref()), (Some("GBy"), Some("Gbit")));
        assert_eq!(symbol("xyz"), None);
    }
}
