//! `rolebook schema KIND`: the JSON Schema of a kind of file, from the table that reads it.

use super::args::SchemaArgs;
use super::session::{Outcome, to_stdout};
use crate::diag::Error;
use crate::parse::schema::schema;
use crate::parse::shape::Shape;
use crate::parse::{shapes, theme};
use crate::text::did_you_mean;

/// Kinds by the name they are asked for.
pub fn kinds() -> Vec<(&'static str, &'static Shape)> {
    let all = shapes().iter().copied().chain([&theme::THEME]);
    all.map(|shape| (shape.name, shape)).collect()
}

/// Prints the schema, or the kinds.
///
/// # Errors
/// A kind that does not exist.
pub fn run(args: &SchemaArgs) -> Result<Outcome, Error> {
    let kinds = kinds();
    let Some(wanted) = &args.kind else {
        let list: String = kinds
            .iter()
            .map(|(name, shape)| format!("{name:<12} {}\n", shape.doc))
            .collect();
        to_stdout(&list);
        return Ok(Outcome::Done);
    };
    let Some((_, shape)) = kinds.iter().find(|(name, _)| name == wanted) else {
        let help = did_you_mean(wanted, kinds.iter().map(|(n, _)| *n)).unwrap_or_else(|| {
            format!(
                "the kinds are {}",
                kinds.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ")
            )
        });
        return Err(Error::new(format!(
            "there is no kind of file `{wanted}`: {help}"
        )));
    };
    let text = serde_json::to_string_pretty(&schema(shape))
        .map_err(|e| Error::with("cannot write the schema", e))?;
    to_stdout(&format!("{text}\n"));
    Ok(Outcome::Done)
}
