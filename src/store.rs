//! Holds the state, lets actions happen to it, and does outside what they ask for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use annotation::OffsetUnit;
use formats::Imported;
use js_sys::{Array, Function, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::device::{Device, Request};
use crate::browser::modules::Modules;
use crate::browser::recovery::Recovery;
use crate::browser::segmenter::SEGMENTER;
use crate::browser::tagging::TaggingWorker;
use crate::browser::{articles, fetch, files, formats as module, page, reading};
use crate::claims::Claims;
use crate::keeper::Keeper;
use crate::state::{
    Action, AppState, DeviceAction, Effect, ExportStep, ImportStep, Keeping, LabelEdit, MOST_HITS, Notice, NoticeKind,
    Offer, Query, SearchAction, Tagging,
};
use crate::strings::{STRINGS, fill};

/// The page's state; clones share it.
#[derive(Clone)]
pub struct Store(Rc<Inner>);

struct Inner {
    state: RefCell<AppState>,
    redraw: RefCell<Callback<()>>,
    keeping: RefCell<Callback<Keeping>>,
    listeners: RefCell<Vec<Function>>,
    waiting: RefCell<Vec<(u32, Function)>>,
    tagging: TaggingWorker,
    modules: Modules,
    /// The search that has no answer yet.
    searching: Cell<Option<u32>>,
    /// Counts the downloads that were prepared.
    exports: Cell<u32>,
    keeper: Keeper,
    claims: Claims,
    recovery: Recovery,
    device: Device,
    /// Changes over to a newer version of the page that is there.
    update: RefCell<Option<Function>>,
}

impl Store {
    /// An empty state.
    pub fn new(tagging: TaggingWorker, modules: Modules, recovery: Recovery, device: Device) -> Store {
        // Documents of two tabs must not get the same number.
        let mut state = AppState::starting_at((js_sys::Math::random() * f64::from(u32::MAX / 2)) as u32);
        state.segmenter = SEGMENTER;
        state.fold = page::FOLD;
        state.theme = page::kept_theme();
        page::keep_theme(state.theme);
        state.hides_values = !page::shows_values();
        page::show_values(!state.hides_values);
        state.keymap = page::kept_keys();
        Store(Rc::new(Inner {
            state: RefCell::new(state),
            redraw: RefCell::new(Callback::noop()),
            keeping: RefCell::new(Callback::noop()),
            listeners: RefCell::default(),
            waiting: RefCell::default(),
            tagging,
            modules,
            searching: Cell::default(),
            exports: Cell::default(),
            keeper: Keeper::default(),
            claims: Claims::default(),
            recovery,
            device,
            update: RefCell::default(),
        }))
    }

    /// Looks at the state; `look` must not dispatch.
    pub fn read<T>(&self, look: impl FnOnce(&mut AppState) -> T) -> T {
        look(&mut self.0.state.borrow_mut())
    }

    /// What is called whenever the state may have changed.
    pub fn on_redraw(&self, redraw: Callback<()>) {
        *self.0.redraw.borrow_mut() = redraw;
    }

    /// What is called, now and whenever it may have changed, with whether the work is kept.
    pub fn on_keeping(&self, listener: Callback<Keeping>) {
        *self.0.keeping.borrow_mut() = listener;
        self.tell_keeping();
    }

    /// Tells whether the work is kept, without drawing anything else anew.
    pub(crate) fn tell_keeping(&self) {
        let (listener, keeping) = (self.0.keeping.borrow().clone(), self.read(|state| state.keeping.clone()));
        listener.emit(keeping);
    }

    /// A callback that dispatches.
    pub fn dispatcher(&self) -> Callback<Action> {
        let store = self.clone();
        Callback::from(move |action| store.dispatch(action))
    }

    /// What waits to be kept.
    pub(crate) fn keeper(&self) -> &Keeper {
        &self.0.keeper
    }

    /// The device.
    pub(crate) fn device(&self) -> &Device {
        &self.0.device
    }

    /// Which documents this tab writes.
    pub(crate) fn claims(&self) -> &Claims {
        &self.0.claims
    }

    /// Lets an action happen.
    pub fn dispatch(&self, action: Action) {
        let before = self.read(revision);
        let opens = matches!(action, Action::Open(_));
        let effects = self.read(|state| state.reduce(action));
        for effect in effects {
            self.perform(effect);
        }
        if opens {
            self.keep_soon()
        } else {
            self.keep()
        }
        let redraw = self.0.redraw.borrow().clone();
        redraw.emit(());
        self.tell_keeping();
        self.resolve_waiting();
        if self.read(revision) != before {
            let listeners = self.0.listeners.borrow().clone();
            for listener in listeners {
                if let Err(error) = listener.call0(&JsValue::NULL) {
                    web_sys::console::error_1(&error);
                }
            }
        }
    }

    /// Calls `listener` after every change of the document that is shown or of its annotations.
    pub fn listen(&self, listener: Function) {
        self.0.listeners.borrow_mut().push(listener);
    }

    /// Stops calling `listener`.
    pub fn unlisten(&self, listener: &Function) {
        self.0.listeners.borrow_mut().retain(|other| other != listener);
    }

    /// Tells the person that there is a newer version of the page, to which `update` changes over.
    pub fn offer_update(&self, update: Function) {
        *self.0.update.borrow_mut() = Some(update);
        let notice = Notice::new(NoticeKind::Warning, STRINGS.update_ready.to_owned());
        self.dispatch(Action::Notify(Notice { offer: Some(Offer::Update), ..notice }));
    }

    /// Calls `resolve` once the document is tagged.
    pub fn when_tagged(&self, document: u32, resolve: Function) {
        self.0.waiting.borrow_mut().push((document, resolve));
        self.resolve_waiting();
    }

    fn resolve_waiting(&self) {
        let is_done = |serial: u32| {
            self.read(|state| {
                let document = state.documents.iter().find(|document| document.serial == serial);
                document.is_none_or(|document| document.tagging == Tagging::Done)
            })
        };
        let done: Vec<(u32, Function)> =
            self.0.waiting.borrow_mut().extract_if(.., |(serial, _)| is_done(*serial)).collect();
        for (_, resolve) in done {
            let _promise_ignores_it = resolve.call0(&JsValue::NULL);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Tag { document, visible } => {
                if let Some(text) = self.text(document) {
                    self.0.tagging.tag(&text, document, visible, &self.dispatcher());
                }
            }
            Effect::Fetch(address) => {
                let store = self.clone();
                spawn_local(async move {
                    match fetch::article(&address).await {
                        Ok(article) => store.survey(vec![(article.name, article.bytes)]),
                        Err(reason) => store.notify(NoticeKind::Error, fill(STRINGS.not_fetched, &[&address, &reason])),
                    }
                });
            }
            Effect::Survey(files) => self.survey(files),
            Effect::ReadLabels(files) => {
                let store = self.clone();
                spawn_local(async move {
                    let read = module::labels(&store.0.modules, &files).await;
                    let read = read.and_then(|json| formats::native::read(&json).map_err(|error| error.to_string()));
                    match read {
                        Ok(read) => store.dispatch(Action::Labels(LabelEdit::Import(read.session.labels().clone()))),
                        Err(reason) => store.notify(NoticeKind::Error, fill(STRINGS.import_failed, &[&reason])),
                    }
                });
            }
            Effect::ReadAs { group, format, unit } => {
                let progress = self.import_progress();
                self.ask_import(async move |modules| {
                    let mut read = module::choose(&modules, group, &format, &unit).await?;
                    if read.is_article {
                        read = articles::look(&modules, group, progress).await?;
                    }
                    Ok(ImportStep::WasRead(group, Box::new(read)))
                });
            }
            Effect::ReadArticles { group, chosen } => {
                let progress = self.import_progress();
                self.ask_import(async move |modules| {
                    let read = articles::choose(&modules, group, &chosen, progress).await?;
                    Ok(ImportStep::WasRead(group, Box::new(read)))
                });
            }
            Effect::Attach(onto) => self.ask_import(async move |modules| {
                Ok(ImportStep::Attached(module::attach(&modules, onto.as_deref()).await?))
            }),
            Effect::Import(groups) => {
                let store = self.clone();
                self.ask_import(async move |modules| {
                    let receive = move |handed: module::Handed| {
                        let read = formats::native::read(&handed.json);
                        let read = read.map(|read| Imported { is_plain: handed.is_plain, ..read });
                        store.dispatch(Action::Import(ImportStep::Received(
                            handed.title,
                            Box::new(read),
                            handed.original,
                        )));
                    };
                    module::import(&modules, receive.clone()).await?;
                    if !groups.is_empty() {
                        articles::import(&modules, &groups, receive).await?;
                    }
                    Ok(ImportStep::Done)
                });
            }
            Effect::StopImport => ["formats", "articles"].into_iter().for_each(|name| self.0.modules.stop(name)),
            Effect::ListFormats => {
                self.ask_export(async |modules| Ok(Some(ExportStep::Listed(module::list(&modules).await?))))
            }
            Effect::Prepare { documents, format, unit } => self.prepare(documents, format, unit),
            Effect::SavePrepared(name) => self.ask_export(async move |modules| {
                files::save(&name, &module::take(&modules).await?.into(), "application/octet-stream");
                Ok(None)
            }),
            Effect::SaveLosses(name) => self.ask_export(async move |modules| {
                files::save(&name, &module::losses(&modules).await?.into(), "text/plain");
                Ok(None)
            }),
            Effect::CopyPrepared => {
                let store = self.clone();
                self.ask_export(async move |modules| {
                    let text = String::from_utf8(module::take(&modules).await?.to_vec());
                    store.perform(Effect::Copy(text.map_err(|error| error.to_string())?));
                    Ok(None)
                });
            }
            Effect::Download { name, contents } => files::download(&name, &contents),
            Effect::Reopen(number) => self.reopen(number),
            Effect::SaveOriginal(number, name) => self.save_original(number, name),
            Effect::ReadShelf => {
                self.read_shelf();
                self.look_at_room();
            }
            Effect::Persist => self.ask_device(Request::Persist),
            Effect::BindFolder(project) => self.ask_device(Request::Bind(project)),
            Effect::AllowFolder(project) => self.ask_device(Request::Allow(project)),
            Effect::UnbindFolder(project) => self.ask_device(Request::Unbind(project)),
            Effect::FillFolder(project) => self.fill_folder(project),
            Effect::DownloadKept => self.0.recovery.download_all(),
            Effect::Clear => {
                self.stop_keeping();
                self.tell_cleared();
                self.ask_device(Request::Clear);
            }
            Effect::TakeOver(number) => self.take_over(number),
            Effect::Reload => page::reload(),
            Effect::DownloadDamaged(number) => self.0.recovery.download(number),
            Effect::Update => {
                let update = self.0.update.take();
                let _page_is_left = update.map(|update| update.call0(&JsValue::NULL));
            }
            Effect::Copy(text) => {
                let store = self.clone();
                spawn_local(async move {
                    match files::copy(&text).await {
                        true => store.notify(NoticeKind::Done, STRINGS.copied.to_owned()),
                        false => store.notify(NoticeKind::Error, STRINGS.copy_failed.to_owned()),
                    }
                });
            }
            Effect::FocusText => page::focus("#text"),
            Effect::Focus(selector) => page::focus(selector),
            Effect::Search { document, request, query } => self.search(document, request, query),
            Effect::StopSearch => self.stop_search(),
            Effect::KeepKeys(keymap) => page::keep_keys(&keymap),
            Effect::FollowLink => {
                page::linked_annotation().into_iter().for_each(|id| self.dispatch(Action::SelectAnnotation(id)));
            }
            Effect::ShowValues(shows) => page::show_values(shows),
            Effect::KeepTheme(theme) => page::keep_theme(theme),
        }
    }

    /// Hands over the file that a document was read from.
    fn save_original(&self, number: u32, name: String) {
        let store = self.clone();
        spawn_local(async move {
            match store.original(number).await {
                Some(bytes) => files::save(&name, &bytes.into(), "application/octet-stream"),
                None => store.notify(NoticeKind::Error, fill(STRINGS.no_original, &[&name])),
            }
        });
    }

    /// An open document.
    fn text(&self, serial: u32) -> Option<annotation::Document> {
        self.read(|state| {
            let document = state.documents.iter().find(|open| open.serial == serial);
            document.map(|open| open.session.document().clone())
        })
    }

    /// Looks for something, and ends the search before it.
    fn search(&self, document: u32, request: u32, query: Query) {
        self.stop_search();
        let Some(text) = self.text(document).filter(|_| !query.pattern.is_empty()) else { return };
        self.0.searching.set(Some(request));
        let store = self.clone();
        spawn_local(async move {
            let choices =
                [query.is_expression, query.matches_case, query.is_whole_word, query.is_inflected].map(u8::from);
            let (text, choices) = (Uint8Array::from(text.text().as_bytes()), Uint8Array::from(&choices[..]));
            let given = Array::of4(&text, &query.pattern.into(), &choices, &(MOST_HITS as u32).into());
            let found = store.0.modules.ask("find", "find", &given, None).await;
            if store.0.searching.get() == Some(request) {
                store.0.searching.set(None);
                let found = found.map(|hits| Uint32Array::new(&hits).to_vec());
                store.dispatch(Action::Search(SearchAction::Found { request, found }));
            }
        });
    }

    fn stop_search(&self) {
        if self.0.searching.take().is_some() {
            self.0.modules.stop("find");
        }
    }

    /// Looks at files; plain texts and Postil's JSON are opened without a module.
    fn survey(&self, files: Vec<files::NamedBytes>) {
        let is_own = |(name, bytes): &files::NamedBytes| match name.rsplit_once('.') {
            Some((_, "json")) => {
                bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).take(18).eq(b"{\"format\":\"postil\"")
            }
            Some((_, "txt")) => files.len() == 1,
            _ => false,
        };
        let store = self.clone();
        let is_own = files.iter().all(is_own);
        spawn_local(async move {
            let mut opened = Vec::new();
            for (name, bytes) in files.iter().filter(|_| is_own) {
                let read = reading::read(name, bytes).await;
                // A text in an old encoding is for the module.
                if !matches!(read, Err(formats::ReadError::NotUtf8 { .. })) {
                    opened.push((name.clone(), read));
                }
            }
            if opened.len() == files.len() {
                return store.dispatch(Action::Open(opened));
            }
            store.dispatch(Action::Import(ImportStep::Looking));
            let progress = store.import_progress();
            store.ask_import(async move |modules| {
                let mut groups = module::survey(&modules, &files).await?;
                drop(files);
                for (at, group) in groups.iter_mut().enumerate().filter(|(_, group)| group.is_article) {
                    *group = articles::look(&modules, at, progress.clone()).await?;
                }
                Ok(ImportStep::Surveyed(module::list(&modules).await?, groups))
            });
        });
    }

    /// Tells the state how far an import is.
    fn import_progress(&self) -> impl Fn(usize, usize) + Clone + 'static {
        let store = self.clone();
        move |done, total| store.dispatch(Action::Import(ImportStep::Progress(done, total)))
    }

    fn look_at_room(&self) {
        let store = self.clone();
        spawn_local(async move {
            if let Some(room) = store.0.device.room().await {
                store.dispatch(Action::Device(DeviceAction::Room(room)));
            }
        });
    }

    fn ask_device(&self, request: Request) {
        let store = self.clone();
        spawn_local(async move {
            if let Err(reason) = store.0.device.ask(request).await {
                store.notify(NoticeKind::Error, fill(STRINGS.not_done, &[&reason]));
            }
            store.look_at_room();
        });
    }

    /// Hands documents over to the module, unless it has them, and has them written in a format.
    fn prepare(&self, documents: Vec<u32>, format: String, unit: String) {
        let request = self.0.exports.get() + 1;
        self.0.exports.set(request);
        let store = self.clone();
        self.ask_export(async move |modules| {
            if !documents.is_empty() {
                module::begin(&modules).await?;
            }
            for number in documents {
                let open = store.read(|state| {
                    let open = state.documents.iter().find(|document| document.serial == number)?;
                    let exported = state.exported(number, &open.session);
                    let session = exported.as_ref().unwrap_or(&open.session);
                    Some(formats::native::write(session, OffsetUnit::Utf8Byte).into_bytes())
                });
                // What is not open is taken from the store as it is kept.
                let document = match open {
                    Some(document) => document,
                    None => {
                        let kept = store.0.recovery.kept_document(number).await?;
                        store.read(|state| state.exported_file(number, &kept)).unwrap_or(kept)
                    }
                };
                // Something else is wanted by now.
                if store.0.exports.get() != request {
                    return Ok(None);
                }
                module::add(&modules, &document).await?;
            }
            let prepared = module::prepare(&modules, &format, &unit).await?;
            let is_wanted = store.0.exports.get() == request;
            Ok(is_wanted.then_some(ExportStep::Prepared(format, unit, prepared)))
        });
    }

    /// Asks the module of formats something about an import; its answer, or what went wrong, is the next step.
    fn ask_import(&self, ask: impl AsyncFnOnce(Modules) -> Result<ImportStep, String> + 'static) {
        let store = self.clone();
        spawn_local(async move {
            let step = ask(store.0.modules.clone()).await.unwrap_or_else(ImportStep::Failed);
            store.dispatch(Action::Import(step));
        });
    }

    /// The same about an export.
    fn ask_export(&self, ask: impl AsyncFnOnce(Modules) -> Result<Option<ExportStep>, String> + 'static) {
        let store = self.clone();
        spawn_local(async move {
            let step = ask(store.0.modules.clone()).await.unwrap_or_else(|reason| Some(ExportStep::Failed(reason)));
            step.into_iter().for_each(|step| store.dispatch(Action::Export(step)));
        });
    }

    pub(crate) fn notify(&self, kind: NoticeKind, text: String) {
        self.dispatch(Action::Notify(Notice::new(kind, text)));
    }
}

/// What changes when the shown document or its annotations do.
fn revision(state: &mut AppState) -> (usize, Option<u64>) {
    (state.current, state.session().map(annotation::Session::revision))
}
