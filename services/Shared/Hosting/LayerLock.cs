using System.Globalization;
using System.Text;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>
/// The lock that makes a process the only one of its name in an instance. The kernel releases it when the holder dies; the
/// file says who holds it and is left in place, since deleting it would let two processes lock two files of one name.
/// </summary>
public sealed class LayerLock : IDisposable
{
    private readonly SharedFile _file;

    private LayerLock(SharedFile file) => _file = file;

    /// <summary>Takes the lock and writes this process's identity into the file; null when another process has it.</summary>
    public static LayerLock? TryTake(string path)
    {
        var file = SharedFile.OpenOrCreate(path);
        if (!file.TryLock(0))
        {
            file.Dispose();
            return null;
        }

        WriteHolder(path, ProcessIdentity.Current);
        return new LayerLock(file);
    }

    /// <summary>Whether some process holds the lock at <paramref name="path"/>.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = SharedFile.Open(path);
            return file.IsLockedElsewhere(0);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Who wrote itself into the lock file last; it need not be alive. Null when nobody did.</summary>
    public static ProcessIdentity? LastHolder(string path)
    {
        string[] fields;
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            fields = (reader.ReadLine() ?? "").Split(' ');
        }
        catch (IOException)
        {
            return null;
        }

        return fields.Length == 2
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && ulong.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ProcessIdentity(pid, ticks)
            : null;
    }

    private static void WriteHolder(string path, ProcessIdentity holder)
    {
        var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{holder.Pid} {holder.StartTicks}\n"));
        // Shared for writing, or .NET would add an advisory lock that a reader of this moment could make fail.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Write(text);
        stream.SetLength(text.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
