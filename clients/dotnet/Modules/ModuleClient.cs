using Grpc.Core;
using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>A module in the store.</summary>
/// <param name="Sha256">SHA-256 of its content, by which calls name it.</param>
/// <param name="SizeBytes">Bytes.</param>
/// <param name="Name">Name of the file that it came from.</param>
/// <param name="InstalledAt">When it came.</param>
public sealed record StoredModuleInfo(string Sha256, long SizeBytes, string Name, DateTimeOffset InstalledAt)
{
    internal static StoredModuleInfo From(V1.StoredModule module) =>
        new(module.Sha256, (long)module.SizeBytes, module.Name, DateTimeOffset.FromUnixTimeMilliseconds(module.InstalledUnixMs));
}

/// <summary>How far an installation is.</summary>
/// <param name="Step">"reading", "rewriting", "compiling", "storing" or "ready".</param>
/// <param name="Fraction">0 to 1 over all steps.</param>
/// <param name="Functions">Functions of the module; 0 while unknown.</param>
public sealed record InstallProgress(string Step, double Fraction, int Functions)
{
    internal static InstallProgress From(V1.InstallModuleResponse told) => new(
        told.Step switch
        {
            V1.ModuleStep.Reading => "reading",
            V1.ModuleStep.Rewriting => "rewriting",
            V1.ModuleStep.Compiling => "compiling",
            V1.ModuleStep.Storing => "storing",
            V1.ModuleStep.Ready => "ready",
            _ => "loading",
        },
        told.Fraction,
        (int)told.Functions);
}

/// <summary>The store of modules. Thread-safe; part of an <see cref="EngineClient"/>.</summary>
public sealed class ModuleClient
{
    private readonly EngineConnection _connection;

    internal ModuleClient(EngineConnection connection) => _connection = connection;

    /// <summary>Puts a module into the store and compiles it.</summary>
    /// <param name="path">The file; relative to the current directory.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">MODULE_INVALID, FILE_MISSING, STORE_FULL.</exception>
    public Task<StoredModuleInfo> InstallAsync(string path, IProgress<InstallProgress>? progress = null, CancellationToken cancellation = default)
    {
        var request = new V1.InstallModuleRequest { Path = Path.GetFullPath(path) };
        return _connection.Runner.RepeatAsync(
            async token =>
            {
                using var stream = _connection.Compute.InstallModule(request, cancellationToken: token);
                await foreach (var told in stream.ResponseStream.ReadAllAsync(token))
                {
                    progress?.Report(InstallProgress.From(told));
                    if (told.Module is { } module) return StoredModuleInfo.From(module);
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "the installation ended without a module"));
            },
            CallEffect.Idempotent,
            cancellation);
    }

    /// <summary>The modules in the store, in order of installation.</summary>
    public async Task<IReadOnlyList<StoredModuleInfo>> ListAsync(CancellationToken cancellation = default)
    {
        var response = await _connection.Runner.InvokeAsync(o => _connection.Compute.ListModulesAsync(new V1.ListModulesRequest(), o), CallEffect.Idempotent, cancellation);
        return [.. response.Modules.Select(StoredModuleInfo.From)];
    }

    /// <summary>Takes a module out of the store.</summary>
    /// <exception cref="EngineException">UNKNOWN_MODULE, MODULE_IN_USE.</exception>
    public Task RemoveAsync(string sha256, CancellationToken cancellation = default) => _connection.Runner.InvokeAsync(
        o => _connection.Compute.RemoveModuleAsync(new V1.RemoveModuleRequest { Sha256 = sha256 }, o), CallEffect.Once, cancellation);
}
