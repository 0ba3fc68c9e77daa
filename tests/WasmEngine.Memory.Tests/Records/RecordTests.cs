using CsCheck;

namespace WasmEngine.Memory.Tests;

public sealed class RecordTests
{
    private static readonly Gen<float> Finite = Gen.Float.Where(float.IsFinite);

    [Fact]
    public void InputRecord_AnyEvent_RoundTrips() =>
        Gen.Select(Gen.UInt[1, 8], Finite, Finite, Gen.UInt, Gen.UInt, Gen.ULong).Sample((kind, x, y, code, modifiers, time) =>
        {
            Span<byte> bytes = stackalloc byte[InputRecord.Size];
            bytes.Fill(0xFF);
            InputRecord.Encode(bytes, (InputEventKind)kind, x, y, code, modifiers, time);
            return InputRecord.TryDecode(bytes, out var input)
                && input == new InputEventRecord((InputEventKind)kind, x, y, code, modifiers, time)
                && bytes[20..24].SequenceEqual(new byte[4]); // no stray bytes of this process
        });

    [Theory]
    [InlineData(0U)]
    [InlineData(9U)]
    [InlineData(uint.MaxValue)]
    public void InputRecord_UnknownKind_False(uint kind)
    {
        var bytes = new byte[InputRecord.Size];
        BitConverter.TryWriteBytes(bytes, kind);
        Assert.False(InputRecord.TryDecode(bytes, out _));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void InputRecord_PositionsThatAreNoNumbers_BecomeZero(float value)
    {
        var bytes = new byte[InputRecord.Size];
        InputRecord.Encode(bytes, InputEventKind.PointerMove, value, value, 0, 0, 0);
        Assert.True(InputRecord.TryDecode(bytes, out var input));
        Assert.Equal((0f, 0f), (input.X, input.Y));
    }

    [Fact]
    public void SceneRecord_AnySurface_RoundTrips() =>
        Gen.Select(Gen.UInt, Finite, Finite, Finite, Finite, Gen.Bool, Gen.Int[1, RegionName.MaxLength]).Sample((node, x, y, width, height, opaque, length) =>
        {
            var surface = new SurfaceNode(node, x, y, width, height, opaque, RegionName.Parse(new string('s', length)));
            var bytes = new byte[SceneRecord.MaxPayload];
            var used = SceneRecord.EncodeSurface(bytes, surface);
            return surface == SceneRecord.TryDecodeSurface(bytes.AsSpan(0, used))
                && SceneRecord.TryDecodeSurface(bytes.AsSpan(0, used + 1)) is null
                && SceneRecord.TryDecodeSurface(bytes.AsSpan(0, used - 1)) is null;
        });

    [Fact]
    public void SceneRecord_AnyText_RoundTrips() =>
        Gen.Select(Gen.UInt, Finite, Finite, Gen.Float[0.01f, 1000], Gen.UInt, Gen.String).Sample((node, x, y, size, argb, characters) =>
        {
            var text = new TextNode(node, x, y, size, argb, characters);
            var bytes = new byte[SceneRecord.MaxPayload];
            var used = SceneRecord.EncodeText(bytes, text);
            var expected = text with { Text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(characters)) };
            return expected == SceneRecord.TryDecodeText(bytes.AsSpan(0, used)) && SceneRecord.TryDecodeText(bytes.AsSpan(0, used + 1)) is null;
        });

    [Fact]
    public void SceneRecord_TextTooLong_Throws()
    {
        var bytes = new byte[SceneRecord.MaxPayload];
        Assert.Equal(24 + SceneRecord.MaxText, SceneRecord.EncodeText(bytes, new TextNode(1, 0, 0, 9, 0, new string('a', SceneRecord.MaxText))));
        Assert.Throws<ArgumentException>(() => SceneRecord.EncodeText(bytes, new TextNode(1, 0, 0, 9, 0, new string('ä', (SceneRecord.MaxText / 2) + 1))));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(1000.5f)]
    [InlineData(float.NaN)]
    public void SceneRecord_ImpossibleFontSize_Null(float size)
    {
        var bytes = new byte[SceneRecord.MaxPayload];
        var used = SceneRecord.EncodeText(bytes, new TextNode(1, 0, 0, size, 0, "a"));
        Assert.Null(SceneRecord.TryDecodeText(bytes.AsSpan(0, used)));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("A")]
    [InlineData("\u00FF")]
    public void SceneRecord_SurfaceWithABadName_Null(string name)
    {
        var bytes = new byte[SceneRecord.MaxPayload];
        SceneRecord.EncodeSurface(bytes, new SurfaceNode(1, 0, 0, 1, 1, true, RegionName.Parse("x")));
        var encoded = System.Text.Encoding.Latin1.GetBytes(name);
        BitConverter.TryWriteBytes(bytes.AsSpan(24), encoded.Length);
        encoded.CopyTo(bytes, 28);
        Assert.Null(SceneRecord.TryDecodeSurface(bytes.AsSpan(0, 28 + encoded.Length)));
    }

    [Fact]
    public void SceneRecord_Numbers_RoundTripAtExactlyFourBytes()
    {
        var bytes = new byte[8];
        Assert.Equal(4, SceneRecord.EncodeBackground(bytes, 0x80112233));
        Assert.True(SceneRecord.TryDecodeNumber(bytes.AsSpan(0, 4), out var colour));
        Assert.Equal(0x80112233, colour);
        Assert.Equal(4, SceneRecord.EncodeRemove(bytes, 7));
        Assert.False(SceneRecord.TryDecodeNumber(bytes.AsSpan(0, 3), out _));
        Assert.False(SceneRecord.TryDecodeNumber(bytes.AsSpan(0, 5), out _));
    }

    [Fact]
    public void Decoders_AnyBytes_NeverThrow() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        InputRecord.TryDecode(bytes, out _);
        SceneRecord.TryDecodeNumber(bytes, out _);
        SceneRecord.TryDecodeSurface(bytes);
        SceneRecord.TryDecodeText(bytes);
    }, iter: 20_000);

    [Fact]
    public void PixelRect_AnyCoordinates_IntersectionLiesInBoth() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Int, Gen.Int[1, 16384], Gen.Int[1, 16384]).Sample((x, y, width, height, frameWidth, frameHeight) =>
        {
            var frame = new PixelRect(0, 0, frameWidth, frameHeight);
            var rect = new PixelRect(x, y, width, height).Intersect(frame);
            return rect == default || (rect.X >= 0 && rect.Y >= 0 && rect.Width > 0 && rect.Height > 0 && rect.Right <= frameWidth && rect.Bottom <= frameHeight);
        });
}
