using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using WasmEngine.Platform;

namespace WasmEngine.Broker;

/// <summary>Reading and writing of the store's files.</summary>
internal static class ModuleFile
{
    public const string Extension = ".wasm", Note = ".json", Temporary = ".new";
    private const int Chunk = 1 << 20;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Opens a module that a client named.</summary>
    /// <exception cref="BrokerException">PATH_INVALID, FILE_MISSING, MODULE_INVALID.</exception>
    public static FileStream Open(string path)
    {
        CheckPath(path);
        try
        {
            // Asked first: opening a pipe would wait for its other end.
            if (!FileOwnership.IsRegularFile(path)) throw File.Exists(path) ? Faults.Invalid("MODULE_INVALID", $"{path} is not a regular file") : Faults.FileMissing(path);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Faults.FileMissing(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Faults.Invalid("MODULE_INVALID", $"{path} can't be read: {e.Message}");
        }
    }

    /// <summary>Checks what a client sent as a path.</summary>
    public static void CheckPath(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
            throw Faults.Invalid("PATH_INVALID", $"path \"{Faults.Shorten(path)}\" must be the absolute path of a module");
    }

    /// <summary>Copies and hashes in one go, and onto the disk: a job that is kept must find its module after a power cut.</summary>
    public static (string Sha256, long Bytes) Copy(FileStream source, string target, long expected, Action<double>? onProgress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var copy = new FileStream(target, Private(FileMode.CreateNew));
        var buffer = new byte[Chunk];
        long total = 0;
        while (source.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            total += read;
            if (total > expected) throw new BrokerException(FaultKind.FailedPrecondition, "MODULE_INVALID", $"{source.Name} grew while it was read: try again when it is complete");
            hash.AppendData(buffer, 0, read);
            copy.Write(buffer, 0, read);
            onProgress?.Invoke(expected == 0 ? 1 : (double)total / expected);
        }

        copy.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), total);
    }

    /// <summary>Whether the store's file is this user's alone and has the content that its name says.</summary>
    public static bool Matches(string file, string sha256, long bytes)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return stream.Length == bytes
                && FileOwnership.IsPrivateFile(stream.SafeFileHandle)
                && string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), sha256, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes a small file that appears whole.</summary>
    public static void WriteText(string path, string text)
    {
        var temporary = path + Temporary;
        using (var file = new FileStream(temporary, Private(FileMode.Create))) file.Write(Encoding.UTF8.GetBytes(text));
        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
