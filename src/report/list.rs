//! Lists of what there is to choose from.

use crate::assign::Assigner;
use crate::assign::wta::Solver;
use crate::assign::wta::bound::Bound;
use crate::assign::wta::method::BOUND_PREFIX;
use crate::scenario::schema::Scenario;

/// Assigners, a paragraph each.
pub fn assigners(assigners: &[&dyn Assigner]) -> String {
    let paragraph = |a: &&dyn Assigner| {
        format!(
            "{}\n    {}\n    runs on: {}; time: {}\n    after: {}\n",
            a.name(),
            a.summary(),
            a.where_it_runs().as_str(),
            a.complexity(),
            a.reference()
        )
    };
    assigners.iter().map(paragraph).collect::<String>() + PROGRAM
}

/// What stands for an assigner and is none of the registry.
const PROGRAM: &str = "\
exec:COMMAND
    Your own program: one problem a line in, one answer a line out, in JSON
    runs on: host; its answers are recorded with a replicate, since nothing says that it repeats them
    see: docs/assignment-protocol.md, examples/assigner.py, `kingbird schema assigner`
";

/// Solvers of static instances, a paragraph each.
pub fn solvers(solvers: &[&dyn Solver]) -> String {
    let paragraph = |it: &&dyn Solver| about(it.name(), it.summary(), it.complexity(), it.reference());
    solvers.iter().map(paragraph).collect()
}

/// Bounds, a paragraph each.
pub fn bounds(bounds: &[&dyn Bound]) -> String {
    let name = |it: &&dyn Bound| format!("{BOUND_PREFIX}{}", it.name());
    bounds.iter().map(|it| about(&name(it), it.summary(), it.complexity(), it.reference())).collect()
}

fn about(name: &str, summary: &str, complexity: &str, reference: &str) -> String {
    format!("{name}\n    {summary}\n    time: {complexity}\n    after: {reference}\n")
}

/// All of them as tables for a document.
pub fn markdown(assigners: &[&dyn Assigner], solvers: &[&dyn Solver], bounds: &[&dyn Bound]) -> String {
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let mut text = "| in a raid | what it does | runs on | time | reference |\n|---|---|---|---|---|\n".to_owned();
    for it in assigners {
        let name = format!("`{}`", it.name());
        text += &line(&[&name, it.summary(), it.where_it_runs().as_str(), it.complexity(), it.reference()]);
    }
    text += "\n| on static instances (`kingbird solve`) | what it does | time | reference |\n|---|---|---|---|\n";
    for it in solvers {
        text += &line(&[&format!("`{}`", it.name()), it.summary(), it.complexity(), it.reference()]);
    }
    text += "\n| bound | what it does | time | reference |\n|---|---|---|---|\n";
    for it in bounds {
        text += &line(&[&format!("`{BOUND_PREFIX}{}`", it.name()), it.summary(), it.complexity(), it.reference()]);
    }
    text
}

/// One scenario with its variants.
pub fn scenario(name: &str, scenario: &Scenario) -> String {
    let mut text = format!("{name}\n    {}\n", scenario.summary);
    for variant in &scenario.variants {
        text += &format!("    --variant {}: {}\n", variant.name, variant.summary);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assign::ASSIGNERS;
    use crate::assign::wta::SOLVERS;
    use crate::assign::wta::bound::BOUNDS;

    /// `docs/tables/assignment.py` writes it there.
    #[test]
    fn the_document_has_the_registry_as_it_is() {
        let document = include_str!("../../docs/assignment.md").replace("\r\n", "\n");
        let (_, rest) = document.split_once("<!-- registry -->\n").unwrap();
        let (table, _) = rest.split_once("<!-- /registry -->").unwrap();
        let generated = markdown(ASSIGNERS, SOLVERS, BOUNDS);
        assert_eq!(table.trim(), generated.trim(), "run docs/tables/assignment.py --registry");
    }
}
