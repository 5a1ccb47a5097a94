//! The JSON Schema derived from [`super::schema`], and how the checker reads it.
//!
//! The schema is the single description of the format: the same document that editors get decides here which keys
//! exist, which are needed, of what kind and range each value is, and what its default is.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::schema::Scenario;

static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Scenario).to_value());

/// The JSON Schema of the scenario format, for editors (`kingbird schema`).
pub fn schema_json() -> String {
    format!("{:#}", *SCHEMA)
}

/// What a value has to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Table,
    List,
    Number,
    Integer,
    Boolean,
    Text,
    Choice(Vec<&'static str>),
    Any,
}

/// The rule for one place of the format.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    /// As written at the property: carries its description and default.
    outer: &'static Json,
    /// With references and `Option` resolved.
    inner: &'static Json,
}

/// The rule for a whole scenario.
pub(crate) fn scenario_rule() -> Rule {
    Rule::new(&SCHEMA)
}

impl Rule {
    fn new(outer: &'static Json) -> Self {
        let mut inner = outer;
        loop {
            if let Some(target) = inner.get("$ref").and_then(Json::as_str) {
                let Some(found) = SCHEMA.pointer(target.trim_start_matches('#')) else { break };
                inner = found;
            } else if let Some(branches) = inner.get("anyOf").and_then(Json::as_array) {
                // Only `Option` makes an `anyOf`, and TOML has no null.
                let Some(found) = branches.iter().find(|branch| branch.get("type") != Some(&Json::from("null"))) else {
                    break;
                };
                inner = found;
            } else {
                break;
            }
        }
        Self { outer, inner }
    }

    pub fn kind(self) -> Kind {
        if let Some(branches) = self.inner.get("oneOf").and_then(Json::as_array) {
            return Kind::Choice(branches.iter().filter_map(|branch| branch.get("const")?.as_str()).collect());
        }
        if let Some(values) = self.inner.get("enum").and_then(Json::as_array) {
            return Kind::Choice(values.iter().filter_map(Json::as_str).collect());
        }
        let name = match self.inner.get("type") {
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).find(|name| *name != "null"),
            Some(name) => name.as_str(),
            None => None,
        };
        match name {
            Some("object") => Kind::Table,
            Some("array") => Kind::List,
            Some("number") => Kind::Number,
            Some("integer") => Kind::Integer,
            Some("boolean") => Kind::Boolean,
            Some("string") => Kind::Text,
            _ => Kind::Any,
        }
    }

    /// The rule for a key of this table.
    pub fn property(self, key: &str) -> Option<Rule> {
        self.inner.get("properties")?.get(key).map(Rule::new)
    }

    /// The keys of this table that the format knows.
    pub fn keys(self) -> Vec<&'static str> {
        match self.inner.get("properties").and_then(Json::as_object) {
            Some(properties) => properties.keys().map(String::as_str).collect(),
            None => Vec::new(),
        }
    }

    /// The keys of this table without which it says nothing.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        self.inner.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
    }

    /// Whether this table takes any key (a variant's `set`).
    pub fn is_open(self) -> bool {
        self.inner.get("additionalProperties") != Some(&Json::Bool(false))
    }

    /// The rule for the members of this list.
    pub fn item(self) -> Option<Rule> {
        self.inner.get("items").map(Rule::new)
    }

    /// Least and largest number.
    pub fn range(self) -> (Option<f64>, Option<f64>) {
        (self.number("minimum"), self.number("maximum"))
    }

    /// Fewest and most members of a list, or characters of a text.
    pub fn length(self) -> (Option<f64>, Option<f64>) {
        match self.kind() {
            Kind::List => (self.number("minItems"), self.number("maxItems")),
            _ => (self.number("minLength"), self.number("maxLength")),
        }
    }

    /// What stands for the value where the file leaves it out.
    pub fn default(self) -> Option<&'static Json> {
        self.outer.get("default")
    }

    /// What the value means, in one line.
    pub fn description(self) -> &'static str {
        let text = self.outer.get("description").or_else(|| self.inner.get("description"));
        text.and_then(Json::as_str).and_then(|text| text.lines().next()).unwrap_or_default()
    }

    fn number(self, key: &str) -> Option<f64> {
        self.inner.get(key).and_then(Json::as_f64)
    }
}
