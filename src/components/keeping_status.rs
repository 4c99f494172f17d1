//! Whether the work is kept, in the bar; drawn by itself, for it changes twice with every edit and nothing else does.

use yew::prelude::*;

use crate::state::Keeping;
use crate::strings::{STRINGS, fill};

/// Where the news comes from.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Takes what is to be called when it changes, and calls it at once.
    pub subscribe: Callback<Callback<Keeping>>,
}

/// The status.
pub struct KeepingStatus(Keeping);

impl Component for KeepingStatus {
    type Message = Keeping;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> KeepingStatus {
        ctx.props().subscribe.emit(ctx.link().callback(|keeping| keeping));
        KeepingStatus(Keeping::Opening)
    }

    fn update(&mut self, _ctx: &Context<Self>, keeping: Keeping) -> bool {
        let changed = self.0 != keeping;
        self.0 = keeping;
        changed
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let (class, text, title) = match &self.0 {
            Keeping::Opening => ("", "", String::new()),
            Keeping::Saved => ("", STRINGS.keeping_saved, String::new()),
            Keeping::Saving => ("", STRINGS.keeping_saving, String::new()),
            Keeping::Failed(reason) | Keeping::Never(reason) => {
                ("wrong", STRINGS.not_kept_short, fill(STRINGS.not_kept, &[reason]))
            }
        };
        html! { <span id="keeping" {class} {title}>{ text }</span> }
    }
}
