#!/usr/bin/env python3
"""Makes services/Render/Render.Text/Unicode's tables from the Unicode Character Database (Debian: unicode-data).

    python3 deploy/unicode-tables.py [FOLDER OF THE DATABASE]

Writes UnicodeTables.bin, a two-stage table (see UnicodeData.cs, which reads it), and Script.cs. Run it again when the
database is newer; the enumerations in CharacterClasses.cs have the order of the lists below.
"""
import os
import re
import struct
import sys

SOURCE = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../services/Render/Render.Text/Unicode")
LAST = 0x110000
BLOCK = 64

BIDI = "L R AL EN ES ET AN CS NSM BN B S WS ON LRE LRO RLE RLO PDF LRI RLI FSI PDI".split()
LINE = ("XX BK CM CR GL LF NL SP WJ ZW ZWJ AI AL B2 BA BB CB CJ CL CP EB EM EX H2 H3 HL HY ID IN IS JL JT JV NS NU OP PO PR "
        "QU RI SA SG SY").split()
GRAPHEME = "Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT".split()
WORD = ("Other CR LF Newline Extend ZWJ Regional_Indicator Format Katakana Hebrew_Letter ALetter Single_Quote Double_Quote "
        "MidNumLet MidLetter MidNum Numeric ExtendNumLet WSegSpace").split()
WIDTH = "N A H W F Na".split()


def read(name, field=1):
    """Yields (first, last, value) of a file of ranges."""
    with open(os.path.join(SOURCE, name), encoding="utf-8") as lines:
        for line in lines:
            parts = [p.strip() for p in line.split("#")[0].split(";")]
            if len(parts) <= field or not parts[0]:
                continue
            ends = parts[0].split("..")
            yield int(ends[0], 16), int(ends[-1], 16), parts[field]


def missing(name):
    """Yields the defaults that a file states in its comments: @missing: FIRST..LAST; VALUE."""
    with open(os.path.join(SOURCE, name), encoding="utf-8") as lines:
        for line in lines:
            match = re.match(r"# @missing: ([0-9A-F]+)\.\.([0-9A-F]+); *(\w+)", line)
            if match:
                yield int(match[1], 16), int(match[2], 16), match[3]


def fill(ranges, numbers, default=0):
    column = [default] * LAST
    for first, last, value in ranges:
        column[first:last + 1] = [numbers[value]] * (last - first + 1)
    return column


def numbered(names):
    return {name: number for number, name in enumerate(names)}


def long_names(prop):
    """From the long to the short names of a property's values."""
    names = {}
    with open(os.path.join(SOURCE, "PropertyValueAliases.txt"), encoding="utf-8") as lines:
        for line in lines:
            parts = [p.strip() for p in line.split("#")[0].split(";")]
            if parts[0] == prop:
                names[parts[2]] = parts[1]
                names.setdefault(parts[1], parts[1])
    return names


def defaults(name, prop):
    short = long_names(prop)
    return [(first, last, short[value]) for first, last, value in missing(name)]


def flag(name, value):
    column = [0] * LAST
    for first, last, found in read(name):
        if found == value:
            column[first:last + 1] = [1] * (last - first + 1)
    return column


def categories():
    column = ["Cn"] * LAST
    for first, last, value in read("extracted/DerivedGeneralCategory.txt"):
        column[first:last + 1] = [value] * (last - first + 1)
    return column


def scripts():
    codes = {}
    with open(os.path.join(SOURCE, "PropertyValueAliases.txt"), encoding="utf-8") as lines:
        for line in lines:
            parts = [p.strip() for p in line.split("#")[0].split(";")]
            if parts[0] == "sc":
                codes[parts[2]] = parts[1]
    special = ["Unknown", "Common", "Inherited"]
    skipped = special + ["Katakana_Or_Hiragana"]
    return special + sorted(name for name in codes if name not in skipped), codes


def extensions(codes, script_numbers):
    """A number for each set of scripts, and the column of these numbers; 0 is no extension."""
    by_code = {codes[name]: number for name, number in script_numbers.items()}
    sets, column = [()], [0] * LAST
    for first, last, value in read("ScriptExtensions.txt"):
        found = tuple(sorted(by_code[code] for code in value.split()))
        if found not in sets:
            sets.append(found)
        column[first:last + 1] = [sets.index(found)] * (last - first + 1)
    return sets, column


