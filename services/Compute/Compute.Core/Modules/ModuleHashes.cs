using System.Security.Cryptography;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// SHA-256 of module files, read once for each state of a file: device, inode, size and both times name a state. Thread-safe.
/// </summary>
internal sealed class ModuleHashes(TimeProvider time)
{
    private const int MaxRemembered = 4096, BufferBytes = 256 << 10, ReadersAtOnce = 2;

    /// <summary>
    /// Coarsest time stamps of file systems in use. A file changed less than that before it was read may change again and
    /// have the same time.
    /// </summary>
    private static readonly TimeSpan StampStep = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<FileIdentity, Known> _known = [];
    private static readonly SemaphoreSlim Readers = new(ReadersAtOnce); // the disk and the memory are one for the process

    /// <param name="Hash">Lower-case hexadecimal.</param>
    /// <param name="ReadAt">Time stamp before the first byte was read.</param>
    /// <param name="IsLasting">Whether a later change shows in the identity.</param>
    private readonly record struct Known(string Hash, long ReadAt, bool IsLasting);

    /// <summary>How often a file was read; for tests.</summary>
    internal int Reads { get; private set; }

    /// <summary>The hash of a file's contents at some moment of this call.</summary>
    /// <exception cref="ModuleException">It can't be read, or is too large for a module.</exception>
    internal string Of(string path, CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        if (Find(path, asked) is { } known) return known;
        Readers.Wait(cancel); // reading all files at once would only make each slower
        try
        {
            return Find(path, asked) ?? Read(path, cancel);
        }
        finally
        {
            Readers.Release();
        }
    }

    private string? Find(string path, long asked)
    {
        if (FileIdentity.TryOf(path) is not { } identity) return null;
        lock (_gate)
        {
            return _known.TryGetValue(identity, out var known) && (known.IsLasting || known.ReadAt > asked) ? known.Hash : null;
        }
    }

    private string Read(string path, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var now = time.GetUtcNow();
        using var file = ModuleFiles.Open(path);
        var before = FileIdentity.TryOf(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        for (long offset = 0; ;)
        {
            cancel.ThrowIfCancellationRequested();
            var count = ModuleFiles.Read(path, file, buffer, offset);
            if (count == 0) break;
            hash.AppendData(buffer, 0, count);
            offset += count;
        }

        var text = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (before is { } identity && FileIdentity.TryOf(file) == identity) Remember(identity, new Known(text, start, now - identity.LastChange > StampStep));
        return text;
    }

    private void Remember(FileIdentity identity, Known known)
    {
        lock (_gate)
        {
            Reads++;
            if (_known.Count >= MaxRemembered) _known.Clear(); // they come back at the price of one reading each
            _known[identity] = known;
        }
    }
}
