namespace WasmEngine.Client;

/// <summary>One view.</summary>
/// <param name="Id">Unique in the instance, for example "v1".</param>
/// <param name="AppId">The app that it shows.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="FrameRateHz">Frames per second at most.</param>
/// <param name="AttachedClients">Clients that watch it.</param>
/// <param name="FrameRegion">Region of its frame chain.</param>
/// <param name="Unpaced">Drawn without pacing.</param>
/// <param name="ForbidScanout">Always composed.</param>
public sealed record ViewInfo(
    string Id, string AppId, int Width, int Height, int FrameRateHz, int AttachedClients, string FrameRegion, bool Unpaced, bool ForbidScanout)
{
    internal static ViewInfo From(V1.View view) => new(
        view.Id, view.AppId, (int)view.Width, (int)view.Height, (int)view.FrameRateHz, (int)view.AttachedClients, view.FrameRegion, view.Unpaced, view.ForbidScanout);
}

/// <summary>What a view is to be like. The engine checks the ranges.</summary>
/// <param name="Width">Pixels across, 1 to 16384.</param>
/// <param name="Height">Pixels down, 1 to 16384.</param>
/// <param name="FrameRateHz">Frames per second at most, 1 to 1000; 0 means 60.</param>
/// <param name="Unpaced">Draw as soon as there is something new. For measurements.</param>
/// <param name="ForbidScanout">Compose even where a surface could be handed over as it is. For measurements.</param>
public readonly record struct ViewOptions(int Width, int Height, int FrameRateHz = 0, bool Unpaced = false, bool ForbidScanout = false)
{
    /// <summary>View pixels per CSS px of the app's document, 0.25 to 8; 0 means 1.</summary>
    public float DevicePixelRatio { get; init; }

    /// <summary>Whether the document is to use dark colours where it has a choice.</summary>
    public bool PrefersDark { get; init; }
}

/// <summary>Kinds of input; the values are those of the protos.</summary>
public enum InputKind
{
    /// <summary>Not an event.</summary>
    None,

    /// <summary>The pointer moved.</summary>
    PointerMove,

    /// <summary>A button went down.</summary>
    PointerDown,

    /// <summary>A button went up.</summary>
    PointerUp,

    /// <summary>The wheel turned.</summary>
    Wheel,

    /// <summary>A key went down.</summary>
    KeyDown,

    /// <summary>A key went up.</summary>
    KeyUp,

    /// <summary>A character was typed.</summary>
    Text,
}

/// <summary>Keys held while something happened.</summary>
[Flags]
public enum InputModifiers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Shift.</summary>
    Shift = 1,

    /// <summary>Control.</summary>
    Control = 2,

    /// <summary>Alt.</summary>
    Alt = 4,

    /// <summary>Meta.</summary>
    Meta = 8,
}

/// <summary>One input event.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="X">View pixels from the left edge; wheel: distance.</param>
/// <param name="Y">View pixels from the top edge; wheel: distance.</param>
/// <param name="Code">Pointer: button, 0 left, 1 middle, 2 right. Key: USB HID usage. Text: Unicode code point.</param>
/// <param name="Modifiers">Keys held.</param>
/// <param name="TimeNs">CLOCK_MONOTONIC in nanoseconds; 0 means on arrival.</param>
public readonly record struct InputEvent(InputKind Kind, float X, float Y, uint Code = 0, InputModifiers Modifiers = InputModifiers.None, ulong TimeNs = 0)
{
    internal V1.InputEvent ToWire() => new()
    {
        Kind = (V1.InputKind)Kind,
        X = X,
        Y = Y,
        Code = Code,
        Modifiers = (uint)Modifiers,
        TimeNs = TimeNs,
    };
}