def brackets():
    pairs = []
    with open(os.path.join(SOURCE, "BidiBrackets.txt"), encoding="utf-8") as lines:
        for line in lines:
            parts = [p.strip() for p in line.split("#")[0].split(";")]
            if len(parts) == 3:
                pairs.append((int(parts[0], 16), int(parts[1], 16), parts[2] == "o"))
    return sorted(pairs)


def records(names, codes):
    numbers = numbered(names)
    gc = categories()
    extended_sets, extended = extensions(codes, numbers)
    bidi_ranges = defaults("extracted/DerivedBidiClass.txt", "bc") + list(read("extracted/DerivedBidiClass.txt"))
    line_ranges = defaults("LineBreak.txt", "lb") + list(read("LineBreak.txt"))
    width_ranges = defaults("EastAsianWidth.txt", "ea") + list(read("EastAsianWidth.txt"))
    columns = [
        (fill(bidi_ranges, numbered(BIDI)), 5),
        (fill(line_ranges, numbered(LINE)), 6),
        (fill(read("auxiliary/GraphemeBreakProperty.txt"), numbered(GRAPHEME)), 4),
        (fill(read("auxiliary/WordBreakProperty.txt"), numbered(WORD)), 5),
        (fill(read("Scripts.txt"), numbers), 8),
        (extended, 8),
        (fill(width_ranges, numbered(WIDTH)), 3),
        (flag("emoji/emoji-data.txt", "Extended_Pictographic"), 1),
        (flag("emoji/emoji-data.txt", "Emoji"), 1),
        (flag("emoji/emoji-data.txt", "Emoji_Presentation"), 1),
        (flag("emoji/emoji-data.txt", "Emoji_Modifier"), 1),
        ([int(c == "Cn") for c in gc], 1),
        ([int(c in ("Mn", "Mc", "Me")) for c in gc], 1),
        ([int(c == "Pi") for c in gc], 1),
        ([int(c == "Pf") for c in gc], 1),
    ]
    packed = [0] * LAST
    shift = 0
    for column, bits in columns:
        packed = [value | (more << shift) for value, more in zip(packed, column)]
        shift += bits
    assert shift <= 64 and len(extended_sets) < 256
    return packed, extended_sets


def two_stages(packed):
    values, blocks, first_stage = {}, {}, []
    for start in range(0, LAST, BLOCK):
        block = tuple(values.setdefault(v, len(values)) for v in packed[start:start + BLOCK])
        first_stage.append(blocks.setdefault(block, len(blocks)))
    return first_stage, list(blocks), list(values)


def main():
    names, codes = scripts()
    packed, sets = records(names, codes)
    first, blocks, values = two_stages(packed)
    pairs = brackets()
    listed = [number for scripts_of in sets for number in (len(scripts_of), *scripts_of)]
    with open(os.path.join(TARGET, "UnicodeTables.bin"), "wb") as out:
        out.write(struct.pack("<6i", len(first), len(blocks), len(values), len(pairs), len(listed), len(names)))
        out.write(struct.pack(f"<{len(values)}Q", *values))
        for pair in pairs:
            out.write(struct.pack("<iii", *pair))
        out.write(struct.pack(f"<{len(first)}H", *first))
        for block in blocks:
            out.write(struct.pack(f"<{BLOCK}H", *block))
        out.write("".join(codes[name] for name in names).encode("ascii"))
        out.write(bytes(listed))
    write_scripts(names, codes)
    print(f"{len(values)} records, {len(blocks)} blocks, {len(pairs)} brackets, {len(sets)} sets of scripts")


def write_scripts(names, codes):
    with open(os.path.join(TARGET, "Script.cs"), "w", encoding="utf-8") as out:
        out.write("// Made by deploy/unicode-tables.py.\nnamespace WasmEngine.Render.Text;\n\n")
        out.write("/// <summary>The scripts of UAX 24; the numbers may change with the version of Unicode.</summary>\n")
        out.write("public enum Script : byte\n{\n")
        for name in names:
            out.write(f"    /// <summary>{codes[name]}.</summary>\n    {name.replace('_', '')},\n")
        out.write("}\n")


main()
