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
    /// <summary>Frames after which to end: those asked for; one for a screenshot; none to detach; else no end.</summary>
    public long Target => Frames ?? (Screenshot is not null ? 1 : Detach ? 0 : long.MaxValue);
}
