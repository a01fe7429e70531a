"""Copies an OpenType font with CFF outlines into one with TrueType outlines.

PDF libraries refuse CFF outlines, so the printed slip uses this copy while the
screen keeps the original. Usage: truetype.py FROM.otf TO.ttf
"""

import sys

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# How far a curve may stray, in font units (1000 to the em): a hundredth of a
# millimetre at 30 points, below what any office printer resolves.
MAX_ERROR = 1.0


def quadratic(font):
    """Returns the glyphs of font with quadratic curves, by name."""
    shapes = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(shapes)
        # CFF outlines turn the other way round than TrueType ones.
        shapes[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    return glyphs


def convert(font):
    """Replaces the CFF tables of font by TrueType ones, in place."""
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = quadratic(font)
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    for name, glyph in glyf.glyphs.items():
        glyph.recalcBounds(glyf)
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    maxp.maxTwilightPoints = maxp.maxStorage = 0
    maxp.maxFunctionDefs = maxp.maxInstructionDefs = 0
    maxp.maxStackElements = maxp.maxSizeOfInstructions = 0
    maxp.maxComponentElements = 0

    font["post"].formatType = 3.0  # no glyph names: 31 000 of them help nobody
    font.sfntVersion = "\x00\x01\x00\x00"


def main(source, target):
    font = TTFont(source, recalcTimestamp=False)
    convert(font)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
