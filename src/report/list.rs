//! Lists of what there is to choose from.

use crate::assign::Assigner;
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

/// One scenario with its variants.
pub fn scenario(name: &str, scenario: &Scenario) -> String {
    let mut text = format!("{name}\n    {}\n", scenario.summary);
    for variant in &scenario.variants {
        text += &format!("    --variant {}: {}\n", variant.name, variant.summary);
    }
    text
}
