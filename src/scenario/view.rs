//! A tree read through its rules: what the file leaves out has its default, what is wrong reads as nothing.
//!
//! The checks for sense read through this, so that they work on a file that has other mistakes too, and say nothing
//! about values whose mistake is reported already.

use std::ops::Range;

use serde_json::Value as Json;

use super::rules::Rule;
use super::tree::{Node, Value};

/// A place of the format and what the file says there.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    node: Option<&'a Node>,
    rule: Option<Rule>,
    /// Where to point: the value, or the nearest thing around it that was written.
    pub span: &'a Range<usize>,
}

impl<'a> View<'a> {
    pub fn new(node: &'a Node, rule: Rule) -> Self {
        Self { node: Some(node), rule: Some(rule), span: &node.span }
    }

    /// Whether the file says anything here.
    pub fn is_written(self) -> bool {
        self.node.is_some()
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> View<'a> {
        let node = self.node.and_then(|node| node.get(key));
        let rule = self.rule.and_then(|rule| rule.property(key));
        View { node, rule, span: node.map_or(self.span, |node| &node.span) }
    }

    /// The members of a list.
    pub fn items(self) -> Vec<View<'a>> {
        let rule = self.rule.and_then(Rule::item);
        match self.node.map(|node| &node.value) {
            Some(Value::List(nodes)) => {
                nodes.iter().map(|node| View { node: Some(node), rule, span: &node.span }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The members of the list under a key.
    pub fn list(self, key: &str) -> Vec<View<'a>> {
        self.get(key).items()
    }

    /// The number under a key, or its default; nothing where it is out of its range.
    pub fn number(self, key: &str) -> Option<f64> {
        let view = self.get(key);
        let (min, max) = view.rule.map_or((None, None), Rule::range);
        let in_range = |number: &f64| min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max);
        match view.node {
            Some(node) => node.number().filter(in_range),
            None => view.default().and_then(Json::as_f64),
        }
    }

    /// The text under a key, or its default.
    pub fn text(self, key: &str) -> Option<&'a str> {
        let view = self.get(key);
        match view.node {
            Some(node) => node.text(),
            None => view.default().and_then(Json::as_str),
        }
    }

    /// This text itself, where it is one (a member of a list of names).
    pub fn own_text(self) -> Option<&'a str> {
        self.node.and_then(Node::text)
    }

    /// What the member is called, for messages.
    pub fn label(self) -> &'a str {
        self.node.and_then(Node::label).unwrap_or("(unnamed)")
    }

    fn default(self) -> Option<&'static Json> {
        self.rule.and_then(Rule::default)
    }
}
