//! Numbers as people read them: thousands apart, as many digits as carry meaning, units behind.

use crate::stats::Interval;

/// An integer with its thousands apart: `12,345`.
pub fn integer(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (ix, digit) in digits.chars().enumerate() {
        if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with `decimals` places and its thousands apart.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    // Sums of money and value pass 2^64 for no scenario that can be written; if one did, it is printed unseparated.
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), integer);
    // What rounds to 0 has no sign.
    let sign = if value < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A number with three or so digits that matter: `0.615`, `3.14`, `31.4`, `314`, `3,142`.
pub fn short(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 || v == 0.0 => 2,
        _ => 3,
    };
    fixed(value, decimals)
}

/// A number without trailing zeros, as a user would write it: `3`, `2.5`.
pub fn plain(value: f64) -> String {
    if value.fract() == 0.0 { fixed(value, 0) } else { short(value) }
}

/// US dollars: `$950`, `$23,400`, `$1.25 M`.
pub fn usd(value: f64) -> String {
    if value.abs() >= 1.0e6 { format!("${} M", fixed(value / 1.0e6, 2)) } else { format!("${}", fixed(value, 0)) }
}

/// A share in percent, whole where that says enough.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 1.0 { "<1 %".to_owned() } else { format!("{} %", fixed(percent, 0)) }
}

/// An estimate and the half width of its interval: `45.2 +- 1.3`, with the digits the interval supports.
pub fn with_half_width(value: f64, interval: Option<Interval>) -> String {
    let Some(interval) = interval else { return short(value) };
    let half = interval.half_width();
    if half == 0.0 {
        return plain(value);
    }
    let decimals = decimals_for(half, value);
    format!("{} ± {}", fixed(value, decimals), fixed(half, decimals))
}

/// An estimate and both ends of its interval: `3.14 (2.21 to 4.07)`, with the digits the interval supports.
pub fn with_ends(value: f64, interval: Interval) -> String {
    let decimals = decimals_for(interval.half_width(), value);
    let fixed = |value| fixed(value, decimals);
    format!("{} ({} to {})", fixed(value), fixed(interval.low), fixed(interval.high))
}

/// Both ends of an interval: `2.2 to 4.0`.
pub fn ends(interval: Interval) -> String {
    let decimals = decimals_for(interval.half_width(), interval.low.abs().max(interval.high.abs()));
    format!("{} to {}", fixed(interval.low, decimals), fixed(interval.high, decimals))
}

/// Decimals that show two digits of the uncertainty, at most three of them; where there is none, those of the value.
fn decimals_for(half_width: f64, value: f64) -> usize {
    // Rounding noise of a difference of equal numbers is no uncertainty.
    let scale = if half_width > 1.0e-9 { half_width } else { value.abs() };
    match scale {
        v if v >= 10.0 => 0,
        v if v >= 1.0 || v == 0.0 => 1,
        v if v >= 0.1 => 2,
        _ => 3,
    }
}

/// A length of time: `48 s`, `12 min 05 s`, `3 h 20 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match whole {
        0..60 => format!("{} s", plain(seconds)),
        60..3600 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole % 3600 / 60),
    }
}

/// A p value: `0.034`, `<0.001`.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

/// `1 drone`, `2 drones`.
pub fn counted(n: u64, singular: &str) -> String {
    format!("{} {singular}{}", integer(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(["0", "999", "1,000", "1,234,567"], [0, 999, 1000, 1_234_567].map(integer).map(String::leak));
        assert_eq!(fixed(-12345.678, 1), "-12,345.7");
        assert_eq!(fixed(-0.004, 2), "0.00");
        assert_eq!(fixed(f64::NAN, 2), "-");
    }

    #[test]
    fn digits_are_those_that_matter() {
        assert_eq!(short(0.6154), "0.615");
        assert_eq!(short(31.44), "31.4");
        assert_eq!(plain(3.0), "3");
        let interval = |low, high| Some(Interval { low, high });
        assert_eq!(with_half_width(45.23, interval(43.93, 46.53)), "45.2 ± 1.3");
        assert_eq!(with_half_width(1234.5, interval(1200.4, 1268.6)), "1,234 ± 34");
        assert_eq!(with_half_width(4.0, None), "4.00");
        assert_eq!(with_half_width(4.0, interval(4.0, 4.0)), "4");
        assert_eq!(ends(Interval { low: 2.2, high: 4.0 }), "2.20 to 4.00");
        assert_eq!(with_ends(3.1, Interval { low: 0.2, high: 6.0 }), "3.1 (0.2 to 6.0)");
    }

    #[test]
    fn units() {
        assert_eq!([usd(950.0), usd(23_400.0), usd(1_250_000.0)], ["$950", "$23,400", "$1.25 M"]);
        assert_eq!([percent(0.0), percent(0.004), percent(0.62)], ["0 %", "<1 %", "62 %"]);
        assert_eq!([duration(2.5), duration(725.0), duration(12_000.0)], ["2.50 s", "12 min 05 s", "3 h 20 min"]);
        assert_eq!([counted(1, "threat"), counted(1200, "threat")], ["1 threat", "1,200 threats"]);
    }
}
