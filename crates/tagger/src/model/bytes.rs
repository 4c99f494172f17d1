//! The bytes of a model's file: variable-length numbers, ascending lists as differences, and a checksum.

/// Why bytes are not a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// They do not begin as a model of this version does.
    NotAModel,
    /// They end early, or their checksum or a value in them is wrong.
    Damaged,
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ModelError::NotAModel => "these bytes are not a names model of this version",
            ModelError::Damaged => "the names model is damaged",
        })
    }
}

impl std::error::Error for ModelError {}

/// Writes a model's body.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number, seven bits a byte, lowest first.
    pub fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Strictly ascending numbers: how many, then their differences.
    pub fn ascending(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u32);
        let mut last = 0;
        for &number in numbers {
            self.number(number.wrapping_sub(last));
            last = number;
        }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads a model's body; every answer is checked against what is left.
#[derive(Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] if there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// The next number.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] if it is cut off or too large.
    pub fn number(&mut self) -> Result<u32, ModelError> {
        let mut number = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.bytes(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return u32::try_from(number).map_err(|_| ModelError::Damaged);
            }
        }
        Err(ModelError::Damaged)
    }

    /// How many items follow, each at least one byte long.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] if there cannot be so many.
    pub fn count(&mut self) -> Result<usize, ModelError> {
        let count = self.number()? as usize;
        if count <= self.0.len() { Ok(count) } else { Err(ModelError::Damaged) }
    }

    /// Strictly ascending numbers.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] if they are not.
    pub fn ascending(&mut self) -> Result<Vec<u32>, ModelError> {
        let count = self.count()?;
        let mut numbers: Vec<u32> = Vec::with_capacity(count);
        for _ in 0..count {
            let difference = self.number()?;
            let number = match numbers.last() {
                Some(&last) if difference > 0 => last.checked_add(difference),
                Some(_) => None,
                None => Some(difference),
            };
            numbers.push(number.ok_or(ModelError::Damaged)?);
        }
        Ok(numbers)
    }
}

/// FNV-1a over eight bytes at a time.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |state, chunk| {
        let word = chunk.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
        (state ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
    })
}
