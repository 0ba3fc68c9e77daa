using System.Runtime.InteropServices;
using System.Text;

namespace WasmEngine.Memory;

/// <summary>Types of scene mutations in an app's journal.</summary>
public enum SceneRecordType : uint
{
    /// <summary>The colour behind everything.</summary>
    Background = 1,

    /// <summary>Places a surface, or moves it.</summary>
    Surface = 2,

    /// <summary>Places a line of text, or changes it.</summary>
    Text = 3,

    /// <summary>Takes a node away.</summary>
    Remove = 4,

    /// <summary>Changes the app's document: see <see cref="DomRecord"/>.</summary>
    Dom = 5,

    /// <summary>Names a surface, so that the document's canvases can show it.</summary>
    SurfaceName = 6,
}

/// <summary>A surface by name.</summary>
/// <param name="Name">1 to 256 bytes of UTF-8.</param>
/// <param name="Opaque">All its pixels have alpha 255.</param>
/// <param name="Region">Its region; null: nothing has that name any more.</param>
public sealed record NamedSurface(string Name, bool Opaque, RegionName? Region);

/// <summary>A surface in a scene.</summary>
/// <param name="Node">Identifier; nodes are painted in ascending order.</param>
/// <param name="X">Left edge in view pixels.</param>
/// <param name="Y">Top edge in view pixels.</param>
/// <param name="Width">Width in view pixels; the surface is scaled to it.</param>
/// <param name="Height">Height in view pixels.</param>
/// <param name="Opaque">All its pixels have alpha 255.</param>
/// <param name="Region">Its region.</param>
public sealed record SurfaceNode(uint Node, float X, float Y, float Width, float Height, bool Opaque, RegionName Region);

/// <summary>A line of text in a scene.</summary>
/// <param name="Node">Identifier; nodes are painted in ascending order.</param>
/// <param name="X">Left end of the baseline in view pixels.</param>
/// <param name="Y">Baseline in view pixels.</param>
/// <param name="Size">Font size in pixels, above 0 to 1000.</param>
/// <param name="Argb">Colour, not premultiplied.</param>
/// <param name="Text">The characters, at most 4096 bytes of UTF-8.</param>
public sealed record TextNode(uint Node, float X, float Y, float Size, uint Argb, string Text);

/// <summary>
/// Encoding of scene mutations, little-endian; docs/memory-layouts.md has the table. Decoding checks everything: the bytes
/// may come from a corrupt ring.
/// </summary>
public static class SceneRecord
{
    /// <summary>Most bytes of a text.</summary>
    public const int MaxText = 4096;

    /// <summary>Most bytes of a payload.</summary>
    public const int MaxPayload = MaxText + 64;

    /// <summary>Most bytes of a surface's name.</summary>
    public const int MaxSurfaceName = 256;

    private const int SurfaceFixed = 28, TextFixed = 24, NameFixed = 12;

    /// <summary>Encodes a background colour; returns the bytes written.</summary>
    public static int EncodeBackground(Span<byte> destination, uint argb)
    {
        MemoryMarshal.Write(destination, in argb);
        return sizeof(uint);
    }

    /// <summary>Encodes a removal; returns the bytes written.</summary>
    public static int EncodeRemove(Span<byte> destination, uint node)
    {
        MemoryMarshal.Write(destination, in node);
        return sizeof(uint);
    }

    /// <summary>Encodes a surface; returns the bytes written.</summary>
    public static int EncodeSurface(Span<byte> destination, SurfaceNode surface)
    {
        var wire = new SurfaceWire { Node = surface.Node, X = surface.X, Y = surface.Y, Width = surface.Width, Height = surface.Height, Opaque = surface.Opaque ? 1u : 0 };
        wire.NameLength = (uint)Encoding.ASCII.GetBytes(surface.Region.Value, destination[SurfaceFixed..]);
        MemoryMarshal.Write(destination, in wire);
        return SurfaceFixed + (int)wire.NameLength;
    }

    /// <summary>Encodes a text; returns the bytes written.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxText"/> bytes.</exception>
    public static int EncodeText(Span<byte> destination, TextNode text)
    {
        if (Encoding.UTF8.GetByteCount(text.Text) > MaxText) throw new ArgumentException($"a text has at most {MaxText} bytes", nameof(text));
        var wire = new TextWire { Node = text.Node, X = text.X, Y = text.Y, FontSize = text.Size, Argb = text.Argb };
        wire.Length = (uint)Encoding.UTF8.GetBytes(text.Text, destination[TextFixed..]);
        MemoryMarshal.Write(destination, in wire);
        return TextFixed + (int)wire.Length;
    }

