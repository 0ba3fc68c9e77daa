using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Compiled code on disk, so that an app starts without compilation. Whoever could put a file there could run any code in
/// this process: the directory and its files are owner-only, and nothing is handed out whose owner, length or digest is
/// not right. Trouble with the directory costs time, never a start. Thread-safe, and several processes may share it.
/// </summary>
internal sealed partial class CodeCache
{
    private const int HeaderBytes = 48; // magic, length of the entry, SHA-256 over the file's name and the entry
    private const string Extension = ".code", TemporaryPrefix = ".new-";
    private readonly string _directory;
    private readonly long _capacity;
    private readonly string _fingerprint;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _trimming = new();

    /// <summary>Names a cache; nothing is touched yet.</summary>
    /// <param name="directory">Where; created when it is missing.</param>
    /// <param name="capacity">Bytes at most.</param>
    /// <param name="fingerprint">All that the code depends on besides the module: compiler, its settings, processor.</param>
    /// <param name="time">Dates the use of files.</param>
    /// <param name="logger">Hears of files that can't be trusted.</param>
    internal CodeCache(string directory, long capacity, string fingerprint, TimeProvider time, ILogger logger)
    {
        _directory = directory;
        _capacity = capacity;
        _fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)))[..16];
        _time = time;
        _logger = logger;
    }

    private static ReadOnlySpan<byte> Magic => "WEcode02"u8;

    /// <summary>Name of a module's file.</summary>
    /// <param name="hash">SHA-256 of the module as its author built it, in hexadecimal.</param>
    internal string NameOf(string hash) => $"{hash}-{_fingerprint}{Extension}";

    /// <summary>The entry of that name; null when there is none that can be trusted.</summary>
    internal CodeEntry? TryRead(string name)
    {
        var path = Path.Combine(_directory, name);
        try
        {
            if (!Directory.Exists(_directory)) return null;
            if (!FileOwnership.IsPrivateDirectory(_directory)) return DistrustEntry(_directory, "it is not this user's alone");
            using var file = File.OpenHandle(path);
            if (!FileOwnership.IsPrivateFile(file)) return DistrustEntry(path, "it is not this user's alone");
            if (Verified(file, path, name) is not { } bytes) return null;
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            return CodeEntry.TryParse(bytes) ?? DistrustEntry(path, "it holds something else than code");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DistrustEntry(path, e.Message);
        }
    }

    private byte[]? Verified(Microsoft.Win32.SafeHandles.SafeFileHandle file, string path, string name)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var length = RandomAccess.GetLength(file) - HeaderBytes;
        if (length < 0 || RandomAccess.Read(file, header, 0) != HeaderBytes || !header.StartsWith(Magic)) return Distrust(path, "it does not begin as one");
        if (BinaryPrimitives.ReadInt64LittleEndian(header[8..]) != length || length > Array.MaxLength) return Distrust(path, "its length is not what its header says");
        var code = new byte[length];
        for (var read = 0; read < code.Length;)
        {
            var count = RandomAccess.Read(file, code.AsSpan(read), HeaderBytes + read);
            if (count == 0) return Distrust(path, "it became shorter while it was read");
            read += count;
        }

        return Digest(name, [code]).AsSpan().SequenceEqual(header[16..]) ? code : Distrust(path, "its digest is wrong");
    }

    /// <summary>Keeps an entry under a name, in place of what was there.</summary>
    internal void Store(string name, CodeEntry entry)
    {
        var parts = entry.Parts;
        if (parts.Sum(p => (long)p.Length) + HeaderBytes > _capacity) return;
        var self = ProcessIdentity.Current;
        var temporary = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{TemporaryPrefix}{self.Pid}-{self.StartTicks}-{Guid.NewGuid():N}"));
        try
        {
            InstancePaths.CreatePrivate(_directory);
            if (!FileOwnership.IsPrivateDirectory(_directory))
            {
                LogNotStored(_logger, _directory, "the directory is not this user's alone");
                return;
            }

            Write(temporary, name, parts);
            File.Move(temporary, Path.Combine(_directory, name), overwrite: true);
            Trim(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotStored(_logger, _directory, e.Message);
            Delete(temporary);
        }
    }

    private static void Write(string path, string name, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], parts.Sum(p => (long)p.Length));
        Digest(name, parts).CopyTo(header[16..]);
        file.Write(header);
        foreach (var part in parts) file.Write(part.Span);
    }

    /// <summary>Over the name, too: a file that someone renamed is not the code of another module.</summary>
    private static byte[] Digest(string name, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        foreach (var part in parts) hash.AppendData(part.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Deletes the least recently used files over the capacity, never the one just stored, and what dead writers left.</summary>
    private void Trim(string kept)
    {
        lock (_trimming)
        {
            var files = new DirectoryInfo(_directory).GetFiles();
            foreach (var left in files.Where(f => IsAbandoned(f.Name))) Delete(left.FullName);
            var entries = files.Where(f => f.Extension == Extension).OrderBy(f => f.Name == kept).ThenBy(f => f.LastWriteTimeUtc).ToArray();
            var total = entries.Sum(f => f.Length);
            foreach (var oldest in entries.TakeWhile(f => f.Name != kept))
            {
                if (total <= _capacity) return;
                total -= oldest.Length;
                Delete(oldest.FullName);
            }
        }
    }

    private static bool IsAbandoned(string file)
    {
        if (!file.StartsWith(TemporaryPrefix, StringComparison.Ordinal)) return false;
        var parts = file[TemporaryPrefix.Length..].Split('-');
        return parts.Length != 3
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
            || !ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out var ticks)
            || !new ProcessIdentity(pid, ticks).IsAlive;
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // another process was faster, or it is not ours to delete
        }
    }

    private CodeEntry? DistrustEntry(string path, string reason)
    {
        Distrust(path, reason);
        return null;
    }

    private byte[]? Distrust(string path, string reason)
    {
        LogDistrusted(_logger, path, reason);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "compiled code at {Path} is not used: {Reason}; the module is compiled again")]
    private static partial void LogDistrusted(ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "compiled code can't be kept in {Directory}: {Reason}; the next start will compile again")]
    private static partial void LogNotStored(ILogger logger, string directory, string reason);
}
