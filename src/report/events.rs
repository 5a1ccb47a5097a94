//! The events of one replicate as CSV with names in place of numbers.

use crate::model::CaseModel;
use crate::model::events::Event;
use crate::model::names::{EventKind, Names, stage_name};
use crate::study::table::csv_line;

/// The head of the file.
const HEAD: [&str; 9] = ["tick", "time_s", "stage", "event", "entity", "name", "type", "other", "note"];

/// All events, in the order of (tick, stage, entity, event).
pub fn events_csv(case: &CaseModel, events: &[Event]) -> String {
    let names = Names::new(case);
    let mut text = String::new();
    csv_line(&mut text, HEAD.into_iter());
    for event in events {
        let row = row(case, &names, event);
        csv_line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn row(case: &CaseModel, names: &Names, event: &Event) -> [String; 9] {
    let kind = EventKind::of(event.code);
    let entity = names.entity(event);
    let (other, note) = names.detail(event);
    [
        event.tick.to_string(),
        format!("{:.2}", case.seconds(event.tick)),
        stage_name(event.stage).to_owned(),
        kind.name.to_owned(),
        if kind.of_round { "interceptor" } else { "threat" }.to_owned(),
        entity.name.clone(),
        entity.kind.clone(),
        other,
        note,
    ]
}
