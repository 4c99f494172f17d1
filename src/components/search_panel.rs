//! Find and its concordance: every hit with its context and a check box, and what can be done to all that are checked.

use annotation::{LabelId, LabelSet, Status};
use yew::prelude::*;

use super::callbacks::field;
use super::icon::{CLOSE, LEFT, RIGHT, tool};
use super::label_class;
use super::rows::Rows;
use crate::state::{Action, HitRow, MOST_HITS, Progress, Query, Search, SearchAction, StatusFilter, Step};
use crate::strings::{STRINGS, fill};

/// What the panel shows; a plain function draws it, for it is drawn only while it is open.
pub struct SearchPanel<'a> {
    /// The search.
    pub search: &'a Search,
    /// How many hits are checked.
    pub checked: usize,
    /// The labels.
    pub labels: &'a LabelSet,
    /// Asks for rows: the first, and how many.
    pub rows: &'a Callback<(usize, usize), Vec<HitRow>>,
    /// What a key stands for in the text.
    pub action_for: &'a Callback<KeyboardEvent, Option<Action>>,
    /// What happens.
    pub on_action: &'a Callback<Action>,
}

/// The panel.
pub fn search_panel(props: &SearchPanel<'_>) -> Html {
    let act = |action: fn() -> SearchAction| props.on_action.reform(move |_: MouseEvent| Action::Search(action()));
    let toggle = |name: &'static str, is_on: bool, of: fn(&mut Query) -> &mut bool| {
        let onclick = props.on_action.reform(move |_: MouseEvent| Action::Search(SearchAction::Toggle(of)));
        html! { <button class="tool" aria-pressed={is_on.to_string()} {onclick}>{ name }</button> }
    };
    let query = &props.search.query;
    let oninput = field::<InputEvent>(props.on_action, |pattern| Action::Search(SearchAction::Pattern(pattern)));
    let on_action = props.on_action.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            on_action.emit(Action::Search(SearchAction::Close));
        }
    };
    html! {
        <section class="search" aria-label={STRINGS.find} {onkeydown}>
            <div class="row">
                <input type="text" id="find" aria-label={STRINGS.find_what} placeholder={STRINGS.find_what} autocomplete="off" spellcheck="false"
                    dir="auto" value={query.pattern.clone()} {oninput} onkeydown={keys(props, false)} />
                { tool(LEFT, STRINGS.previous_hit, act(|| SearchAction::Step(Step::Back))) }
                { tool(RIGHT, STRINGS.next_hit, act(|| SearchAction::Step(Step::Forward))) }
                { tool(CLOSE, STRINGS.close, act(|| SearchAction::Close)) }
            </div>
            <div class="row">
                { toggle(STRINGS.match_case, query.matches_case, |query| &mut query.matches_case) }
                { toggle(STRINGS.whole_word, query.is_whole_word, |query| &mut query.is_whole_word) }
                { toggle(STRINGS.inflected, query.is_inflected, |query| &mut query.is_inflected) }
                { toggle(STRINGS.expression, query.is_expression, |query| &mut query.is_expression) }
            </div>
            <p class="count" role="status">{ count(props) }</p>
            if !props.search.hits.is_empty() {
                <div class="row">
                    { label_choice(props) }
                    <button class="tool" disabled={props.checked == 0} onclick={act(|| SearchAction::Reject)}>{ STRINGS.reject_hits }</button>
                    <button class="tool" onclick={act(|| SearchAction::CheckAll(true))}>{ STRINGS.check_all }</button>
                    <button class="tool" onclick={act(|| SearchAction::CheckAll(false))}>{ STRINGS.check_none }</button>
                </div>
            }
            <Rows id="hits" count={props.search.hits.len()} current={Some(props.search.current)} draw={concordance(props)} nothing="" />
        </section>
    }
}

/// `3 of 17`, or why there is nothing.
fn count(props: &SearchPanel<'_>) -> String {
    match &props.search.progress {
        Progress::Idle => String::new(),
        Progress::Running => STRINGS.searching.to_owned(),
        Progress::Refused(reason) => reason.clone(),
        Progress::Done if props.search.hits.is_empty() => STRINGS.no_hits.to_owned(),
        Progress::Done => {
            let all = props.search.hits.len().to_string();
            let all = if props.search.hits.len() == MOST_HITS { fill(STRINGS.first_hits, &[&all]) } else { all };
            fill(STRINGS.hit_of, &[&(props.search.current + 1).to_string(), &all])
        }
    }
}

