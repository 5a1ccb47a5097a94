//! Applies a named variant: new values by dotted path, on the tree, before it is checked.
//!
//! `"sites.*.channels"`: a table is entered by key, a list by the `name` (else `type`, else `asset`) of a member or by
//! `*` for all. Paths are applied in the order of their characters, and `*` comes before letters and digits: the general
//! before the particular, however the file is ordered.

use super::nearest;
use super::report::Report;
use super::rules::{Kind, Rule, scenario_rule};
use super::tree::{Entry, Node, Table, Value};
use super::units::suggest;

/// Why a path leads nowhere.
struct NoWay {
    message: String,
    remedy: String,
}

/// The tree with one variant's changes. A path that leads nowhere is reported and changes nothing.
pub(crate) fn apply(base: &Node, variant: &Node, report: &mut Report<'_>) -> Node {
    let mut tree = base.clone();
    let Some(Value::Table(set)) = variant.get("set").map(|set| &set.value) else { return tree };
    for (path, entry) in set {
        if let Err(no_way) = set_path(&mut tree, scenario_rule(), path, entry) {
            report.add(&entry.key_span, no_way.message, no_way.remedy);
        }
    }
    tree
}

/// The variants of a tree, with their names where they have one.
pub(crate) fn variants(tree: &Node) -> Vec<(&str, &Node)> {
    match tree.get("variants").map(|variants| &variants.value) {
        Some(Value::List(items)) => {
            items.iter().map(|item| (item.get("name").and_then(Node::text).unwrap_or_default(), item)).collect()
        }
        _ => Vec::new(),
    }
}

/// Sets what `rest` leads to, from here on, and counts the places it set.
fn set_path(node: &mut Node, rule: Rule, rest: &str, new: &Entry) -> Result<usize, NoWay> {
    match (&mut node.value, rule.item()) {
        (Value::Table(table), _) => set_key(table, rule, rest, new),
        (Value::List(items), Some(item_rule)) => set_members(items, item_rule, rest, new),
        _ => {
            Err(NoWay { message: format!("path ends before \"{rest}\""), remedy: "that value has no parts".to_owned() })
        }
    }
}

fn set_key(table: &mut Table, rule: Rule, rest: &str, new: &Entry) -> Result<usize, NoWay> {
    let (key, further) = match rest.split_once('.') {
        Some((key, further)) => (key, Some(further)),
        None => (rest, None),
    };
    let property = rule.property(key).filter(|_| key != "variants");
    let Some(property) = property else {
        let known: Vec<&str> = rule.keys().into_iter().filter(|key| *key != "variants").collect();
        let found = suggest(key, None, &known, |_| false);
        let hint = found.map_or_else(String::new, |found| format!("; did you mean {}?", found.key));
        let remedy = format!("allowed: {}{hint}", known.join(", "));
        return Err(NoWay { message: format!("path leads to unknown key \"{key}\""), remedy });
    };
    let kind = property.kind();
    let Some(further) = further else {
        if matches!(new.node.value, Value::Table(_)) && kind != Kind::Table {
            let message = format!("\"{key}\" cannot be set to a table");
            let remedy = format!("write the whole path in quotes, as in \"{key}.*.name\" = value");
            return Err(NoWay { message, remedy });
        }
        table.insert(key.to_owned(), new.clone());
        return Ok(1);
    };
    // What the file leaves to its defaults is made here; the checks that follow see to the rest.
    let empty = match kind {
        Kind::Table => Value::Table(Table::new()),
        Kind::List => Value::List(Vec::new()),
        _ => {
            let message = format!("\"{key}\" has no parts, but the path goes on with \"{further}\"");
            return Err(NoWay { message, remedy: format!("end the path at {key}") });
        }
    };
    let made = Entry { key_span: new.key_span.clone(), node: Node { span: new.key_span.clone(), value: empty } };
    let entry = table.entry(key.to_owned()).or_insert(made);
    set_path(&mut entry.node, property, further, new)
}

fn set_members(items: &mut [Node], rule: Rule, rest: &str, new: &Entry) -> Result<usize, NoWay> {
    let mut n_set = 0;
    let mut first_no_way = None;
    for item in items.iter_mut() {
        // Names may hold dots, so the member decides how far its name reaches into the path.
        let further = after(rest, "*").or_else(|| after(rest, item.label()?)).map(str::to_owned);
        let Some(further) = further else { continue };
        if further.is_empty() {
            *item = new.node.clone();
            n_set += 1;
            continue;
        }
        match set_path(item, rule, &further, new) {
            Ok(n) => n_set += n,
            Err(no_way) => first_no_way = first_no_way.or(Some(no_way)),
        }
    }
    if n_set > 0 {
        return Ok(n_set);
    }
    Err(first_no_way.unwrap_or_else(|| {
        let labels: Vec<&str> = items.iter().filter_map(Node::label).collect();
        let name = rest.split('.').next().unwrap_or(rest);
        NoWay {
            message: format!("path leads to no member \"{name}\""),
            remedy: nearest::remedy("members", name, &labels),
        }
    }))
}

/// What follows `name` and a dot in a path; empty where the path ends with the name.
fn after<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.').filter(|rest| !rest.is_empty()) }
}
