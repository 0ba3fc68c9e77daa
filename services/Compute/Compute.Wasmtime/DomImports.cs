using WasmEngine.Compute.Core;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>The imports that change an app's document: checks pointers, hands on to the core.</summary>
internal static class DomImports
{
    internal static int SurfaceName(GuestContext guest, Span<RawValue> values) =>
        GuestImports.TryRead(guest, values[1].I32, values[2].I32, out var name) ? guest.Calls.SurfaceName(values[0].I32, name, (uint)values[3].I32) : GuestError.Fault;

    internal static int Text(GuestContext guest, Span<RawValue> values)
    {
        if (!TryPair(guest, values, out var id, out var text)) return GuestError.Fault;
        return guest.Calls.Dom(new DomRequest { Operation = DomOperation.Text, Id = id, Value = text });
    }

    internal static int Attribute(GuestContext guest, Span<RawValue> values)
    {
        if (!TryPair(guest, values, out var id, out var name) || !GuestImports.TryRead(guest, values[4].I32, values[5].I32, out var value)) return GuestError.Fault;
        return guest.Calls.Dom(new DomRequest { Operation = DomOperation.Attribute, Id = id, Name = name, Value = value });
    }

    internal static int Named(GuestContext guest, Span<RawValue> values, DomOperation operation)
    {
        if (!TryPair(guest, values, out var id, out var name)) return GuestError.Fault;
        return guest.Calls.Dom(new DomRequest { Operation = operation, Id = id, Name = name });
    }

    internal static int Html(GuestContext guest, Span<RawValue> values)
    {
        if (!GuestImports.TryRead(guest, values[0].I32, values[1].I32, out var id) || !GuestImports.TryRead(guest, values[3].I32, values[4].I32, out var html)) return GuestError.Fault;
        return guest.Calls.Dom(new DomRequest { Operation = DomOperation.Html, Id = id, Value = html, Place = (HtmlPlace)(uint)values[2].I32 });
    }

    internal static int Remove(GuestContext guest, Span<RawValue> values) =>
        GuestImports.TryRead(guest, values[0].I32, values[1].I32, out var id) ? guest.Calls.Dom(new DomRequest { Operation = DomOperation.Remove, Id = id }) : GuestError.Fault;

    internal static int Scroll(GuestContext guest, Span<RawValue> values)
    {
        if (!GuestImports.TryRead(guest, values[0].I32, values[1].I32, out var id)) return GuestError.Fault;
        return guest.Calls.Dom(new DomRequest { Operation = DomOperation.Scroll, Id = id, X = values[2].F32, Y = values[3].F32 });
    }

    private static bool TryPair(GuestContext guest, Span<RawValue> values, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> second)
    {
        second = default;
        return GuestImports.TryRead(guest, values[0].I32, values[1].I32, out first) && GuestImports.TryRead(guest, values[2].I32, values[3].I32, out second);
    }
}
