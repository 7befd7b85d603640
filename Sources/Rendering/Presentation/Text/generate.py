#!/usr/bin/env python3
"""Writes GlyphTable.swift: the outlines of the letters that pictures are labelled with.

    pip install fonttools==4.60.1
    apt install fonts-dejavu-core                                    # 2.37
    Sources/Rendering/Presentation/Text/generate.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

One line a glyph: code point in hexadecimal, advance, and for each contour "/" and its points "x y"; "~" goes
before points off the curve. Units are 1/2048 of the font's size, y up. Points between two off-curve points are
left implied, as in TrueType.
"""

import pathlib
import sys

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x1E00, 0x1EFF),  # Latin
    (0x2B0, 0x2FF), (0x300, 0x36F),  # modifiers, combining marks
    (0x370, 0x3FF), (0x1F00, 0x1FFF), (0x400, 0x52F),  # Greek, Cyrillic
    (0x2010, 0x2015), (0x2018, 0x201D), (0x2026, 0x2026), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x2260, 0x2265), (0xFFFD, 0xFFFD),
]

HEAD = '''// Made by generate.py from DejaVu Sans {version}; licence: FONT-LICENSE.txt. Do not edit.
// swift-format-ignore-file

/// The outlines of the glyphs that text is drawn with.
enum GlyphTable {{
  /// Units of the font's size.
  static let unitsPerEm = {units}.0
  /// The height of "H" above the baseline, in units.
  static let capHeight = {cap}.0
  /// How far "g" reaches below the baseline, in units.
  static let descent = {descent}.0

  /// One line a glyph, as generate.py describes.
  static let text: StaticString = """
'''


def contours(glyphs, name):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    result = []
    for operator, points in pen.value:
        if operator == "moveTo":
            result.append([(points[0], True)])
        elif operator == "lineTo":
            result[-1].append((points[0], True))
        elif operator == "qCurveTo":
            if points[-1] is None:  # a contour without a point on the curve
                result.append([])
                points = points[:-1]
                result[-1] += [(point, False) for point in points]
            else:
                result[-1] += [(point, False) for point in points[:-1]] + [(points[-1], True)]
    for contour in result:
        if len(contour) > 1 and contour[0] == contour[-1]:
            contour.pop()
    return result


def line(font, glyphs, code, name):
    words = [f"{code:x}", str(font["hmtx"][name][0])]
    for contour in contours(glyphs, name):
        words.append("/")
        for (x, y), on in contour:
            words.append(("" if on else "~") + f"{x} {y}")
    return " ".join(words)


def main():
    font = TTFont(sys.argv[1])
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    version = font["name"].getDebugName(5).removeprefix("Version ")
    descent = -min(y for contour in contours(glyphs, names[ord("g")]) for (_, y), _ in contour)
    cap = max(y for contour in contours(glyphs, names[ord("H")]) for (_, y), _ in contour)
    text = HEAD.format(
        version=version, units=font["head"].unitsPerEm, cap=cap, descent=descent)
    for low, high in RANGES:
        for code in range(low, high + 1):
            if code in names:
                text += "    " + line(font, glyphs, code, names[code]) + "\n"
    text += '    """\n}\n'
    (pathlib.Path(__file__).parent / "GlyphTable.swift").write_text(text)


main()
