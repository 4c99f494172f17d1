//! Mails (RFC 5322 with MIME) and web pages saved as one file (MHTML): the subject and the text.
//!
//! Where a mail has its text both plain and as HTML, the plain one is read. Left out: attachments, which are said.

use annotation::PassageKind;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::writer::Writer;
use crate::{Article, Options, Read, ReadError, html, page};

/// Reads an .eml or .mhtml file.
pub(crate) fn read(bytes: &[u8], options: &Options<'_>) -> Result<Read, ReadError> {
    let message = MessageParser::default().parse(bytes).filter(is_mail).ok_or_else(|| ReadError::NotThis {
        expected: "a mail",
        found: "it has none of the lines From, Subject, Date".into(),
    })?;
    if let Some(address) = message.header_raw("Snapshot-Content-Location") {
        return read_snapshot(&message, address.trim(), options);
    }
    let mut writer = Writer::default();
    let subject = message.subject().unwrap_or_default();
    writer.begin(PassageKind::Heading(1));
    writer.text(subject);
    writer.end();
    for part in message.text_bodies() {
        match &part.body {
            PartType::Html(_) => html::write(&html::parse(&text_of(&message, part, options))?.root(), &mut writer),
            _ => write_plain(&text_of(&message, part, options), &mut writer),
        }
    }
    let (text, passages) = writer.finish();
    if text.is_empty() {
        return Err(ReadError::NoText { what: "the mail", advice: "" });
    }
    let named = |part: &MessagePart<'_>| part.attachment_name().unwrap_or("without a name").to_owned();
    let warnings = message.attachments().map(|part| format!("the attachment {:?} was left out", named(part))).collect();
    let date =
        message.date().and_then(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day).parse().ok());
    let language = message.content_language().as_text().map(str::to_owned);
    let article = Article { text, passages, title: Some(subject.to_owned()), language, date, source: None };
    Ok(Read { warnings, ..Read::from(article) })
}

fn is_mail(message: &Message<'_>) -> bool {
    message.from().is_some() || message.subject().is_some() || message.date().is_some()
}

/// The page that a browser has saved with its pictures.
fn read_snapshot(message: &Message<'_>, address: &str, options: &Options<'_>) -> Result<Read, ReadError> {
    let is_page = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let part = message.parts.iter().find(is_page).ok_or(ReadError::NoText { what: "the saved page", advice: "" })?;
    let mut article = page::read_html(&text_of(message, part, options), options.whole_page)?;
    article.source.get_or_insert_with(|| address.to_owned());
    Ok(Read::from(article))
}

/// The text of a part; the library knows the encodings of one byte a character, `decode` the others.
fn text_of(message: &Message<'_>, part: &MessagePart<'_>, options: &Options<'_>) -> String {
    let charset =
        part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or_default().to_ascii_lowercase();
    let starts = ["iso-2022", "shift", "sjis", "x-sjis", "euc-", "gb", "big5", "hz-", "ks_c", "windows-31j", "cp93"];
    if starts.iter().any(|start| charset.starts_with(start)) {
        let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
        let bytes = match part.encoding {
            Encoding::Base64 => base64_decode(raw),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::None => Some(raw.to_vec()),
        };
        if let Some(text) = bytes.and_then(|bytes| (options.decode)(&charset, &bytes)) {
            return text;
        }
    }
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
        _ => String::new(),
    }
}

/// Lines as they are, paragraphs at empty ones.
fn write_plain(text: &str, writer: &mut Writer) {
    for line in text.lines() {
        if line.trim().is_empty() {
            writer.end();
        } else {
            writer.verbatim(line);
            writer.line_break();
        }
    }
    writer.end();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(mail: &str) -> Result<Read, ReadError> {
        let options = Options { decode: crate::encoding::library, ..Options::default() };
        read(mail.replace('\n', "\r\n").as_bytes(), &options)
    }

    #[test]
    fn subject_and_plain_text_are_read() {
        let mail = "From: Ana <ana@example.org>\nDate: Fri, 3 May 2024 23:30:00 -0700\nSubject: =?utf-8?q?The_t=C3=ADde?=\n\
            MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=a\n\n\
            --a\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
            Caf=E9 rose=\n 3 m.\n> quoted\n\nBye\n--a\nContent-Type: text/html\n\n<p>no</p>\n--a--\n\
            --b\nContent-Type: image/png; name=\"../<b>.png\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n";
        let read = read_text(mail).unwrap();
        assert_eq!(read.articles[0].text, "The tíde\n\nCafé rose 3 m.\n> quoted\n\nBye");
        assert_eq!(read.articles[0].date.map(|day| day.to_string()).as_deref(), Some("2024-05-03"));
        assert_eq!(read.warnings, ["the attachment \"../<b>.png\" was left out"]);
    }

    #[test]
    fn html_alone_old_encodings_and_saved_pages_are_read() {
        let html = "Subject: S\nContent-Type: text/html; charset=utf-8\n\n<p>a<script>x</script> <b>b</b></p><p>c</p>";
        assert_eq!(read_text(html).unwrap().articles[0].text, "S\n\na b\n\nc");
        let japanese = "Subject: S\nContent-Type: text/plain; charset=iso-2022-jp\n\n\u{1b}$BElKsEl\u{1b}(B!";
        assert!(read_text(japanese).unwrap().articles[0].text.starts_with("S\n\n東"));
        let saved = "Snapshot-Content-Location: https://example.org/a\nSubject: T\nMIME-Version: 1.0\n\
            Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<h1>T</h1><p>Short.\n--b--\n";
        let article = &read_text(saved).unwrap().articles[0];
        assert_eq!((&*article.text, article.source.as_deref()), ("T\n\nShort.", Some("https://example.org/a")));
        assert!(read_text("no mail").is_err());
    }
}
