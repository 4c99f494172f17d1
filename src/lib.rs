//! Postil's page.
