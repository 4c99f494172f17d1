//! What nobody waits for, drawn once the frame is: the text comes first.

use yew::prelude::*;

use crate::browser::page;

/// What is drawn.
#[derive(Properties)]
pub struct Props {
    /// How often a field of it was wanted: drawn at once when that changes, so that the next key goes to the field.
    pub fields_wanted: u32,
    /// How it is now.
    pub children: Html,
}

impl PartialEq for Props {
    fn eq(&self, _other: &Props) -> bool {
        false // only a frame later is it compared
    }
}

/// It, as it was in the frame before, or is.
pub struct Later {
    drawn: Html,
    is_waiting: bool,
}

/// The frame is drawn.
pub struct FrameDrawn;

impl Component for Later {
    type Message = FrameDrawn;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Later {
        Later { drawn: ctx.props().children.clone(), is_waiting: false }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let is_wanted = ctx.props().fields_wanted != old.fields_wanted;
        if is_wanted {
            self.drawn = ctx.props().children.clone();
        } else if !std::mem::replace(&mut self.is_waiting, true) {
            let draw = ctx.link().callback(|()| FrameDrawn);
            page::after_frame(move || draw.emit(()));
        }
        is_wanted
    }

    fn update(&mut self, ctx: &Context<Self>, FrameDrawn: FrameDrawn) -> bool {
        self.is_waiting = false;
        self.drawn = ctx.props().children.clone();
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.drawn.clone()
    }
}
