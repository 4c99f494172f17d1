//! The list of annotations: filters, counts, and rows that lead to each; only the rows on screen are drawn.

use annotation::{LabelId, LabelKind, LabelSet, Session, Status};
use yew::prelude::*;

use super::callbacks::{field, press};
use super::label_class;
use super::rows::Rows;
use crate::state::{Action, Filter, FilterChange, Row, StatusFilter};
use crate::strings::{STRINGS, counted, fill};

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The document's number and its revision; drawn anew when they change.
    pub revision: (u32, u64),
    /// The labels.
    pub labels: LabelSet,
    /// How many annotations there are of each label, as a label and a count.
    pub counts: Vec<(LabelId, usize)>,
    /// Whether the text does not show what figures mean.
    pub hides_values: bool,
    /// The filter.
    pub filter: Filter,
    /// How many rows there are.
    pub rows: usize,
    /// The row of the selected annotation.
    pub selected_row: Option<usize>,
    /// Asks for rows: the first, and how many.
    pub query: Callback<(usize, usize), Vec<Row>>,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The list.
#[component]
pub fn AnnotationList(props: &Props) -> Html {
    let draw = {
        let (query, on_action) = (props.query.clone(), props.on_action.clone());
        move |range| html! { <ul>{ for query.emit(range).iter().map(|row| list_row(row, &on_action)) }</ul> }
    };
    let accept = press(&props.on_action, || Action::JudgeListed(Status::Accepted));
    html! {
        <section class="list" aria-label={STRINGS.annotations}>
            <div class="filters">
                { label_filter(props) }
                { status_filter(props) }
                { score_filter(props) }
                <label class="choice"><input type="checkbox" id="values" checked={!props.hides_values}
                    onchange={props.on_action.reform(|_| Action::ToggleValues)} /><span>{ STRINGS.values_shown }</span></label>
            </div>
            <div class="row listed">
                <p class="count" role="status">{ counted(props.rows) }</p>
                <button class="tool" id="accept-listed" title={STRINGS.accept_listed_hint} onclick={accept}>{ STRINGS.accept_listed }</button>
            </div>
            <Rows id="rows" count={props.rows} current={props.selected_row} {draw} nothing={STRINGS.none_listed} />
        </section>
    }
}

fn list_row(row: &Row, on_action: &Callback<Action>) -> Html {
    let id = row.id;
    // The keys then act on it.
    let on_action = on_action.clone();
    let onclick = move |_| {
        on_action.emit(Action::SelectAnnotation(id));
        on_action.emit(Action::FocusText);
    };
    let status = match row.status {
        StatusFilter::Suggested => "suggested",
        StatusFilter::Accepted => "accepted",
        StatusFilter::Rejected => "rejected",
        StatusFilter::Own => "own",
    };
    html! {
        <li key={id.0}>
            <button class={classes!("list-row", label_class(row.label), status)} {onclick}
                aria-current={row.selected.then_some("true")}>
                <span class="status-sign" title={(STRINGS.status)(row.status)}>
                    <span class="visually-hidden">{ (STRINGS.status)(row.status) }{ ": " }</span></span>
                <span class="quote" dir="auto">{ &row.quote }</span>
                if row.has_note { <span title={STRINGS.has_note}>{ "✎" }</span> }
                <span class="chip">{ row.name.to_string() }</span>
            </button>
        </li>
    }
}

fn label_filter(props: &Props) -> Html {
    let (filter, labels) = (props.filter, &props.labels);
    let total = |kind| {
        props.counts.iter().filter(|(id, _)| labels.get(*id).kind == kind).map(|(_, count)| count).sum::<usize>()
    };
    let options = props.counts.iter().map(|&(id, count)| {
        html! {
            <option value={id.0.to_string()} selected={filter.label == Some(id)}>
                { format!("{} ({count})", labels.get(id).name) }
            </option>
        }
    });
    let onchange = field::<Event>(&props.on_action, |value| {
        Action::Filter(FilterChange::Labels(LabelKind::from_name(&value), value.parse().ok().map(LabelId)))
    });
    let (entities, figures) = (total(LabelKind::Entity), total(LabelKind::Figure));
    html! {
        <select id="filter-label" aria-label={STRINGS.filter_label} {onchange}>
            <option value="" selected={filter.label.is_none() && filter.kind.is_none()}>
                { format!("{} ({})", STRINGS.all_labels, entities + figures) }</option>
            <option value="entity" selected={filter.kind == Some(LabelKind::Entity)}>
                { format!("{} ({entities})", STRINGS.all_entities) }</option>
            <option value="figure" selected={filter.kind == Some(LabelKind::Figure)}>
                { format!("{} ({figures})", STRINGS.all_figures) }</option>
            { for options }
        </select>
    }
}

fn status_filter(props: &Props) -> Html {
    let filter = props.filter;
    let options = StatusFilter::ALL.into_iter().enumerate().map(|(index, status)| {
        html! {
            <option value={index.to_string()} selected={filter.status == Some(status)}>{ (STRINGS.status)(status) }</option>
        }
    });
    let onchange = field::<Event>(&props.on_action, |value| {
        let status = value.parse().ok().and_then(|index: usize| StatusFilter::ALL.get(index).copied());
        Action::Filter(FilterChange::Status(status))
    });
    html! {
        <select id="filter-status" aria-label={STRINGS.filter_status} {onchange}>
            <option value="" selected={filter.status.is_none()}>{ STRINGS.any_status }</option>
            { for options }
        </select>
    }
}

fn score_filter(props: &Props) -> Html {
    let least = props.filter.least_score.to_string();
    let oninput = field::<InputEvent>(&props.on_action, |value| {
        Action::Filter(FilterChange::LeastScore(value.parse().unwrap_or_default()))
    });
    html! {
        <label class="score-filter"><span>{ fill(STRINGS.least_score, &[&least]) }</span>
            <input type="range" id="least-score" min="0" max="1000" step="50" value={least} {oninput} /></label>
    }
}

/// How many annotations there are of each label that has any, in the order of the labels.
pub fn counts(session: &Session) -> Vec<(LabelId, usize)> {
    let counts = session.annotations().counts();
    let of = |id: LabelId| counts.iter().filter(|((label, _), _)| *label == id).map(|(_, count)| count).sum::<usize>();
    session.labels().iter().map(|(id, _)| (id, of(id))).filter(|(_, count)| *count > 0).collect()
}
