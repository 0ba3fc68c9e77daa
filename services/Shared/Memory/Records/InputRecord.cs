using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>Kinds of input, the numbers that guests see.</summary>
public enum InputEventKind : uint
{
    /// <summary>The pointer moved.</summary>
    PointerMove = 1,

    /// <summary>A button went down.</summary>
    PointerDown = 2,

    /// <summary>A button went up.</summary>
    PointerUp = 3,

    /// <summary>The wheel turned; x and y are the distance.</summary>
    Wheel = 4,

    /// <summary>A key went down; the code is a USB HID usage.</summary>
    KeyDown = 5,

    /// <summary>A key went up.</summary>
    KeyUp = 6,

    /// <summary>A character was typed; the code is a Unicode code point.</summary>
    Text = 7,

    /// <summary>The view has a new size; x and y are pixels.</summary>
    Resize = 8,
}

/// <summary>An input event as it lies in an app's input ring, 32 bytes.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="X">Horizontal position in view pixels.</param>
/// <param name="Y">Vertical position in view pixels.</param>
/// <param name="Code">Button, key or code point.</param>
/// <param name="Modifiers">1 shift, 2 control, 4 alt, 8 meta.</param>
/// <param name="TimeNs">CLOCK_MONOTONIC in nanoseconds.</param>
public readonly record struct InputEventRecord(InputEventKind Kind, float X, float Y, uint Code, uint Modifiers, ulong TimeNs);

/// <summary>Encoding of input events in a ring.</summary>
public static class InputRecord
{
    /// <summary>Bytes of a record's payload.</summary>
    public const int Size = 32;

    /// <summary>Type of the records.</summary>
    public const uint RecordType = 1;

    /// <summary>Writes an event.</summary>
    public static void Encode(Span<byte> destination, InputEventKind kind, float x, float y, uint code, uint modifiers, ulong timeNs)
    {
        var wire = new Wire { Kind = (uint)kind, X = x, Y = y, Code = code, Modifiers = modifiers, TimeNs = timeNs };
        MemoryMarshal.Write(destination[..Size], in wire);
    }

    /// <summary>Reads an event; false when the payload is not one. Positions that are no numbers become 0.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out InputEventRecord input)
    {
        input = default;
        if (payload.Length != Size) return false;
        var wire = MemoryMarshal.Read<Wire>(payload);
        if (wire.Kind is < (uint)InputEventKind.PointerMove or > (uint)InputEventKind.Resize) return false;
        input = new InputEventRecord((InputEventKind)wire.Kind, Finite(wire.X), Finite(wire.Y), wire.Code, wire.Modifiers, wire.TimeNs);
        return true;
    }

    private static float Finite(float value) => float.IsFinite(value) ? value : 0;

    [StructLayout(LayoutKind.Explicit, Size = Size)]
    private struct Wire
    {
        [FieldOffset(0)] public uint Kind;
        [FieldOffset(4)] public float X;
        [FieldOffset(8)] public float Y;
        [FieldOffset(12)] public uint Code;
        [FieldOffset(16)] public uint Modifiers;
        [FieldOffset(24)] public ulong TimeNs;
    }
}
