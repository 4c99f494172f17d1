//! A static server on 127.0.0.1 for `dist/`, with the headers of its `_headers` file.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::{dist, say};

/// Builds the page and serves it until the program is stopped.
pub fn serve(port: u16) -> Result<()> {
    let folder = dist::dist("page")?;
    let server = Server::http(("127.0.0.1", port)).map_err(|error| anyhow!("cannot listen on port {port}: {error}"))?;
    say(&format!("Postil is at http://{}/ (Ctrl+C stops it)", server.server_addr()));
    let headers = headers(&fs::read_to_string(folder.join("_headers"))?);
    for request in server.incoming_requests() {
        if let Err(error) = answer(request, &folder, &headers) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

/// The indented `Name: value` lines of a `_headers` file.
fn headers(text: &str) -> Vec<Header> {
    text.lines().filter(|line| line.starts_with(' ')).filter_map(|line| line.trim().parse().ok()).collect()
}

fn answer(request: Request, folder: &Path, headers: &[Header]) -> std::io::Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let relative: PathBuf = Path::new(path.trim_start_matches('/')).components().collect();
    let is_inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let file = if relative.as_os_str().is_empty() { folder.join("index.html") } else { folder.join(&relative) };
    let Some(bytes) = is_inside.then(|| fs::read(&file).ok()).flatten() else {
        return request.respond(Response::from_string("not found").with_status_code(404));
    };
    let mut response = Response::from_data(bytes);
    for header in headers {
        response.add_header(header.clone());
    }
    let kind = format!("Content-Type: {}", content_type(&file));
    if let Ok(kind) = kind.parse::<Header>() {
        response.add_header(kind);
    }
    request.respond(response)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
