//! The text on which every reader and writer must find the same quotes, with their offsets in every unit.

/// A family emoji of three code points, a currency sign, two ideographs and a character outside the BMP.
pub const TEXT: &str = "👩\u{200d}🚀 paid €5.2m in 東京 🗼 on 3 May.";

/// A quote and its offsets in the units of [`crate::Unit::ALL`], in that order.
pub const QUOTES: [(&str, [(u32, u32); 4]); 5] = [
    ("paid", [(4, 8), (6, 10), (12, 16), (2, 6)]),
    ("€5.2m", [(9, 14), (11, 16), (17, 24), (7, 12)]),
    ("東京", [(18, 20), (20, 22), (28, 34), (16, 18)]),
    ("🗼", [(21, 22), (23, 25), (35, 39), (19, 20)]),
    ("3 May", [(26, 31), (29, 34), (43, 48), (24, 29)]),
];
