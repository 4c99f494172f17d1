//! The list of annotations: filters, counts, and rows that lead to each; only the rows on screen are drawn.

use annotation::{AnnotationId, LabelId, LabelKind, LabelSet, Session};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::label_class;
use crate::browser::page;
use crate::state::{Action, Filter, Row, StatusFilter};
use crate::strings::{STRINGS, fill};

/// The height of a row in pixels, as in the style sheet.
const ROW: f64 = 36.0;
/// Rows drawn above and below those on screen.
const SPARE: usize = 12;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The document's number and its revision; drawn anew when they change.
    pub revision: (u32, u64),
    /// The labels.
    pub labels: LabelSet,
    /// How many annotations there are of each label, as a label and a count.
    pub counts: Vec<(LabelId, usize)>,
    /// The filter.
    pub filter: Filter,
    /// How many rows there are.
    pub rows: usize,
    /// The row of the selected annotation.
    pub selected_row: Option<usize>,
    /// The selected annotation.
    pub selected: Option<AnnotationId>,
    /// Asks for rows: the first, and how many.
    pub query: Callback<(usize, usize), Vec<Row>>,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The list.
pub struct AnnotationList {
    scroller: NodeRef,
    rows: NodeRef,
    spacer: NodeRef,
    first: usize,
    count: usize,
}

/// The list has been scrolled.
pub struct Scrolled;

impl Component for AnnotationList {
    type Message = Scrolled;
    type Properties = Props;

    fn create(_ctx: &Context<Self>) -> AnnotationList {
        let (scroller, rows, spacer) = (NodeRef::default(), NodeRef::default(), NodeRef::default());
        AnnotationList { scroller, rows, spacer, first: 0, count: 40 }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.selected != old.selected {
            self.bring_into_view(props);
        }
        self.follow_scrolling();
        true
    }

    fn update(&mut self, _ctx: &Context<Self>, _message: Scrolled) -> bool {
        self.follow_scrolling()
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let rows = props.query.emit((self.first, self.count));
        let count = if props.rows == 1 {
            STRINGS.count_one.to_owned()
        } else {
            fill(STRINGS.count, &[&props.rows.to_string()])
        };
        html! {
            <section class="list" aria-label={STRINGS.annotations}>
                <div class="filters">
                    { label_filter(props) }
                    { status_filter(props) }
                    { score_filter(props) }
                </div>
                <p class="count" role="status">{ count }</p>
                <div class="rows" id="rows" ref={self.scroller.clone()} onscroll={ctx.link().callback(|_| Scrolled)}>
                    if props.rows == 0 { <p class="hint">{ STRINGS.none_listed }</p> }
                    <div class="rows-all" ref={self.spacer.clone()}>
                        <ul ref={self.rows.clone()}>{ for rows.iter().map(|row| list_row(row, &props.on_action)) }</ul>
                    </div>
                </div>
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        page::set_length(&self.spacer, "height", ctx.props().rows as f64 * ROW);
        page::set_length(&self.rows, "top", self.first as f64 * ROW);
        if first && self.follow_scrolling() {
            ctx.link().send_message(Scrolled);
        }
    }
}

impl AnnotationList {
    /// Notes which rows are on screen; true if others must be drawn.
    fn follow_scrolling(&mut self) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else { return false };
        let top = (f64::from(scroller.scroll_top()) / ROW) as usize;
        let visible = (f64::from(scroller.client_height()) / ROW) as usize + 2;
        let first = top.saturating_sub(SPARE);
        let count = visible + 2 * SPARE;
        let is_drawn = self.first <= top && top + visible <= self.first + self.count;
        if is_drawn {
            return false;
        }
        (self.first, self.count) = (first, count);
        true
    }

    fn bring_into_view(&self, props: &Props) {
        let (Some(row), Some(scroller)) = (props.selected_row, self.scroller.cast::<Element>()) else { return };
        let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        let place = row as f64 * ROW;
        if place < top || place + ROW > top + height {
            page::set_length(&self.spacer, "height", props.rows as f64 * ROW);
            scroller.set_scroll_top((place - height / 2.0) as i32);
        }
    }
}

fn list_row(row: &Row, on_action: &Callback<Action>) -> Html {
    let id = row.id;
    let onclick = on_action.reform(move |_| Action::SelectAnnotation(id));
    let status = match row.status {
        StatusFilter::Suggested => "suggested",
        StatusFilter::Accepted => "accepted",
        StatusFilter::Rejected => "rejected",
        StatusFilter::Own => "own",
    };
    html! {
        <li key={id.0}>
            <button type="button" class={classes!("list-row", label_class(row.label), status)} {onclick}
                aria-current={row.selected.then_some("true")}>
                <span class="status-sign" title={(STRINGS.status)(row.status)}>
                    <span class="visually-hidden">{ (STRINGS.status)(row.status) }{ ": " }</span></span>
                <span class="quote" dir="auto">{ &row.quote }</span>
                if row.has_note { <span class="note-sign" title={STRINGS.has_note}>{ "✎" }</span> }
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
    let onchange = props.on_action.reform(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let kind = LabelKind::from_name(&value);
        Action::Filter(Filter { label: value.parse().ok().map(LabelId), kind, ..filter })
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
    let onchange = props.on_action.reform(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let status = value.parse().ok().and_then(|index: usize| StatusFilter::ALL.get(index).copied());
        Action::Filter(Filter { status, ..filter })
    });
    html! {
        <select id="filter-status" aria-label={STRINGS.filter_status} {onchange}>
            <option value="" selected={filter.status.is_none()}>{ STRINGS.any_status }</option>
            { for options }
        </select>
    }
}

fn score_filter(props: &Props) -> Html {
    let filter = props.filter;
    let least = filter.least_score.to_string();
    let oninput = props.on_action.reform(move |event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Filter(Filter { least_score: value.parse().unwrap_or_default(), ..filter })
    });
    html! {
        <label class="score-filter"><span>{ fill(STRINGS.least_score, &[&least]) }</span>
            <input type="range" id="least-score" min="0" max="1000" step="50" value={least} {oninput} /></label>
    }
}

/// How many annotations there are of each label that has any, in the order of the labels.
pub fn counts(session: &Session) -> Vec<(LabelId, usize)> {
    let mut counts: Vec<(LabelId, usize)> = Vec::new();
    for (&(label, _), &count) in session.annotations().counts() {
        match counts.last_mut().filter(|(last, _)| *last == label) {
            Some((_, sum)) => *sum += count,
            None => counts.push((label, count)),
        }
    }
    counts
}
