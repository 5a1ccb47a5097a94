//! Moments to places on the screen and back: shared by the timeline and the plots.

use eframe::egui::Rect;

/// A length of time over the width of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Where it is drawn, points.
    pub strip: Rect,
    /// The moment at its right end, ticks; the left end is the beginning.
    pub end_tick: f64,
}

impl Scale {
    /// Place of a moment, points.
    pub fn x(&self, tick: f64) -> f32 {
        self.strip.left() + (tick / self.end_tick).clamp(0.0, 1.0) as f32 * self.strip.width()
    }

    /// Moment at a place, ticks.
    pub fn tick(&self, x: f32) -> f64 {
        let share = (x - self.strip.left()) / self.strip.width().max(1.0);
        f64::from(share.clamp(0.0, 1.0)) * self.end_tick
    }

    /// Seconds between two labels of the axis: a round number that leaves each `room` points.
    pub fn label_step_s(&self, tick_s: f64, room: f32) -> f64 {
        const STEPS_S: [f64; 13] =
            [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0];
        let least_s = self.end_tick * tick_s * f64::from(room / self.strip.width().max(room));
        STEPS_S.into_iter().find(|step| *step >= least_s).unwrap_or(14_400.0)
    }

    /// How many of `ticks`, in order, fall on each column of the screen that has any.
    pub fn columns(&self, ticks: impl Iterator<Item = u32>) -> Vec<(f32, u32)> {
        let mut columns: Vec<(f32, u32)> = Vec::new();
        for tick in ticks {
            let x = self.x(f64::from(tick)).round();
            match columns.last_mut() {
                Some((last, n)) if *last == x => *n += 1,
                _ => columns.push((x, 1)),
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Pos2;

    fn scale() -> Scale {
        Scale { strip: Rect::from_min_max(Pos2::new(10.0, 0.0), Pos2::new(1010.0, 40.0)), end_tick: 20_000.0 }
    }

    #[test]
    fn places_and_moments_are_inverse() {
        let scale = scale();
        assert_eq!([scale.x(0.0), scale.x(10_000.0), scale.x(1e9)], [10.0, 510.0, 1010.0]);
        assert_eq!([scale.tick(-5.0), scale.tick(260.0), scale.tick(2e4)], [0.0, 5_000.0, 20_000.0]);
    }

    #[test]
    fn marks_of_one_column_are_counted() {
        assert_eq!(scale().columns([0, 1, 2, 10_000].into_iter()), [(10.0, 3), (510.0, 1)]);
    }

    #[test]
    fn labels_are_round_and_have_room() {
        // 2,000 s over 1,000 points: 80 points are 160 s.
        assert_eq!(scale().label_step_s(0.1, 80.0), 300.0);
        assert_eq!(scale().label_step_s(0.1, 50.0), 120.0);
    }
}
