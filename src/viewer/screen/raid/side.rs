//! The panel on the right: one tab for each way of looking at the raid.

use eframe::egui;

use super::card::{self, History};
use super::cast::Cast;
use super::command::Command;
use super::events::Events;
use super::search::Search;
use super::view::View;
use super::{filter, numbers, parts};
use crate::viewer::screen::reach::ReachPanel;
use crate::viewer::selection::{Entity, Filter, Layers};

/// The tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The card of what is selected.
    Selected,
    /// Counts and plots.
    #[default]
    Numbers,
    /// What happened when.
    Events,
    /// Search and filter.
    Find,
    /// What is drawn.
    Layers,
    /// What the sites can do against one threat, by bearing.
    Reach,
}

impl Tab {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Selected, "Selected"),
        (Self::Numbers, "Numbers"),
        (Self::Events, "Events"),
        (Self::Find, "Find"),
        (Self::Layers, "Layers"),
        (Self::Reach, "Reach"),
    ];
}

/// What is selected.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    /// What.
    pub selected: Option<Entity>,
    /// Whether it is kept in the middle of the view.
    pub following: bool,
}

/// What the panel keeps.
#[derive(Debug)]
pub struct Side {
    /// Whether it is shown.
    pub open: bool,
    /// The tab that is shown.
    pub tab: Tab,
    /// The search field.
    pub search: Search,
    /// What can be met from where.
    pub reach: ReachPanel,
    events: Events,
    history: History,
}

impl Side {
    /// Open at the numbers.
    pub fn new(cast: &Cast) -> Self {
        Self {
            open: true,
            tab: Tab::default(),
            search: Search::new(cast),
            reach: ReachPanel::default(),
            events: Events::default(),
            history: History::default(),
        }
    }

    /// Draws the tabs and the one that is chosen. `view` is `None` until the first moment is ready.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        view: Option<&View<'_>>,
        chosen: Chosen,
        filter: &mut Filter,
        layers: &mut Layers,
        commands: &mut Vec<Command>,
    ) {
        self.tabs(ui);
        ui.separator();
        let Some(view) = view else {
            ui.label("Simulating the first seconds\u{2026}");
            return;
        };
        if self.tab == Tab::Events {
            return self.events.ui(ui, view, chosen.selected, commands);
        }
        egui::ScrollArea::vertical().id_salt(self.tab as u8).auto_shrink(false).show(ui, |ui| match self.tab {
            Tab::Selected => match chosen.selected {
                Some(entity) => card::panel(ui, view, entity, &mut self.history, chosen.following, commands),
                None => parts::hint(
                    ui,
                    view.palette,
                    "Nothing is selected. Click a threat, an interceptor, a site, an asset or a sensor on the map, or \
                     search for it (Ctrl + F).",
                ),
            },
            Tab::Numbers => numbers::ui(ui, view, commands),
            Tab::Find => {
                self.search.ui(ui, view, commands);
                filter::ui(ui, view.cast, view.palette, filter);
            }
            Tab::Layers => super::layers::ui(ui, view.palette, layers),
            Tab::Reach => self.reach.ui(ui, view.palette, &view.subject.case),
            Tab::Events => {}
        });
    }

    fn tabs(&mut self, ui: &mut egui::Ui) {
        ui.horizontal_wrapped(|ui| {
            let narrow = ui.available_width() < 320.0;
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding.x = if narrow { 3.0 } else { 4.0 };
            if narrow {
                ui.style_mut().override_text_style = Some(egui::TextStyle::Small);
            }
            for (tab, label) in Tab::ALL {
                if ui.selectable_label(self.tab == tab, label).clicked() {
                    self.tab = tab;
                }
            }
        });
    }
}
