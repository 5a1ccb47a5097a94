//! A scenario file as a tree of values that know where they were written.
//!
//! Variants are applied on this tree: a value they set keeps the span of the variant's own line, so whatever is wrong
//! with it is reported there.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it was written, bytes.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

/// A value of a TOML file. Dates have no use in a scenario and only keep their place.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i128),
    Float(f64),
    Boolean(bool),
    Date,
    List(Vec<Node>),
    Table(Table),
}

/// Entries by key.
pub(crate) type Table = BTreeMap<String, Entry>;

/// A key's place and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub key_span: Range<usize>,
    pub node: Node,
}

impl Node {
    /// The tree of a parsed document.
    pub fn from_document(document: &Spanned<DeTable<'_>>) -> Self {
        Self { span: document.span(), value: Value::Table(table_of(document.get_ref())) }
    }

    fn from_value(value: &Spanned<DeValue<'_>>) -> Self {
        let converted = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(integer) => integer_of(integer.as_str(), integer.radix()),
            // Adding zero turns -0 into 0: no negative zero may enter the model.
            DeValue::Float(float) => Value::Float(float.as_str().parse::<f64>().unwrap_or(f64::NAN) + 0.0),
            DeValue::Boolean(boolean) => Value::Boolean(*boolean),
            DeValue::Datetime(_) => Value::Date,
            DeValue::Array(items) => Value::List(items.iter().map(Self::from_value).collect()),
            DeValue::Table(table) => Value::Table(table_of(table)),
        };
        Self { span: value.span(), value: converted }
    }

    /// The value of a key, where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(table) => table.get(key).map(|entry| &entry.node),
            _ => None,
        }
    }

    /// The text, where this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where this is a finite one; whole numbers serve as floats.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(integer) => Some(integer as f64),
            Value::Float(float) if float.is_finite() => Some(float),
            _ => None,
        }
    }

    /// What a member of a list is called: its `name`, or else what it refers to (`type`, `asset`).
    pub fn label(&self) -> Option<&str> {
        ["name", "type", "asset"].iter().find_map(|key| self.get(key)?.text())
    }

    /// The same value without spans.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Text(text) => Json::from(text.as_str()),
            Value::Integer(integer) => match i64::try_from(*integer) {
                Ok(small) => Json::from(small),
                Err(_) => Json::from(*integer as f64),
            },
            Value::Float(float) => Json::from(*float),
            Value::Boolean(boolean) => Json::from(*boolean),
            Value::Date => Json::Null,
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Table(table) => {
                Json::Object(table.iter().map(|(key, entry)| (key.clone(), entry.node.to_json())).collect())
            }
        }
    }
}

fn table_of(table: &DeTable<'_>) -> Table {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        (key.get_ref().to_string(), Entry { key_span: key.span(), node: Node::from_value(value) })
    };
    table.iter().map(entry).collect()
}

/// An integer of any size: what passes 128 bits saturates, and every range refuses it.
fn integer_of(digits: &str, radix: u32) -> Value {
    let saturated = if digits.starts_with('-') { i128::MIN } else { i128::MAX };
    Value::Integer(i128::from_str_radix(digits, radix).unwrap_or(saturated))
}
