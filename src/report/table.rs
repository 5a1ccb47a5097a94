//! Tables: aligned, numbers to the right, one line under the head.

use comfy_table::{CellAlignment, ContentArrangement, Table};

/// Only a line under the head; columns are told apart by space.
const STYLE: &str = "     ─             ";

/// A table from a head and rows; all columns but those in `left` stand to the right.
pub fn table(head: &[&str], left: &[usize], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    // The width never depends on the terminal: the same study gives the same bytes.
    table.load_preset(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(head.to_vec());
    for row in rows {
        table.add_row(row);
    }
    for (ix, column) in table.column_iter_mut().enumerate() {
        column.set_cell_alignment(if left.contains(&ix) { CellAlignment::Left } else { CellAlignment::Right });
        column.set_padding((if ix == 0 { 0 } else { 1 }, 1));
    }
    // comfy-table fills lines up to the table's width.
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}
