//! An independent check of GeoJSON, written from RFC 7946.

use serde_json::Value;

/// The features of a collection, each checked.
pub fn read(text: &str) -> Result<Vec<Value>, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if json["type"] != "FeatureCollection" {
        return Err("no collection".to_owned());
    }
    // Section 4: the coordinate reference system is WGS 84, and nothing may say otherwise.
    if json.get("crs").is_some() {
        return Err("names a reference system".to_owned());
    }
    let features = json["features"].as_array().ok_or("no features")?;
    for feature in features {
        check(feature).map_err(|wrong| format!("{wrong}: {feature}"))?;
    }
    Ok(features.clone())
}

fn check(feature: &Value) -> Result<(), String> {
    if feature["type"] != "Feature" || !feature["properties"].is_object() {
        return Err("no feature, or one without properties".to_owned());
    }
    let coordinates = &feature["geometry"]["coordinates"];
    match feature["geometry"]["type"].as_str() {
        Some("Point") => position(coordinates).map(|_| ()),
        Some("LineString") => match positions(coordinates)?.len() {
            0 | 1 => Err("a line of one point".to_owned()),
            _ => Ok(()),
        },
        Some("Polygon") => {
            let rings = coordinates.as_array().ok_or("no rings")?;
            rings.iter().enumerate().try_for_each(|(ix, ring)| check_ring(&positions(ring)?, ix == 0))
        }
        _ => Err("another geometry".to_owned()),
    }
}

/// Section 3.1.6: closed, of at least four positions, the outer one counter-clockwise.
fn check_ring(ring: &[[f64; 2]], is_outer: bool) -> Result<(), String> {
    if ring.len() < 4 || ring.first() != ring.last() {
        return Err("a ring that is not closed".to_owned());
    }
    let twice: f64 = ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum();
    if is_outer && twice < 0.0 { Err("an outer ring that runs clockwise".to_owned()) } else { Ok(()) }
}

fn positions(list: &Value) -> Result<Vec<[f64; 2]>, String> {
    list.as_array().ok_or("no list of positions")?.iter().map(position).collect()
}

/// Longitude, latitude, and perhaps an altitude.
fn position(value: &Value) -> Result<[f64; 2], String> {
    let numbers: Option<Vec<f64>> = value.as_array().and_then(|list| list.iter().map(Value::as_f64).collect());
    let numbers = numbers.filter(|n| n.len() == 2 || n.len() == 3).ok_or("no position")?;
    if numbers[0].abs() > 180.0 || numbers[1].abs() > 90.0 {
        return Err("no longitude and latitude".to_owned());
    }
    Ok([numbers[0], numbers[1]])
}
