namespace WasmEngine.Cli;

/// <summary>What `run` was asked for, checked.</summary>
/// <param name="AppDirectory">Absolute path of the app's folder.</param>
/// <param name="Grants">Absolute paths of directories that the app may use.</param>
/// <param name="Size">Size of the view; null takes the app's.</param>
/// <param name="Frames">How many frames to see; null: see <see cref="Target"/>.</param>
/// <param name="Screenshot">Where to write the last frame.</param>
/// <param name="Detach">Leave the app running.</param>
internal sealed record RunRequest(string AppDirectory, IReadOnlyList<string> Grants, ViewSize? Size, long? Frames, ScreenshotFile? Screenshot, bool Detach)
{
    /// <summary>Range of <see cref="DevicePixelRatio"/>.</summary>
    public const float LeastRatio = 0.25f, MostRatio = 8;

    /// <summary>View pixels per CSS px of the app's document.</summary>
    public float DevicePixelRatio { get; init; } = 1;

    /// <summary>Whether the document is to use dark colours where it has a choice.</summary>
    public bool PrefersDark { get; init; }

    /// <summary>Frames after which to end: those asked for; one for a screenshot; none to detach; else no end.</summary>
    public long Target => Frames ?? (Screenshot is not null ? 1 : Detach ? 0 : long.MaxValue);
}
