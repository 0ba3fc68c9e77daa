using WasmEngine.Platform;

namespace WasmEngine.Broker;

/// <summary>
/// Modules by content: files named after their SHA-256 in a directory of this user's alone, which appear whole or not at all.
/// Whoever uses one holds it, so that it stays; compute checks the digest once more when it loads the file. Thread-safe.
/// </summary>
public sealed class ModuleStore
{
    /// <summary>Bytes of one module.</summary>
    public const long MaxModuleBytes = 64L << 20;

    private const int MaxModules = 4096;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredModule> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _holds = new(StringComparer.Ordinal);
    private readonly string _directory;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private long _reserved;

    /// <summary>Names a store; nothing is read before <see cref="Open"/>.</summary>
    /// <param name="directory">Absolute path.</param>
    /// <param name="maxBytes">Bytes of all modules together.</param>
    /// <param name="time">The clock.</param>
    public ModuleStore(string directory, long maxBytes, TimeProvider time)
    {
        _directory = directory;
        _maxBytes = maxBytes;
        _time = time;
    }

    /// <summary>Whether a text can name a module: 64 lower-case hexadecimal digits.</summary>
    public static bool IsDigest(string text) => ModuleFile.IsDigest(text);

    /// <summary>Makes the directory, finds what is in it, and deletes what a writer that died left behind.</summary>
    public void Open()
    {
        InstancePaths.CreatePrivate(_directory);
        lock (_gate)
        {
            _modules.Clear();
            foreach (var file in Directory.EnumerateFiles(_directory))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (file.EndsWith(ModuleFile.Temporary, StringComparison.Ordinal)) File.Delete(file);
                else if (file.EndsWith(ModuleFile.Extension, StringComparison.Ordinal) && ModuleFile.IsDigest(name)) Find(file, name);
            }
        }
    }

    /// <summary>Path of a module that is held.</summary>
    public string PathOf(string sha256) => Path.Combine(_directory, sha256 + ModuleFile.Extension);

    /// <summary>The modules in order of installation.</summary>
    public IReadOnlyList<StoredModule> List()
    {
        lock (_gate) return [.. _modules.Values.OrderBy(m => m.InstalledAt).ThenBy(m => m.Sha256, StringComparer.Ordinal)];
    }

    /// <summary>Copies a file into the store, unless its content is there already, and holds it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="install">Whether somebody installs it, rather than a job bringing it along.</param>
    /// <param name="onProgress">Told of the share that was read, 0 to 1.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BrokerException">PATH_INVALID, FILE_MISSING, MODULE_INVALID, STORE_FULL.</exception>
    public ModuleHold Add(string path, bool install, Action<double>? onProgress, CancellationToken cancellation)
    {
        using var source = ModuleFile.Open(path);
        var length = source.Length;
        if (length > MaxModuleBytes)
            throw Faults.Invalid("MODULE_INVALID", $"{path} has {length} bytes: a module has at most {MaxModuleBytes} (64 MiB)");
        Reserve(length);
        var temporary = Path.Combine(_directory, Guid.NewGuid().ToString("N") + ModuleFile.Temporary);
        try
        {
            var (sha256, bytes) = ModuleFile.Copy(source, temporary, length, onProgress, cancellation);
            return Take(temporary, new StoredModule(sha256, bytes, Path.GetFileName(path), _time.GetUtcNow(), install));
        }
        catch (IOException e)
        {
            throw new BrokerException(FaultKind.ResourceExhausted, "STORE_FULL", $"{path} could not be copied into {_directory}: {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
            lock (_gate) _reserved -= length;
        }
    }

    /// <summary>Holds a module that is in the store.</summary>
    public bool TryHold(string sha256, out ModuleHold? hold)
    {
        lock (_gate)
        {
            hold = _modules.ContainsKey(sha256) ? Hold(sha256) : null;
            return hold is not null;
        }
    }

    /// <summary>Takes a module out.</summary>
    /// <exception cref="BrokerException">UNKNOWN_MODULE, MODULE_IN_USE.</exception>
    public void Remove(string sha256)
    {
        lock (_gate)
        {
            if (!_modules.ContainsKey(sha256)) throw Faults.UnknownModule(sha256);
            if (_holds.ContainsKey(sha256))
                throw new BrokerException(FaultKind.FailedPrecondition, "MODULE_IN_USE", $"module {sha256} is needed by a job or a call that has not ended; cancel it, or wait for its end");
            Delete(sha256);
        }
    }

    internal void Release(string sha256)
    {
        lock (_gate)
        {
            if (--_holds[sha256] == 0) _holds.Remove(sha256);
        }
    }

    private void Find(string file, string sha256)
    {
        var info = new FileInfo(file);
        var note = ModuleNote.TryRead(Path.ChangeExtension(file, ModuleFile.Note)) ?? new ModuleNote(sha256, new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeMilliseconds(), true);
        _modules[sha256] = new StoredModule(sha256, info.Length, note.Name, DateTimeOffset.FromUnixTimeMilliseconds(note.InstalledUnixMs), note.Installed);
    }

    /// <summary>The content is complete: gives it its name, unless the store has it.</summary>
    private ModuleHold Take(string temporary, StoredModule module)
    {
        lock (_gate)
        {
            var file = PathOf(module.Sha256);
            if (_modules.TryGetValue(module.Sha256, out var known) && ModuleFile.Matches(file, module.Sha256, module.SizeBytes))
            {
                if (module.Installed && !known.Installed) Note(known with { Installed = true, Name = module.Name });
                return Hold(module.Sha256);
            }

            // Also over a file that was damaged. The note first: a module without one is still whole.
            Note(module);
            File.Move(temporary, file, overwrite: true);
            return Hold(module.Sha256);
        }
    }

    private ModuleHold Hold(string sha256)
    {
        _holds[sha256] = _holds.GetValueOrDefault(sha256) + 1;
        return new ModuleHold(this, sha256, PathOf(sha256));
    }

    private void Note(StoredModule module)
    {
        var path = Path.Combine(_directory, module.Sha256 + ModuleFile.Note);
        ModuleFile.WriteText(path, new ModuleNote(module.Name, module.InstalledAt.ToUnixTimeMilliseconds(), module.Installed).ToJson());
        _modules[module.Sha256] = module;
    }

    /// <summary>Makes room; those that jobs brought along and no job needs any more go first, the oldest first.</summary>
    private void Reserve(long bytes)
    {
        lock (_gate)
        {
            var used = _reserved + _modules.Values.Sum(m => m.SizeBytes);
            foreach (var idle in _modules.Values.Where(m => !m.Installed && !_holds.ContainsKey(m.Sha256)).OrderBy(m => m.InstalledAt).ToArray())
            {
                if (used + bytes <= _maxBytes && _modules.Count < MaxModules) break;
                Delete(idle.Sha256);
                used -= idle.SizeBytes;
            }

            if (used + bytes > _maxBytes || _modules.Count >= MaxModules)
                throw new BrokerException(FaultKind.ResourceExhausted, "STORE_FULL", $"the module store in {_directory} holds {used} bytes in {_modules.Count} modules; {_maxBytes} and {MaxModules} are the limits: remove some with RemoveModule (`wasmengine module remove`)");
            _reserved += bytes;
        }
    }

    private void Delete(string sha256)
    {
        File.Delete(PathOf(sha256));
        File.Delete(Path.Combine(_directory, sha256 + ModuleFile.Note));
        _modules.Remove(sha256);
    }
}

/// <summary>Keeps a module in the store until disposed, once.</summary>
public sealed class ModuleHold : IDisposable
{
    private readonly ModuleStore _store;
    private int _released;

    internal ModuleHold(ModuleStore store, string sha256, string path)
    {
        _store = store;
        Sha256 = sha256;
        ModulePath = path;
    }

    /// <summary>Its digest.</summary>
    public string Sha256 { get; }

    /// <summary>Its file.</summary>
    public string ModulePath { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        // SYNC: full fence; pairs with another Dispose of the same object, of which only the first releases.
        if (Interlocked.Exchange(ref _released, 1) == 0) _store.Release(Sha256);
    }
}
