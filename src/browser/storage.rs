//! The browser's own database, IndexedDB, in which the work is kept.
//!
//! A thin wrapper of our own, because the kept libraries over IndexedDB do not let a transaction ask for `strict`
//! durability: the browser then says that it is complete only when it is on the disk, which is what "Saved" stands for.
//! web-sys has that option among its unstable interfaces, so the one function that takes it is bound below. Each of
//! [`Database::write`]'s groups is one transaction: whole or not at all.
//!
//! What the values are is `state/journal.rs`'s to say; nothing is interpreted here.

use std::cell::Cell;
use std::rc::Rc;

use formats::native::journal::Stored;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::page::window;
use crate::messages::number;
use crate::state::{StoreKey, Stuff, Table, Write};
use crate::strings::{STRINGS, fill};

const NAME: &str = "postil";

/// The version of the tables; a browser that has a newer one refuses to open it for this page.
const SCHEMA: u32 = 4;

/// The tables, in the order of [`Table`].
const TABLES: [&str; 8] =
    ["documents", "texts", "log", "snapshots", "broken log", "broken snapshots", "projects", "originals"];

/// How many bytes of a text or a file are handed to the browser in one task; more of them follow in values of their own,
/// under sequence numbers from 1.
const PIECE: usize = 1 << 20;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    #[derive(Clone)]
    type DurableDatabase;
    /// `durability` is an object with a field of that name.
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(
        this: &DurableDatabase,
        tables: &Array,
        mode: &str,
        durability: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// The open database, and whether the browser has just emptied it because it was damaged.
#[derive(Clone)]
pub struct Database(DurableDatabase, bool);

/// Why something could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageError {
    /// The page may keep nothing.
    Refused,
    /// The browser did not answer.
    Silent,
    /// A newer version of the page has changed the tables.
    Newer,
    /// There is no room.
    Full,
    /// Another tab has written what was to be added.
    Elsewhere,
    /// Something else, in the browser's words.
    Failed(String),
}

impl StorageError {
    /// The reason in words for the person.
    pub fn reason(&self) -> String {
        match self {
            StorageError::Refused => STRINGS.store_refused.to_owned(),
            StorageError::Silent => STRINGS.store_silent.to_owned(),
            StorageError::Newer => STRINGS.store_newer.to_owned(),
            StorageError::Full => STRINGS.store_full.to_owned(),
            StorageError::Elsewhere => STRINGS.store_elsewhere.to_owned(),
            StorageError::Failed(reason) => fill(STRINGS.store_failed, &[reason]),
        }
    }
}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> StorageError {
        let Some(exception) = error.dyn_ref::<DomException>() else { return StorageError::Failed(String::new()) };
        match &*exception.name() {
            "VersionError" => StorageError::Newer,
            "QuotaExceededError" => StorageError::Full,
            "ConstraintError" => StorageError::Elsewhere,
            "SecurityError" => StorageError::Refused,
            name => StorageError::Failed(name.to_owned()),
        }
    }
}

