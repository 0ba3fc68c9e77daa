using System.Runtime.CompilerServices;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>A PNG file to be written, checked before anything is started for it.</summary>
internal sealed class ScreenshotFile
{
    private ScreenshotFile(string path) => FilePath = path;

    /// <summary>Absolute path.</summary>
    public string FilePath { get; }

    /// <summary>Checks that the file can be written. A file that exists is left as it is.</summary>
    /// <exception cref="EngineException">Refused (FILE_UNWRITABLE).</exception>
    public static ScreenshotFile Check(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw Unwritable(full, "it is a folder");
        if (!string.Equals(Path.GetExtension(full), ".png", StringComparison.OrdinalIgnoreCase)) throw Unwritable(full, "screenshots are PNG files: let the name end in .png");
        var folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder)) throw Unwritable(full, $"there is no folder {folder}");
        var isNew = !File.Exists(full);
        try
        {
            using (File.Open(full, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
            {
                // it can be opened; that is all we wanted to know
            }

            if (isNew) File.Delete(full);
            return new ScreenshotFile(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(full, failure.Message);
        }
    }

    /// <summary>Writes the frame.</summary>
    /// <exception cref="EngineException">Refused (FILE_UNWRITABLE): for example the disk is full; no partial new file is left.</exception>
    public void Write(CapturedFrame frame)
    {
        var png = Encode(frame);
        var isNew = !File.Exists(FilePath);
        try
        {
            File.WriteAllBytes(FilePath, png);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (isNew) File.Delete(FilePath);
            throw Unwritable(FilePath, failure.Message);
        }
    }

    // Apart, so that Skia is loaded only when an image is written.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Encode(CapturedFrame frame) => PngEncoder.Encode(frame);

    private static EngineException Unwritable(string path, string why) =>
        new(EngineFault.Refused, "FILE_UNWRITABLE", $"{path} can't be written: {why}", "Name a .png file in a folder that exists and that you may write to.");
}
