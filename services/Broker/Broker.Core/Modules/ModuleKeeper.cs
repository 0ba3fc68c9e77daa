using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace WasmEngine.Broker;

/// <summary>How far an installation is.</summary>
/// <param name="Step">Number of the public ModuleStep.</param>
/// <param name="Fraction">0 to 1 over all steps.</param>
/// <param name="Functions">0 while unknown.</param>
/// <param name="Module">The module, in the last one.</param>
public sealed record InstallStep(int Step, double Fraction, int Functions, StoredModule? Module);

/// <summary>Installs modules, and finds those that calls and jobs name. Thread-safe.</summary>
public sealed class ModuleKeeper
{
    private const int Reading = 1, Ready = 5, MaxKnown = 1024;
    private const double ReadingShare = 0.1;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private readonly BrokerParts _parts;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    internal ModuleKeeper(BrokerParts parts) => _parts = parts;

    /// <summary>The modules in the store.</summary>
    public IReadOnlyList<StoredModule> List() => _parts.Modules.List();

    /// <summary>Takes a module out of the store.</summary>
    /// <exception cref="BrokerException">UNKNOWN_MODULE, MODULE_IN_USE.</exception>
    public void Remove(string sha256) => _parts.Modules.Remove(sha256);

    /// <summary>Puts a module into the store and has compute load it. One that compute refuses does not stay.</summary>
    /// <exception cref="BrokerException">As ComputeService.InstallModule tells.</exception>
    public async IAsyncEnumerable<InstallStep> InstallAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var before = _parts.Modules.List().Select(m => m.Sha256).ToHashSet(StringComparer.Ordinal);
        var read = Channel.CreateBounded<double>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var adding = Task.Run(() => AddAndComplete(path, read.Writer, cancellation), cancellation);
        try
        {
            await foreach (var share in read.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) yield return new InstallStep(Reading, share * ReadingShare, 0, null);
            var hold = await adding.ConfigureAwait(false);
            var functions = 0;
            await foreach (var step in LoadAsync(hold, isNew: !before.Contains(hold.Sha256), cancellation).ConfigureAwait(false))
            {
                functions = step.Functions;
                if (step.Step < Ready) yield return new InstallStep(step.Step, ReadingShare + (step.Fraction * (1 - ReadingShare)), functions, null);
            }

            yield return new InstallStep(Ready, 1, functions, _parts.Modules.List().FirstOrDefault(m => string.Equals(m.Sha256, hold.Sha256, StringComparison.Ordinal)));
        }
        finally
        {
            _ = ReleaseAsync(adding); // also when the caller went away while the file was read
        }
    }

    /// <summary>Finds a job's module and makes sure that it stays as it is: a file is copied into the store.</summary>
    /// <exception cref="BrokerException">PATH_INVALID, FILE_MISSING, MODULE_INVALID, UNKNOWN_MODULE, STORE_FULL.</exception>
    internal async Task<ModuleHold> PinAsync(ModuleChoice module, CancellationToken cancellation)
    {
        if (module.Sha256.Length > 0) return Require(module.Sha256);
        ModuleFile.CheckPath(module.Path);
        var file = new FileInfo(module.Path);
        if (!file.Exists) throw Faults.FileMissing(module.Path);
        var (length, written) = (file.Length, file.LastWriteTimeUtc);
        if (_known.TryGetValue(module.Path, out var known) && known.Length == length && known.Written == written && _parts.Modules.TryHold(known.Sha256, out var held)) return held!;
        var hold = await Task.Run(() => _parts.Modules.Add(module.Path, install: false, null, cancellation), cancellation).ConfigureAwait(false);
        if (_parts.Time.GetUtcNow().UtcDateTime - written > Settled) // else it may change again without a newer time
        {
            if (_known.Count >= MaxKnown) _known.Clear();
            _known[module.Path] = new Known(length, written, hold.Sha256);
        }

        return hold;
    }

    /// <summary>Finds a module for a call or a lane: a file is used where it is.</summary>
    /// <returns>Null for a file; else what holds the module.</returns>
    /// <exception cref="BrokerException">PATH_INVALID, FILE_MISSING, UNKNOWN_MODULE.</exception>
    internal ModuleHold? Find(ModuleChoice module)
    {
        if (module.Sha256.Length > 0) return Require(module.Sha256);
        ModuleFile.CheckPath(module.Path);
        return File.Exists(module.Path) ? null : throw Faults.FileMissing(module.Path);
    }

    private ModuleHold Require(string sha256) => _parts.Modules.TryHold(sha256, out var hold) ? hold! : throw Faults.UnknownModule(sha256);

    private ModuleHold AddAndComplete(string path, ChannelWriter<double> progress, CancellationToken cancellation)
    {
        try
        {
            return _parts.Modules.Add(path, install: true, share => progress.TryWrite(share), cancellation);
        }
        finally
        {
            progress.Complete(); // the failure is the task's
        }
    }

    private async IAsyncEnumerable<PrepareStep> LoadAsync(ModuleHold hold, bool isNew, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await _parts.ComputeLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        var steps = _parts.Functions.PrepareAsync(hold.ModulePath, hold.Sha256, cancellation).GetAsyncEnumerator(cancellation);
        await using (steps.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await steps.MoveNextAsync().ConfigureAwait(false)) yield break;
                }
                catch (BrokerException e) when (e.Kind == FaultKind.InvalidArgument && isNew)
                {
                    hold.Dispose();
                    TryRemove(hold.Sha256);
                    throw;
                }

                yield return steps.Current;
            }
        }
    }

    private static async Task ReleaseAsync(Task<ModuleHold> adding)
    {
        await ((Task)adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (adding.IsCompletedSuccessfully) (await adding.ConfigureAwait(false)).Dispose();
    }

    private void TryRemove(string sha256)
    {
        try
        {
            _parts.Modules.Remove(sha256);
        }
        catch (BrokerException)
        {
            // somebody else uses it meanwhile, or has removed it
        }
    }

    private readonly record struct Known(long Length, DateTime Written, string Sha256);
}
