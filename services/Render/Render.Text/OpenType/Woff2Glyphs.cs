using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>The tables glyf and loca out of WOFF2's rearranged glyphs (W3C Recommendation, §5.1 to §5.3).</summary>
internal sealed record Woff2Glyphs(byte[] Glyf, byte[] Loca, short[] XMins)
{
    private const int ArgumentsAreWords = 1, HasScale = 8, MoreComponents = 0x20, HasTwoScales = 0x40, HasMatrix = 0x80, HasInstructions = 0x100;
    private const int OnCurve = 1, XShort = 2, YShort = 4, Repeat = 8, XSameOrPositive = 0x10, YSameOrPositive = 0x20, OverlapSimple = 0x40;

    internal static Woff2Glyphs Rebuild(ReadOnlySpan<byte> bytes)
    {
        var streams = new Streams(bytes);
        var glyf = new GlyphWriter(bytes.Length * 2);
        var offsets = new uint[streams.Count + 1];
        var xMins = new short[streams.Count];
        var points = new List<Point>();
        for (var i = 0; i < streams.Count; i++)
        {
            offsets[i] = (uint)glyf.Length;
            var contours = streams.Contours.I16();
            if (contours == 0)
            {
                if (streams.HasBox(i)) throw streams.Contours.Invalid($"gives the empty glyph {i} a box");
                continue;
            }

            xMins[i] = contours > 0 ? Simple(ref streams, i, contours, glyf, points) : Composite(ref streams, i, glyf);
            glyf.Align();
        }

        offsets[^1] = (uint)glyf.Length;
        return new Woff2Glyphs(glyf.ToArray(), WriteLoca(offsets, streams.IsLongLoca), xMins);
    }

    private readonly record struct Point(int X, int Y, bool IsOnCurve);

    private static byte[] WriteLoca(uint[] offsets, bool isLong)
    {
        var writer = new GlyphWriter(offsets.Length * (isLong ? 4 : 2));
        foreach (var offset in offsets)
        {
            if (isLong) writer.U32(offset);
            else if (offset / 2 <= ushort.MaxValue) writer.U16((ushort)(offset / 2));
            else throw new InvalidFontException("the font's glyphs take more room than its short table loca can name");
        }

        return writer.ToArray();
    }

    private static short Composite(ref Streams streams, int glyph, GlyphWriter glyf)
    {
        if (!streams.HasBox(glyph)) throw streams.Contours.Invalid($"has no box for the composite glyph {glyph}");
        glyf.I16(-1);
        var xMin = CopyBox(ref streams, glyf);
        var instructions = false;
        int flags;
        do
        {
            flags = streams.Composites.U16();
            glyf.U16((ushort)flags);
            instructions |= (flags & HasInstructions) != 0;
            var size = 2 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
            if ((flags & HasScale) != 0) size += 2;
            else if ((flags & HasTwoScales) != 0) size += 4;
            else if ((flags & HasMatrix) != 0) size += 8;
            glyf.Write(streams.Composites.Take(size));
        }
        while ((flags & MoreComponents) != 0);
        if (instructions) CopyInstructions(ref streams, glyf);
        return xMin;
    }

    private static short CopyBox(ref Streams streams, GlyphWriter glyf)
    {
        var xMin = streams.Boxes.I16();
        glyf.I16(xMin);
        glyf.Write(streams.Boxes.Take(6));
        return xMin;
    }

    private static void CopyInstructions(ref Streams streams, GlyphWriter glyf)
    {
        var length = Packed16(ref streams.Glyphs);
        glyf.U16((ushort)length);
        glyf.Write(streams.Instructions.Take(length));
    }

    private static short Simple(ref Streams streams, int glyph, int contours, GlyphWriter glyf, List<Point> points)
    {
        Span<ushort> ends = contours <= 256 ? stackalloc ushort[contours] : new ushort[contours];
        var count = 0;
        foreach (ref var end in ends)
        {
            count += Packed16(ref streams.PointCounts);
            if (count is 0 or > ushort.MaxValue) throw streams.PointCounts.Invalid($"gives the glyph {glyph} {count} points");
            end = (ushort)(count - 1);
        }

        points.Clear();
        int x = 0, y = 0;
        for (var i = 0; i < count; i++)
        {
            int flag = streams.Flags.U8();
            var (dx, dy) = Triplet(ref streams.Glyphs, flag & 0x7F);
            points.Add(new Point(x += dx, y += dy, (flag & 0x80) == 0));
        }

        glyf.I16(contours);
        var xMin = streams.HasBox(glyph) ? CopyBox(ref streams, glyf) : WriteBox(points, glyf);
        foreach (var end in ends) glyf.U16(end);
        CopyInstructions(ref streams, glyf);
        WritePoints(points, streams.Overlaps(glyph), glyf);
        return xMin;
    }

    private static short WriteBox(List<Point> points, GlyphWriter glyf)
    {
        int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        foreach (var point in points)
        {
            (left, right) = (Math.Min(left, point.X), Math.Max(right, point.X));
            (bottom, top) = (Math.Min(bottom, point.Y), Math.Max(top, point.Y));
        }

        glyf.I16(left);
        glyf.I16(bottom);
        glyf.I16(right);
        glyf.I16(top);
        return (short)left;
    }