impl Database {
    /// Opens the database, and makes its tables if they are not there.
    ///
    /// # Errors
    /// [`StorageError`] if the browser refuses it; some browsers never answer.
    pub async fn open() -> Result<Database, StorageError> {
        let factory = window().indexed_db().ok().flatten().ok_or(StorageError::Refused)?;
        let request = factory.open_with_u32(NAME, SCHEMA).map_err(|_| StorageError::Refused)?;
        let was_emptied = Rc::new(Cell::new(false));
        let upgrade = {
            let (request, was_emptied) = (request.clone(), was_emptied.clone());
            Closure::once_into_js(move |event: JsValue| {
                // Chromium's own; others fail to open a damaged database.
                let loss = Reflect::get(&event, &"dataLoss".into());
                was_emptied.set(loss.is_ok_and(|loss| loss == "total"));
                make_tables(&request);
            })
        };
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let database: DurableDatabase = result(&request).await?.unchecked_into();
        // A newer page may change the tables: this one then writes nothing more.
        let close = Closure::once_into_js({
            let database = database.clone();
            move || database.close()
        });
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Database(database, was_emptied.get()))
    }

    /// Whether the browser has emptied it, when it was opened, because it was damaged.
    pub fn was_emptied(&self) -> bool {
        self.1
    }

    /// Begins to write all of it or nothing; what is begun is written in order.
    ///
    /// # Errors
    /// [`StorageError`]; nothing was written then.
    pub fn write(&self, group: &[Write]) -> Result<Writing, StorageError> {
        let tables = Array::new();
        for write in group {
            tables.push(&TABLES[write.place().0 as usize].into());
        }
        let transaction = self.begin(&tables, "readwrite")?;
        let done = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        for write in group {
            let store = transaction.object_store(TABLES[write.place().0 as usize])?;
            match write {
                Write::Add(_, key, Stuff::Sealed(sealed)) => drop(store.add_with_key(&sealed.into(), &js_key(*key))?),
                Write::Put(_, key, Stuff::Sealed(sealed)) => drop(store.put_with_key(&sealed.into(), &js_key(*key))?),
                Write::Add(_, (number, _), stuff) | Write::Put(_, (number, _), stuff) => {
                    add_pieces(store, *number, stuff.clone(), 0)?;
                }
                Write::Delete(_, key) => {
                    store.delete(&js_key(*key))?;
                    if key.1.is_none() {
                        store.delete(&sequence(key.0)?)?;
                    }
                }
            }
        }
        Ok(Writing { done: done.into(), transaction })
    }

    /// The sealed values of a table that has one for each number: the summaries of the documents, or the projects.
    ///
    /// # Errors
    /// [`StorageError`] if the browser cannot read them.
    pub async fn all(&self, table: Table) -> Result<Vec<(u32, String)>, StorageError> {
        let table = TABLES[table as usize];
        let transaction = self.begin(&Array::of1(&table.into()), "readonly")?;
        let store = transaction.object_store(table)?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let (keys, values) = (Array::from(&result(&keys).await?), Array::from(&result(&values).await?));
        let numbers = keys.iter().map(|key| key.as_f64().unwrap_or_default() as u32);
        Ok(numbers.zip(values.iter().map(|value| value.as_string().unwrap_or_default())).collect())
    }

    /// All that is kept of a document.
    ///
    /// # Errors
    /// [`StorageError`] if the browser cannot read it.
    pub async fn document(&self, number: u32) -> Result<Stored, StorageError> {
        let tables = [Table::Texts, Table::Snapshots, Table::Log].map(|table| TABLES[table as usize]);
        let transaction = self.begin(&tables.into_iter().map(JsValue::from).collect(), "readonly")?;
        let [texts, snapshots, log] = tables.map(|table| transaction.object_store(table));
        let text = Pieces::ask(&texts?, number)?;
        let (snapshots, log) = (Sequence::ask(&snapshots?, number)?, Sequence::ask(&log?, number)?);
        Ok(Stored {
            text: text.read().await?.map(|bytes| bytes.to_vec()),
            snapshots: snapshots.read().await?,
            log: log.read().await?,
        })
    }

    /// The bytes of the file that a document was read from; `None` if they are not there.
    ///
    /// # Errors
    /// [`StorageError`] if the browser cannot read them.
    pub async fn original(&self, number: u32) -> Result<Option<Uint8Array>, StorageError> {
        let table = TABLES[Table::Originals as usize];
        let transaction = self.begin(&Array::of1(&table.into()), "readonly")?;
        Pieces::ask(&transaction.object_store(table)?, number)?.read().await
    }

    fn begin(&self, tables: &Array, mode: &str) -> Result<IdbTransaction, StorageError> {
        let options = js_sys::Object::new();
        let _set = Reflect::set(&options, &"durability".into(), &"strict".into());
        Ok(self.0.begin(tables, mode, &options)?)
    }
}

/// Something that is being written.
pub struct Writing {
    done: JsFuture,
    transaction: IdbTransaction,
}

impl Writing {
    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// [`StorageError`]; nothing was written then.
    pub async fn done(self) -> Result<(), StorageError> {
        let done = self.done.await;
        done.map(|_| ()).map_err(|_| {
            self.transaction.error().map_or(StorageError::Failed(String::new()), |error| JsValue::from(error).into())
        })
    }
}

