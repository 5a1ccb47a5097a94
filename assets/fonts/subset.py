#!/usr/bin/env python3
"""Makes the two small fonts of the window from the full Inter fonts.

    pip install fonttools
    ./subset.py FOLDER_WITH_INTER_TTF

Keeps Latin, Greek and Cyrillic letters and the signs that the interface uses, and makes the figures tabular, so that numbers
in a column stand under each other and do not jump while they change (egui applies no font features by itself).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x400, 0x45F), (0x490, 0x491)]
SIGNS = "–—‘’“”„…·•‹›−×÷±≤≥≈∞°′″←↑→↓↔▲▶▼◀●○◆◇✓✕⌘⇧⌥⏎"
HERE = Path(__file__).parent


def tabular_figures(font):
    """Lets the code points of the figures show the glyphs that `tnum` would."""
    pairs = {}
    for feature in font["GSUB"].table.FeatureList.FeatureRecord:
        if feature.FeatureTag == "tnum":
            for ix in feature.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[ix].SubTable:
                    pairs.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            if chr(code) in "0123456789" and glyph in pairs:
                table.cmap[code] = pairs[glyph]


def main():
    source = Path(sys.argv[1])
    for weight, file in (("Regular", "Inter_400Regular.ttf"), ("SemiBold", "Inter_600SemiBold.ttf")):
        font = TTFont(next(source.rglob(file)))
        tabular_figures(font)
        options = subset.Options(layout_features=["kern", "mark", "ccmp"], hinting=False, notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[c for a, b in RANGES for c in range(a, b + 1)], text=SIGNS)
        cutter.subset(font)
        font.save(HERE / f"Inter-{weight}.ttf")


if __name__ == "__main__":
    main()
