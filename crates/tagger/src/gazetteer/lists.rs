//! The lists a word or phrase can be on.

/// A set of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Lists(pub u32);

impl Lists {
    /// Given names.
    pub const GIVEN_NAME: Lists = Lists(1);
    /// Family names.
    pub const FAMILY_NAME: Lists = Lists(1 << 1);
    /// Cities.
    pub const CITY: Lists = Lists(1 << 2);
    /// Words of the names of cities that have several.
    pub const CITY_WORD: Lists = Lists(1 << 3);
    /// Countries.
    pub const COUNTRY: Lists = Lists(1 << 4);
    /// States, provinces and regions of countries.
    pub const REGION: Lists = Lists(1 << 5);
    /// Adjectives and nouns of nationality, religion and politics.
    pub const DEMONYM: Lists = Lists(1 << 6);
    /// Companies without their legal suffix.
    pub const COMPANY: Lists = Lists(1 << 7);
    /// Words that are in the names of many companies.
    pub const COMPANY_WORD: Lists = Lists(1 << 8);
    /// Legal suffixes of companies.
    pub const LEGAL_SUFFIX: Lists = Lists(1 << 9);
    /// Titles before a person's name.
    pub const TITLE: Lists = Lists(1 << 10);
    /// Words that head the names of organisations.
    pub const ORGANISATION_HEAD: Lists = Lists(1 << 11);
    /// Words that head the names of natural places.
    pub const PLACE_HEAD: Lists = Lists(1 << 12);
    /// Words that head the names of buildings, roads and the like.
    pub const FACILITY_HEAD: Lists = Lists(1 << 13);
    /// Words that head the names of events.
    pub const EVENT_HEAD: Lists = Lists(1 << 14);
    /// Words that head the names of works.
    pub const WORK_HEAD: Lists = Lists(1 << 15);
    /// Words that head the names of laws.
    pub const LAW_HEAD: Lists = Lists(1 << 16);
    /// Languages.
    pub const LANGUAGE: Lists = Lists(1 << 17);
    /// Words written without a capital in ordinary text.
    pub const ORDINARY: Lists = Lists(1 << 18);
    /// Frequent among them.
    pub const FREQUENT: Lists = Lists(1 << 19);
    /// Months and days of the week.
    pub const CALENDAR: Lists = Lists(1 << 20);
    /// What people do for a living.
    pub const PROFESSION: Lists = Lists(1 << 21);
    /// Verbs of saying.
    pub const SAYING: Lists = Lists(1 << 22);
    /// Organisations, newspapers and agencies known everywhere.
    pub const ORGANISATION: Lists = Lists(1 << 23);
    /// Continents, seas and parts of the world.
    pub const PLACE: Lists = Lists(1 << 24);
    /// Words that stand for kinds of products.
    pub const PRODUCT_HEAD: Lists = Lists(1 << 25);
    /// Words that stand for kinds of companies.
    pub const COMPANY_KIND: Lists = Lists(1 << 26);
    /// Lower-case words inside the names of people.
    pub const PARTICLE: Lists = Lists(1 << 27);
    /// Cities of many inhabitants.
    pub const CAPITAL: Lists = Lists(1 << 28);
    /// Products known everywhere.
    pub const PRODUCT: Lists = Lists(1 << 29);
    /// Events known everywhere.
    pub const EVENT: Lists = Lists(1 << 30);
    /// Laws and treaties known everywhere.
    pub const LAW: Lists = Lists(1 << 31);

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Lists) -> Lists {
        Lists(self.0 | other.0)
    }

    /// True if any of `other` is in this set.
    pub const fn any(self, other: Lists) -> bool {
        self.0 & other.0 != 0
    }

    /// The numbers of the lists in this set.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let number = (rest != 0).then(|| rest.trailing_zeros())?;
            rest &= rest - 1;
            Some(number)
        })
    }
}