    private static void WritePoints(List<Point> points, bool overlaps, GlyphWriter glyf)
    {
        GlyphWriter xs = new(points.Count * 2), ys = new(points.Count * 2);
        int x = 0, y = 0, last = -1, repeats = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var flag = (point.IsOnCurve ? OnCurve : 0) | (overlaps && i == 0 ? OverlapSimple : 0) |
                WriteCoordinate(point.X - x, xs, XShort, XSameOrPositive) | WriteCoordinate(point.Y - y, ys, YShort, YSameOrPositive);
            (x, y) = (point.X, point.Y);
            if (flag == last && repeats < 255)
            {
                repeats++;
                continue;
            }

            FlushFlag(glyf, last, repeats);
            (last, repeats) = (flag, 0);
        }

        FlushFlag(glyf, last, repeats);
        glyf.Write(xs.ToArray());
        glyf.Write(ys.ToArray());
    }

    private static void FlushFlag(GlyphWriter glyf, int flag, int repeats)
    {
        if (flag < 0) return;
        glyf.U8(repeats > 0 ? flag | Repeat : flag);
        if (repeats > 0) glyf.U8(repeats);
    }

    private static int WriteCoordinate(int delta, GlyphWriter to, int isShort, int sameOrPositive)
    {
        if (delta == 0) return sameOrPositive;
        if (delta is > -256 and < 256)
        {
            to.U8(Math.Abs(delta));
            return delta > 0 ? isShort | sameOrPositive : isShort;
        }

        to.I16(delta);
        return 0;
    }

    // §5.2, the table of triplets.
    private static (int X, int Y) Triplet(ref SfntReader data, int flag)
    {
        static int Signed(int flag, int value) => (flag & 1) != 0 ? value : -value;
        if (flag < 10) return (0, Signed(flag, ((flag & 14) << 7) + data.U8()));
        if (flag < 20) return (Signed(flag, (((flag - 10) & 14) << 7) + data.U8()), 0);
        int first = data.U8();
        if (flag < 84)
        {
            var code = flag - 20;
            return (Signed(flag, 1 + (code & 0x30) + (first >> 4)), Signed(flag >> 1, 1 + ((code & 0x0C) << 2) + (first & 15)));
        }

        int second = data.U8();
        if (flag < 120)
        {
            var code = flag - 84;
            return (Signed(flag, 1 + ((code / 12) << 8) + first), Signed(flag >> 1, 1 + (((code % 12) >> 2) << 8) + second));
        }

        int third = data.U8();
        if (flag < 124) return (Signed(flag, (first << 4) + (second >> 4)), Signed(flag >> 1, ((second & 15) << 8) + third));
        return (Signed(flag, (first << 8) + second), Signed(flag >> 1, (third << 8) + data.U8()));
    }

    // 255UInt16 (§4.2).
    private static int Packed16(ref SfntReader data)
    {
        int code = data.U8();
        return code switch
        {
            253 => data.U16(),
            254 => 506 + data.U8(),
            255 => 253 + data.U8(),
            _ => code,
        };
    }

    /// <summary>The parts of the transformed table.</summary>
    private ref struct Streams
    {
        internal SfntReader Contours, PointCounts, Flags, Glyphs, Composites, Boxes, Instructions;
        private readonly ReadOnlySpan<byte> _boxBits, _overlapBits;

        internal Streams(ReadOnlySpan<byte> bytes)
        {
            const string name = "transformed table glyf";
            var reader = new SfntReader(bytes, name);
            reader.Skip(2);
            var options = reader.U16();
            Count = reader.U16();
            IsLongLoca = reader.U16() != 0;
            Span<int> sizes = stackalloc int[7];
            foreach (ref var size in sizes) size = reader.Count32();
            Contours = new SfntReader(reader.Take(sizes[0]), name);
            PointCounts = new SfntReader(reader.Take(sizes[1]), name);
            Flags = new SfntReader(reader.Take(sizes[2]), name);
            Glyphs = new SfntReader(reader.Take(sizes[3]), name);
            Composites = new SfntReader(reader.Take(sizes[4]), name);
            var bitmap = ((Count + 31) >> 5) << 2;
            if (sizes[5] < bitmap) throw reader.Invalid("has no room for the bits of its boxes");
            _boxBits = reader.Take(bitmap);
            Boxes = new SfntReader(reader.Take(sizes[5] - bitmap), name);
            Instructions = new SfntReader(reader.Take(sizes[6]), name);
            _overlapBits = (options & 1) != 0 ? reader.Take((Count + 7) >> 3) : default;
        }

        internal int Count { get; }

        internal bool IsLongLoca { get; }

        internal readonly bool HasBox(int glyph) => (_boxBits[glyph >> 3] & (0x80 >> (glyph & 7))) != 0;

        internal readonly bool Overlaps(int glyph) => !_overlapBits.IsEmpty && (_overlapBits[glyph >> 3] & (0x80 >> (glyph & 7))) != 0;
    }
}
