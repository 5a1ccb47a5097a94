//! A linear axis with round steps. Values in their own unit, places in points of the screen.

use eframe::egui::Rangef;

/// From the lowest to the highest value shown, both on round steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// From one tick to the next.
    pub step: f64,
}

impl Axis {
    /// Covers `low` to `high` with at most `n_steps` steps and a little more; whole numbers only where `whole`.
    pub fn new(low: f64, high: f64, n_steps: usize, whole: bool) -> Self {
        let span = (high - low).max(if whole { 1.0 } else { 1.0e-9 });
        let rough = span / n_steps.max(1) as f64;
        let scale = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 5.0, 10.0].map(|k| k * scale).into_iter().find(|step| *step >= rough * (1.0 - 1.0e-9));
        let step = step.unwrap_or(10.0 * scale).max(if whole { 1.0 } else { 0.0 });
        let low = libm::floor(low / step + 1.0e-9) * step;
        let high = (libm::ceil(high / step - 1.0e-9) * step).max(low + step);
        Self { low, high, step }
    }

    /// Values of the ticks.
    pub fn ticks(&self) -> impl Iterator<Item = f64> + use<> {
        let (low, step) = (self.low, self.step);
        let n = libm::round((self.high - low) / step) as usize;
        // Multiples of the step, so that 0 is 0 and no sum of roundings.
        let first = libm::round(low / step);
        (0..=n).map(move |k| (first + k as f64) * step)
    }

    /// Where a value stands in a range of the screen.
    pub fn place(&self, value: f64, range: Rangef) -> f32 {
        let share = (value - self.low) / (self.high - self.low);
        range.min + (share * f64::from(range.span())) as f32
    }

    /// A tick's value as text, with as many decimals as the step needs.
    pub fn text(&self, value: f64) -> String {
        let decimals = (-libm::floor(libm::log10(self.step) + 1.0e-9)).max(0.0) as usize;
        crate::report::number::fixed(value, decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_covers_its_values_with_round_steps() {
        for (low, high, n) in [(0.0, 7.0, 8), (0.0, 124.0, 6), (-3.0, 11.0, 5), (0.0, 0.73, 4), (-40.0, -2.0, 3)] {
            let axis = Axis::new(low, high, n, false);
            assert!(axis.low <= low && axis.high >= high && axis.low > low - axis.step, "{axis:?}");
            let ticks: Vec<f64> = axis.ticks().collect();
            assert!(ticks.len() <= n + 2 && ticks.len() >= 2, "{axis:?}: {ticks:?}");
            assert!((ticks[ticks.len() - 1] - axis.high).abs() < 1e-9 * axis.step.max(1.0), "{axis:?}");
        }
        let counts = Axis::new(0.0, 2.0, 10, true);
        assert_eq!(counts.ticks().collect::<Vec<_>>(), [0.0, 1.0, 2.0]);
        assert_eq!(Axis::new(0.0, 0.0, 5, true), Axis { low: 0.0, high: 1.0, step: 1.0 });
    }

    #[test]
    fn ticks_have_the_digits_of_their_step() {
        let axis = Axis::new(0.0, 0.7, 7, false);
        assert_eq!(axis.ticks().map(|v| axis.text(v)).nth(3).unwrap(), "0.3");
        assert_eq!(Axis::new(0.0, 5000.0, 5, true).text(3000.0), "3,000");
        let range = Rangef::new(100.0, 200.0);
        assert_eq!(Axis { low: -10.0, high: 10.0, step: 5.0 }.place(0.0, range), 150.0);
    }
}
