//! A comparison as a picture: one row per assigner, a dot per raid, the mean with its interval. Plain SVG, no dependency.

use std::fmt::Write as _;

use crate::model::Outcome;
use crate::study::analysis::Analysis;
use crate::study::runner::Outcomes;

/// Name of the picture in a study's folder.
pub const PICTURE: &str = "leakers.svg";

const WIDTH: f64 = 960.0;
const LEFT: f64 = 130.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 84.0;
const ROW: f64 = 56.0;
const BOTTOM: f64 = 56.0;
/// Dots of a row spread over this much either way, so that raids with equal counts stay visible.
const SPREAD: f64 = 13.0;

/// Threats that got through, raid by raid, for each assigner; the best is set off.
pub fn leakers_svg(scenario: &str, analysis: &Analysis, outcomes: &Outcomes) -> String {
    let height = TOP + ROW * analysis.arms.len() as f64 + BOTTOM;
    let most = outcomes.iter().flatten().map(Outcome::leakers).max().unwrap_or(0);
    let axis = Axis::new(f64::from(most.max(1)));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"#d7dde5\">\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" rx=\"10\" fill=\"#14181f\"/>\n\
         <text x=\"24\" y=\"34\" font-size=\"18\" font-weight=\"600\">Threats that got through: {}</text>\n\
         <text x=\"24\" y=\"57\" fill=\"#8a94a3\">{} raids of {} threats (decoys apart), the same for every assigner; bar: mean with its 95 % interval</text>\n",
        escaped(scenario),
        analysis.n_replicates,
        analysis.n_threats,
    );
    axis.draw(&mut svg, height);
    for (ix, (arm, raids)) in analysis.arms.iter().zip(outcomes).enumerate() {
        let y = TOP + ROW * (ix as f64 + 0.5);
        let colour = if ix == analysis.best {
            "#5ec8a8"
        } else if !arm.competes() {
            "#6b7480"
        } else {
            "#6fa3e0"
        };
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 16.0,
            y + 5.0,
            escaped(&arm.assigner)
        );
        for (raid, outcome) in raids.iter().enumerate() {
            let x = axis.x(f64::from(outcome.leakers()));
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"2.6\" fill=\"{colour}\" fill-opacity=\"0.4\"/>",
                y + SPREAD * offset(raid),
            );
        }
        let mean = arm.leakers.value;
        let (low, high) = arm.leakers.interval.map_or((mean, mean), |interval| (interval.low, interval.high));
        // The bar ends at the axis where Student's interval reaches below 0; the text beside it tells the interval whole.
        let drawn = axis.x(low.max(0.0));
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" y1=\"{y}\" x2=\"{:.1}\" y2=\"{y}\" stroke=\"#f2f5f9\" stroke-width=\"7\"/>\n\
             <line x1=\"{m:.1}\" y1=\"{}\" x2=\"{m:.1}\" y2=\"{}\" stroke=\"#f2f5f9\" stroke-width=\"2\"/>\n\
             <text x=\"{}\" y=\"{}\">{mean:.1}<tspan fill=\"#8a94a3\">  ({low:.1} to {high:.1})</tspan></text>",
            drawn,
            axis.x(high.min(axis.end)),
            y - 15.0,
            y + 15.0,
            WIDTH - RIGHT + 20.0,
            y + 5.0,
            m = axis.x(mean),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Where a raid's dot stands across its row: the golden-ratio sequence fills -1..1 evenly.
pub fn offset(raid: usize) -> f64 {
    2.0 * ((raid as f64 + 1.0) * 0.618_033_988_75).fract() - 1.0
}

/// Text as XML takes it. What XML 1.0 has no way of writing, control characters above all, becomes the replacement character.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '\t' | '\n' | '\r' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

/// A linear axis from 0 with round steps.
struct Axis {
    step: f64,
    end: f64,
}

impl Axis {
    fn new(most: f64) -> Self {
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 250.0, 500.0, 1_000.0];
        let step = steps.into_iter().find(|step| most / step <= 8.0).unwrap_or(most / 8.0);
        Self { step, end: (most / step).ceil() * step }
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * value / self.end
    }

    fn draw(&self, svg: &mut String, height: f64) {
        let bottom = height - BOTTOM;
        let mut value = 0.0;
        while value <= self.end + self.step * 0.5 {
            let x = self.x(value);
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#2a313c\"/>\n\
                 <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#8a94a3\">{value:.0}</text>",
                bottom + 22.0,
            );
            value += self.step;
        }
        let middle = self.x(self.end / 2.0);
        let _ = writeln!(
            svg,
            "<text x=\"{middle:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#8a94a3\">leakers per raid</text>",
            bottom + 44.0,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_or_after_the_greatest_value_on_a_round_step() {
        for most in [1.0, 7.0, 8.0, 9.0, 124.0, 2_500.0, 99_999.0] {
            let axis = Axis::new(most);
            assert!(axis.end >= most && axis.end < most + axis.step, "{most}");
            assert!(axis.end / axis.step <= 9.0);
        }
    }

    #[test]
    fn dots_stay_within_their_row() {
        assert!((0..10_000).all(|raid| offset(raid).abs() <= 1.0));
        assert_eq!(escaped("a<b & c>"), "a&lt;b &amp; c&gt;");
        assert_eq!(escaped("a\u{0}b\u{1b}[31m\nc\u{fffe}é"), "a\u{fffd}b\u{fffd}[31m c\u{fffd}é");
    }
}