/// Adds the piece of that number of a text or a file, and then those that follow it.
fn add_pieces(store: IdbObjectStore, number: u32, stuff: Stuff, piece: usize) -> Result<(), JsValue> {
    let bytes = match &stuff {
        Stuff::Text(document) => document.text().as_bytes(),
        Stuff::Bytes(bytes) => bytes,
        Stuff::Sealed(sealed) => sealed.as_bytes(),
    };
    let (from, to) = (piece * PIECE, bytes.len().min((piece + 1) * PIECE));
    let key = js_key((number, (piece > 0).then_some(piece as u32)));
    let request = store.add_with_key(&Uint8Array::from(&bytes[from..to]), &key)?;
    if to < bytes.len() {
        let next = Closure::once_into_js(move || {
            if add_pieces(store.clone(), number, stuff, piece + 1).is_err() {
                let _aborts_already = store.transaction().abort();
            }
        });
        request.set_onsuccess(Some(next.unchecked_ref()));
    }
    Ok(())
}

/// The pieces of a text or a file, being read.
struct Pieces {
    first: IdbRequest,
    others: IdbRequest,
}

impl Pieces {
    fn ask(store: &IdbObjectStore, number: u32) -> Result<Pieces, StorageError> {
        let (first, others) = (store.get(&js_key((number, None)))?, store.get_all_with_key(&sequence(number)?)?);
        Ok(Pieces { first, others })
    }

    async fn read(&self) -> Result<Option<Uint8Array>, StorageError> {
        let Ok(first) = result(&self.first).await?.dyn_into::<Uint8Array>() else { return Ok(None) };
        let others: Vec<Uint8Array> =
            Array::from(&result(&self.others).await?).iter().filter_map(|piece| piece.dyn_into().ok()).collect();
        let whole = Uint8Array::new_with_length(first.length() + others.iter().map(Uint8Array::length).sum::<u32>());
        let mut at = 0;
        for piece in [first].iter().chain(&others) {
            whole.set(piece, at);
            at += piece.length();
        }
        Ok(Some(whole))
    }
}

/// The values of a table under a document's number, being read.
struct Sequence {
    keys: IdbRequest,
    values: IdbRequest,
}

impl Sequence {
    fn ask(store: &IdbObjectStore, number: u32) -> Result<Sequence, StorageError> {
        let range = sequence(number)?;
        Ok(Sequence { keys: store.get_all_keys_with_key(&range)?, values: store.get_all_with_key(&range)? })
    }

    async fn read(&self) -> Result<Vec<(u32, String)>, StorageError> {
        let (keys, values) = (Array::from(&result(&self.keys).await?), Array::from(&result(&self.values).await?));
        let sequence = |key: JsValue| number(&Array::from(&key), 1);
        let values = values.iter().map(|value| value.as_string().unwrap_or_default());
        Ok(keys.iter().map(sequence).zip(values).collect())
    }
}

fn make_tables(request: &IdbOpenDbRequest) {
    if let Ok(database) = request.result() {
        let database: IdbDatabase = database.unchecked_into();
        for table in TABLES {
            let _there_already = database.create_object_store(table);
        }
    }
}

fn js_key((number, sequence): StoreKey) -> JsValue {
    match sequence {
        None => number.into(),
        Some(sequence) => Array::of2(&number.into(), &sequence.into()).into(),
    }
}

/// The keys under a number that have a sequence number.
fn sequence(number: u32) -> Result<JsValue, StorageError> {
    // Arrays come after all numbers in the order of keys.
    let last = Array::of2(&number.into(), &Array::new());
    Ok(IdbKeyRange::bound(&Array::of1(&number.into()), &last)?.into())
}

/// Settles when the request does.
fn promise(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

async fn result(request: &IdbRequest) -> Result<JsValue, StorageError> {
    if request.ready_state() != web_sys::IdbRequestReadyState::Done {
        JsFuture::from(promise(request)).await.map_err(|_| error(request))?;
    }
    Ok(request.result()?)
}

fn error(request: &IdbRequest) -> StorageError {
    match request.error() {
        Ok(Some(error)) => JsValue::from(error).into(),
        _ => StorageError::Silent,
    }
}