/// The menu of labels and the button that gives one to the checked hits.
fn label_choice(props: &SearchPanel<'_>) -> Html {
    let Some(label) = props.search.label.or(props.labels.iter().next().map(|(id, _)| id)) else { return html! {} };
    let choose = |label: String| Action::Search(SearchAction::Choose(LabelId(label.parse().unwrap_or_default())));
    let onchange = field::<Event>(props.on_action, choose);
    let option = |(id, one): (LabelId, &annotation::Label)| {
        html! { <option value={id.0.to_string()} selected={id == label}>{ one.name.to_string() }</option> }
    };
    let onclick = props.on_action.reform(move |_: MouseEvent| Action::Search(SearchAction::Label(label)));
    html! {
        <>
            <select aria-label={STRINGS.label_for_hits} {onchange}>{ for props.labels.iter().map(option) }</select>
            <button class="primary" id="label-hits" disabled={props.checked == 0} {onclick}>
                { fill(STRINGS.label_hits, &[&props.checked.to_string()]) }</button>
        </>
    }
}

/// Draws the hits, as one list with one place for the keyboard.
fn concordance(props: &SearchPanel<'_>) -> Callback<(usize, usize), Html> {
    let (rows, current, on_action, onkeydown) =
        (props.rows.clone(), props.search.current, props.on_action.clone(), keys(props, true));
    let has_hits = !props.search.hits.is_empty();
    Callback::from(move |(first, count)| {
        let row = |(index, row): (usize, HitRow)| {
            let go = on_action.reform(move |_: MouseEvent| Action::Search(SearchAction::Go(index)));
            let check = on_action.reform(move |event: MouseEvent| {
                event.stop_propagation();
                Action::Search(SearchAction::Check(Some(index)))
            });
            let (HitRow { before, quote, after, .. }, is_current) = (&row, index == current);
            html! {
                <li key={index} id={format!("hit-{index}")} role="option" aria-selected={row.is_checked.to_string()}
                    class={classes!("hit", is_current.then_some("current"))} onclick={go}>
                    <span class="check" onclick={check} aria-hidden="true" />
                    <span class="before" dir="auto"><span>{ before }</span></span><strong dir="auto">{ quote }</strong><span class="after" dir="auto">{ after }</span>
                    if let Some((label, name, status)) = &row.label {
                        <span class={classes!("chip", label_class(*label), (*status == StatusFilter::Rejected).then_some("rejected"))}>{ name.to_string() }</span>
                    }
                </li>
            }
        };
        let drawn = rows.emit((first, count)).into_iter().enumerate().map(|(at, hit)| row((first + at, hit)));
        html! {
            <ul role="listbox" aria-multiselectable="true" aria-label={STRINGS.find} tabindex="0"
                aria-activedescendant={has_hits.then(|| format!("hit-{current}"))} onkeydown={onkeydown.clone()}>{ for drawn }</ul>
        }
    })
}

/// Arrows go through the hits; in the list, a label's key labels the checked ones and Space checks the one in view.
fn keys(props: &SearchPanel<'_>, in_list: bool) -> Callback<KeyboardEvent> {
    let (on_action, action_for) = (props.on_action.clone(), props.action_for.clone());
    Callback::from(move |event: KeyboardEvent| {
        let action = match (&*event.key(), in_list) {
            ("ArrowDown", _) => Action::Search(SearchAction::Step(Step::Forward)),
            ("ArrowUp", _) => Action::Search(SearchAction::Step(Step::Back)),
            ("Enter", false) => {
                Action::Search(SearchAction::Step(if event.shift_key() { Step::Back } else { Step::Forward }))
            }
            // The hit that is in view by now, drawn or not.
            (" ", true) => Action::Search(SearchAction::Check(None)),
            (_, false) => return,
            (_, true) => match action_for.emit(event.clone()) {
                Some(Action::Label(label)) => Action::Search(SearchAction::Label(label)),
                Some(Action::Judge(Status::Rejected)) => Action::Search(SearchAction::Reject),
                Some(action @ (Action::Undo | Action::Redo)) => action,
                _ => return,
            },
        };
        event.prevent_default();
        on_action.emit(action);
    })
}
