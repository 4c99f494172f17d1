//! What happened that the person should know: shown until dismissed, and read out.

use yew::prelude::*;

use super::icon::{CLOSE, icon};
use crate::state::{Action, Notice, NoticeKind, Offer};
use crate::strings::STRINGS;

/// What is shown.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The notices, oldest first.
    pub notices: Vec<Notice>,
    /// What a screen reader says next.
    pub announcement: String,
    /// What happens.
    pub on_action: Callback<Action>,
}

/// The notices.
#[component]
pub fn Notices(props: &Props) -> Html {
    let notice = |notice: &Notice| {
        let serial = notice.serial;
        let (class, role) = match notice.kind {
            NoticeKind::Done => ("notice done", "status"),
            NoticeKind::Warning => ("notice warning", "alert"),
            NoticeKind::Error => ("notice error", "alert"),
        };
        html! {
            <div {class} {role} key={serial}>
                <div><p>{ &notice.text }</p>
                    if !notice.details.is_empty() {
                        <ul>{ for notice.details.iter().map(|detail| html! { <li>{ detail }</li> }) }</ul>
                    }
                </div>
                if let Some(offer) = notice.offer {
                    <button type="button" class="tool" onclick={props.on_action.reform(move |_| Action::TakeUp(offer))}>
                        { match offer {
                            Offer::Restore | Offer::NotDone(_) => STRINGS.restore,
                            Offer::TakeOver(_) => STRINGS.take_over,
                            Offer::Damaged(_) => STRINGS.download_damaged,
                            Offer::AllowFolder => STRINGS.folder_allow,
                            Offer::Reload => STRINGS.reload,
                            Offer::Update => STRINGS.update,
                        } }
                    </button>
                }
                <button type="button" class="icon-button" aria-label={STRINGS.dismiss}
                    onclick={props.on_action.reform(move |_| Action::Dismiss(serial))}>{ icon(CLOSE) }</button>
            </div>
        }
    };
    html! {
        <>
            <div class="notices">{ for props.notices.iter().map(notice) }</div>
            <p class="visually-hidden" aria-live="polite" id="announcement">{ &props.announcement }</p>
        </>
    }
}
