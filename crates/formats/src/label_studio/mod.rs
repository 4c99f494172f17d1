//! Label Studio: tasks with annotations and predictions, JSON-MIN, and the labelling configuration.
//!
//! <https://labelstud.io/guide/task_format>, <https://labelstud.io/guide/export#JSON-MIN>,
//! <https://labelstud.io/tags/labels>. Offsets count code points, the end excluded.

mod tasks;
mod kept;
mod min;
mod config;

pub use config::LabelStudioConfig;
pub use min::LabelStudioMin;
pub use tasks::LabelStudio;

/// The control and object names in configurations and results; they must agree.
const CONTROL: &str = "label";
const OBJECT: &str = "text";
