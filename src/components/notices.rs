//! What happened that the person should know: shown until dismissed, and read out.

use yew::prelude::*;

use super::icon::{CLOSE, icon};
use crate::state::{Action, Notice, NoticeKind, Offer};
use crate::strings::STRINGS;

/// The notices, oldest first, and what a screen reader says next, in an element with an id.
pub fn notices(notices: &[Notice], announcement: &str, id: &'static str, on_action: &Callback<Action>) -> Html {
    let notice = |notice: &Notice| {
        let serial = notice.serial;
        let (class, role) = match notice.kind {
            NoticeKind::Done => ("notice done", "status"),
            NoticeKind::Passing | NoticeKind::Warning => ("notice warning", "alert"),
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
                    <button class="tool" onclick={on_action.reform(move |_| Action::TakeUp(offer))}>
                        { match offer {
                            Offer::Restore | Offer::Undo | Offer::NotDone(_) => STRINGS.restore,
                            Offer::TakeOver(_) => STRINGS.take_over,
                            Offer::Damaged(_) => STRINGS.download_damaged,
                            Offer::AllowFolder => STRINGS.folder_allow,
                            Offer::Reload => STRINGS.reload,
                            Offer::Update => STRINGS.update,
                        } }
                    </button>
                }
                <button class="icon-button" aria-label={STRINGS.dismiss}
                    onclick={on_action.reform(move |_| Action::Dismiss(serial))}>{ icon(CLOSE) }</button>
            </div>
        }
    };
    html! {
        <>
            <div class="notices">{ for notices.iter().map(notice) }</div>
            <p class="visually-hidden" aria-live="polite" {id}>{ announcement.to_owned() }</p>
        </>
    }
}
