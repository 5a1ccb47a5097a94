//! Flows through the whole editor, by the labels that people and their tools see.

use egui_kittest::Harness;

use super::*;
use crate::viewer::palette::DARK;
use crate::viewer::theme;

/// An editor in a window, with what it asked for.
struct State {
    editor: Editor,
    actions: Vec<Action>,
}

type Window = Harness<'static, State>;

fn window(document: Document, size: [f32; 2]) -> Window {
    let state = State { editor: Editor::new(document), actions: Vec::new() };
    let mut harness = Harness::builder().with_size(size).with_max_steps(30).build_ui_state(
        |ui, state: &mut State| {
            let action = state.editor.ui(ui, &DARK);
            state.actions.extend(action);
        },
        state,
    );
    theme::install(&harness.ctx);
    harness.run_steps(4);
    harness
}

fn editor(name: &str, size: [f32; 2]) -> Window {
    window(Document::open(name).expect("shipped"), size)
}

#[test]
fn pictures() {
    for size in [[800.0, 500.0], [1280.0, 720.0], [1600.0, 900.0], [2560.0, 1440.0]] {
        let mut window = editor("force-protection", size);
        let name = format!("/tmp/edit-{}", size[0]);
        window.render().expect("drawn").save(format!("{name}-a.png")).expect("saved");
        window.state_mut().editor.selected = Address::of("sites").ix(0);
        window.run_steps(4);
        window.render().expect("drawn").save(format!("{name}-b.png")).expect("saved");
        window.state_mut().editor.selected = Address::of("raid.waves").ix(3);
        let text = window.state().editor.document.text().replacen("count = 37", "count = -37", 1).replacen(
            "asset = \"Port\"",
            "asset = \"Prt\"",
            2,
        );
        window.state_mut().editor.document.set_text(text, "x", None);
        window.run_steps(6);
        window.render().expect("drawn").save(format!("{name}-c.png")).expect("saved");
        window.state_mut().editor.tab = Tab::Text;
        window.run_steps(4);
        window.render().expect("drawn").save(format!("{name}-d.png")).expect("saved");
    }
}
