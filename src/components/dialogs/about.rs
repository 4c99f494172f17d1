//! What is known about the article besides its text; each change is made as it is entered, and can be undone.

use yew::prelude::*;

use crate::components::callbacks::{press, value_of};
use crate::state::{Action, AppState, Fact};
use crate::strings::STRINGS;

/// What the dialog shows.
pub fn about(state: &AppState, on_action: &Callback<Action>) -> Html {
    let Some(open) = state.document() else { return html! {} };
    let (session, original) = (&open.session, state.summary(open.serial).and_then(|summary| summary.original.clone()));
    let about = session.document().about();
    let date = about.reference_date.map(|date| date.to_string()).unwrap_or_default();
    let (source, language) = (about.source.unwrap_or_default(), about.language.unwrap_or_default());
    let field = |fact: Fact, kind: &'static str, name: &'static str, hint: &'static str, value: &str| {
        let onchange = on_action.reform(move |event: Event| Action::Describe(fact, value_of(&event)));
        html! {
            <label class="field"><span>{ name }</span>
                <input type={kind} ~defaultValue={value.to_owned()} placeholder={value.to_owned()} dir="auto" autocomplete="off" {onchange} />
                if !hint.is_empty() { <small>{ hint }</small> }
            </label>
        }
    };
    html! {
        <>
            { field(Fact::Title, "text", STRINGS.about_title, "", &about.title) }
            { field(Fact::ReferenceDate, "date", STRINGS.about_date, STRINGS.about_date_hint, &date) }
            { field(Fact::Language, "text", STRINGS.about_language, STRINGS.about_language_hint, &language) }
            { field(Fact::Source, "text", STRINGS.about_source, "", &source) }
            if let Some(name) = original {
                <p class="row original"><span>{ STRINGS.original }{ " " }<bdi>{ name }</bdi></span>
                    <button class="tool" onclick={press(on_action, || Action::SaveOriginal)}>{ STRINGS.save_original }</button></p>
            }
        </>
    }
}