    /// <summary>Encodes a surface's name; returns the bytes written.</summary>
    /// <exception cref="ArgumentException">The name is longer than <see cref="MaxSurfaceName"/> bytes.</exception>
    public static int EncodeSurfaceName(Span<byte> destination, NamedSurface surface)
    {
        if (Encoding.UTF8.GetByteCount(surface.Name) is < 1 or > MaxSurfaceName) throw new ArgumentException($"a surface's name has 1 to {MaxSurfaceName} bytes", nameof(surface));
        var wire = new NameWire { Opaque = surface.Opaque ? 1u : 0, NameLength = (uint)Encoding.UTF8.GetBytes(surface.Name, destination[NameFixed..]) };
        wire.RegionLength = surface.Region is { } region ? (uint)Encoding.ASCII.GetBytes(region.Value, destination[(NameFixed + (int)wire.NameLength)..]) : 0;
        MemoryMarshal.Write(destination, in wire);
        return NameFixed + (int)(wire.NameLength + wire.RegionLength);
    }

    /// <summary>Decodes a surface's name; null when the payload is not one.</summary>
    public static NamedSurface? TryDecodeSurfaceName(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < NameFixed or > MaxPayload) return null;
        var wire = MemoryMarshal.Read<NameWire>(payload);
        if (wire.NameLength is < 1 or > MaxSurfaceName || wire.RegionLength > MaxPayload || payload.Length != NameFixed + wire.NameLength + wire.RegionLength) return null;
        var name = Encoding.UTF8.GetString(payload.Slice(NameFixed, (int)wire.NameLength));
        if (Encoding.UTF8.GetByteCount(name) > MaxSurfaceName) return null;
        if (wire.RegionLength == 0) return new NamedSurface(name, wire.Opaque != 0, null);
        return RegionName.TryParse(Encoding.ASCII.GetString(payload[(NameFixed + (int)wire.NameLength)..]), out var region) ? new NamedSurface(name, wire.Opaque != 0, region) : null;
    }

    /// <summary>Decodes a colour or a node number.</summary>
    public static bool TryDecodeNumber(ReadOnlySpan<byte> payload, out uint number) =>
        MemoryMarshal.TryRead(payload, out number) && payload.Length == sizeof(uint);

    /// <summary>Decodes a surface; null when the payload is not one.</summary>
    public static SurfaceNode? TryDecodeSurface(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < SurfaceFixed or > MaxPayload) return null;
        var wire = MemoryMarshal.Read<SurfaceWire>(payload);
        if (wire.NameLength != payload.Length - SurfaceFixed || !AreFinite(wire.X, wire.Y, wire.Width, wire.Height)) return null;
        return RegionName.TryParse(Encoding.ASCII.GetString(payload[SurfaceFixed..]), out var name)
            ? new SurfaceNode(wire.Node, wire.X, wire.Y, wire.Width, wire.Height, wire.Opaque != 0, name)
            : null;
    }

    /// <summary>
    /// Decodes a text; null when the payload is not one. Malformed UTF-8 becomes replacement characters, as long as the result
    /// can be encoded again.
    /// </summary>
    public static TextNode? TryDecodeText(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < TextFixed or > TextFixed + MaxText) return null;
        var wire = MemoryMarshal.Read<TextWire>(payload);
        if (wire.Length != payload.Length - TextFixed || !AreFinite(wire.X, wire.Y, wire.FontSize, 0) || wire.FontSize is <= 0 or > 1000) return null;
        var text = Encoding.UTF8.GetString(payload[TextFixed..]);
        return Encoding.UTF8.GetByteCount(text) <= MaxText ? new TextNode(wire.Node, wire.X, wire.Y, wire.FontSize, wire.Argb, text) : null;
    }

    private static bool AreFinite(float a, float b, float c, float d) => float.IsFinite(a) && float.IsFinite(b) && float.IsFinite(c) && float.IsFinite(d);

    [StructLayout(LayoutKind.Sequential, Size = SurfaceFixed)]
    private struct SurfaceWire
    {
        public uint Node;
        public float X, Y, Width, Height;
        public uint Opaque;
        public uint NameLength;
    }

    [StructLayout(LayoutKind.Sequential, Size = TextFixed)]
    private struct TextWire
    {
        public uint Node;
        public float X, Y, FontSize;
        public uint Argb;
        public uint Length;
    }

    [StructLayout(LayoutKind.Sequential, Size = NameFixed)]
    private struct NameWire
    {
        public uint Opaque;
        public uint NameLength;
        public uint RegionLength;
    }
}
