//! XML files of documents and books: elements and text, without anything that a file could make grow.
//!
//! A document type's declarations are skipped: no entity is defined by a file, and none is fetched. Of entities, the five
//! of XML and numbers are known; any other is an error.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::ReadError;
use crate::limits::MOST_DEPTH;

/// A piece of an XML file.
pub(crate) enum Piece<'a> {
    /// The start of an element.
    Start(Element<'a>),
    /// The end of the element that was started last, with its name.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// The start of an element; names are without their prefix.
pub(crate) struct Element<'a>(&'a BytesStart<'a>);

impl Element<'_> {
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, whatever its prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let attribute = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }
}

/// Hands the pieces of an XML text to `take`, an empty element as its start and end.
///
/// # Errors
/// [`ReadError`] if it is not well-formed or too deep; what came before has been handed over.
pub(crate) fn read(what: &'static str, source: &str, mut take: impl FnMut(Piece<'_>)) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(source.trim_start_matches('\u{feff}'));
    let mut depth = 0;
    let damaged = |found: String| ReadError::NotThis { expected: what, found };
    loop {
        match reader.read_event().map_err(|error| damaged(error.to_string()))? {
            Event::Start(start) => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(ReadError::TooDeep { what });
                }
                take(Piece::Start(Element(&start)));
            }
            Event::Empty(start) => {
                take(Piece::Start(Element(&start)));
                take(Piece::End(start.local_name().into_inner()));
            }
            Event::End(end) => {
                depth -= 1;
                take(Piece::End(end.local_name().into_inner()));
            }
            Event::Text(text) => take(Piece::Text(&text.xml10_content())),
            Event::CData(text) => take(Piece::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| damaged(error.to_string()))?;
                let character = character.or(match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                let character =
                    character.ok_or_else(|| damaged(format!("it has the unknown entity &{};", &*reference)))?;
                take(Piece::Text(character.encode_utf8(&mut [0; 4])));
            }
            Event::Eof if depth > 0 => return Err(damaged("it is cut off".into())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Result<String, ReadError> {
        let mut text = String::new();
        read("XML", source, |piece| {
            if let Piece::Text(part) = piece {
                text.push_str(part);
            }
        })?;
        Ok(text)
    }

    #[test]
    fn entities_are_inert() {
        assert_eq!(text("<a>x &lt;&#x1F5FC;<![CDATA[<b>]]></a>").as_deref(), Ok("x <🗼<b>"));
        let bomb = "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert!(text(bomb).unwrap_err().to_string().contains("unknown entity &y;"));
        let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert!(text(external).unwrap_err().to_string().contains("unknown entity"));
        assert_eq!(text(&"<a>".repeat(300)), Err(ReadError::TooDeep { what: "XML" }));
        assert!(text("<a><b></a>").is_err() && text("<a>").is_err());
    }
}
