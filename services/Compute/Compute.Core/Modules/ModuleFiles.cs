using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>Reading module files, which are a stranger's: any path, any kind of file, changing at any time.</summary>
public static class ModuleFiles
{
    /// <summary>Largest module file in bytes.</summary>
    public const long MaxBytes = 64 << 20;

    /// <summary>Opens a module file.</summary>
    /// <exception cref="ModuleException">It can't be opened, is no regular file, or is too large.</exception>
    public static SafeFileHandle Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            // Asked before opening: to open a pipe is to wait for its writer.
            if (File.Exists(path) && !FileOwnership.IsRegularFile(path)) throw new ModuleException($"{path} is no regular file");
            file = File.OpenHandle(path);
            CheckLength(path, RandomAccess.GetLength(file));
            return file;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            file?.Dispose();
            throw Unreadable(path, e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    /// <exception cref="ModuleException">It can't be read, or has become too large.</exception>
    public static int Read(string path, SafeFileHandle file, Span<byte> buffer, long offset)
    {
        try
        {
            var count = RandomAccess.Read(file, buffer, offset);
            CheckLength(path, offset + count);
            return count;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a module file as a whole.</summary>
    /// <exception cref="ModuleException">As <see cref="Open"/> and <see cref="Read"/>; or it became shorter meanwhile.</exception>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        var bytes = new byte[RandomAccess.GetLength(file)];
        for (var offset = 0; offset < bytes.Length;)
        {
            var count = Read(path, file, bytes.AsSpan(offset), offset);
            if (count == 0) throw new ModuleException($"{path} became shorter while it was read");
            offset += count;
        }

        return bytes;
    }

    private static void CheckLength(string path, long length)
    {
        if (length > MaxBytes) throw new ModuleException($"{path} has {length} bytes, the limit is {MaxBytes}");
    }

    private static bool IsTrouble(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static ModuleException Unreadable(string path, Exception e) => new($"{path} can't be read: {e.Message}");
}
