using WasmEngine.Client.Transport;
using WasmEngine.Memory;

namespace WasmEngine.Client;

/// <summary>
/// A session with a daemon's broker. Calls outlast a restart of the broker: what may be repeated is repeated for
/// <see cref="EngineClientOptions.ReconnectFor"/>, and a session that is no longer known is opened anew.
/// <para>Thread-safe. Every method throws <see cref="EngineException"/> with a reason, a message and a remedy, or
/// <see cref="OperationCanceledException"/>. Dispose views before the client; apps keep running.</para>
/// </summary>
public sealed class EngineClient : IAsyncDisposable
{
    private readonly EngineConnection _connection;
    private int _disposed;

    private EngineClient(EngineConnection connection)
    {
        _connection = connection;
        Functions = new FunctionClient(connection);
        Modules = new ModuleClient(connection);
        Jobs = new JobClient(connection);
    }

    /// <summary>Calls of functions, parallel loops, lanes.</summary>
    public FunctionClient Functions { get; }

    /// <summary>The store of modules.</summary>
    public ModuleClient Modules { get; }

    /// <summary>Jobs of this session.</summary>
    public JobClient Jobs { get; }

    /// <summary>Name of the daemon's instance.</summary>
    public string Instance => _connection.Sessions.Current.Instance;

    /// <summary>Version of the engine.</summary>
    public string EngineVersion => _connection.Sessions.Current.EngineVersion;

    /// <summary>Identifier of the session, for logs; changes when it had to be opened anew.</summary>
    public string SessionId => _connection.Sessions.Current.Id;

    /// <summary>The shared memory of the instance.</summary>
    public RegionDirectory Regions => _connection.Sessions.Current.Regions;

    /// <summary>Opens a session.</summary>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">NotRunning (DAEMON_NOT_RUNNING), at once; LAYER_DOWN when the daemon runs but its
    /// broker stays away; OPTIONS_INVALID; FOREIGN_USER; TOO_MANY_SESSIONS.</exception>
    public static async Task<EngineClient> ConnectAsync(EngineClientOptions? options = null, CancellationToken cancellation = default)
    {
        var connection = new EngineConnection(options ?? new EngineClientOptions());
        try
        {
            await connection.OpenAsync(cancellation);
            return new EngineClient(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Starts an app and returns once its init has succeeded.</summary>
    /// <param name="appDirectory">Folder that holds the app's wasmengine.json; relative to the current directory.</param>
    /// <param name="size">Pixels that the guest's init is told; null takes the manifest's.</param>
    /// <param name="cancellation">Gives up; the app may have been started all the same.</param>
    /// <exception cref="EngineException">MANIFEST_MISSING, MANIFEST_INVALID, MODULE_INVALID, SIZE_OUT_OF_RANGE, GUEST_FAILED, TOO_MANY_APPS.</exception>
    public Task<AppInfo> LaunchAsync(string appDirectory, (int Width, int Height)? size = null, CancellationToken cancellation = default) =>
        LaunchAsync(appDirectory, size, [], cancellation);

    /// <summary>Starts an app that may use directories, and returns once its init has succeeded.</summary>
    /// <param name="appDirectory">Folder that holds the app's wasmengine.json; relative to the current directory.</param>
    /// <param name="size">Pixels that the guest's init is told; null takes the manifest's.</param>
    /// <param name="grantedDirectories">Directories that the app may use if its manifest asks for them, with all below; relative to the current directory.</param>
    /// <param name="cancellation">Gives up; the app may have been started all the same.</param>
    /// <exception cref="EngineException">As without grants, and GRANT_INVALID, DIRECTORY_NOT_GRANTED, STORAGE_FAILED.</exception>
    public async Task<AppInfo> LaunchAsync(
        string appDirectory, (int Width, int Height)? size, IReadOnlyCollection<string> grantedDirectories, CancellationToken cancellation = default)
    {
        var request = new V1.LaunchAppRequest
        {
            AppDirectory = Path.GetFullPath(appDirectory),
            Width = WireNumber.From(size?.Width ?? 0),
            Height = WireNumber.From(size?.Height ?? 0),
            GrantedDirectories = { grantedDirectories.Select(Path.GetFullPath) },
        };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Apps.LaunchAppAsync(request, o), CallEffect.Once, cancellation, _connection.Options.LaunchTimeout);
        return AppInfo.From(response.App);
    }

    /// <summary>Stops an app and its views.</summary>
    /// <exception cref="EngineException">UNKNOWN_APP.</exception>
    public Task StopAsync(string appId, CancellationToken cancellation = default) => _connection.Runner.InvokeAsync(
        o => _connection.Apps.StopAppAsync(new V1.StopAppRequest { AppId = appId }, o), CallEffect.Once, cancellation);

    /// <summary>All apps of the instance, in order of launch.</summary>
    public async Task<IReadOnlyList<AppInfo>> ListAppsAsync(CancellationToken cancellation = default)
    {
        var response = await _connection.Runner.InvokeAsync(o => _connection.Apps.ListAppsAsync(new V1.ListAppsRequest(), o), CallEffect.Idempotent, cancellation);
        return [.. response.Apps.Select(AppInfo.From)];
    }

    /// <summary>
    /// The current apps, then each change, until cancelled. After the broker was away the current apps come again, and those
    /// that went meanwhile with state Stopped.
    /// </summary>
    public IAsyncEnumerable<AppInfo> WatchAppsAsync(CancellationToken cancellation = default) => AppWatch.RunAsync(_connection, ListAppsAsync, cancellation);

    /// <summary>Opens a view onto an app and attaches to it.</summary>
    /// <exception cref="EngineException">UNKNOWN_APP, SIZE_OUT_OF_RANGE, TOO_MANY_VIEWS, FRAMES_UNREADABLE.</exception>
    public async Task<ViewClient> OpenViewAsync(string appId, ViewOptions options, CancellationToken cancellation = default)
    {
        var request = new V1.OpenViewRequest
        {
            AppId = appId,
            Width = WireNumber.From(options.Width),
            Height = WireNumber.From(options.Height),
            FrameRateHz = WireNumber.From(options.FrameRateHz),
            Unpaced = options.Unpaced,
            ForbidScanout = options.ForbidScanout,
            DevicePixelRatio = options.DevicePixelRatio,
            PrefersDark = options.PrefersDark,
        };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Views.OpenViewAsync(request, o), CallEffect.Once, cancellation);
        return await ViewClient.AttachAsync(_connection, response.View.Id, cancellation);
    }

    /// <summary>Attaches to a view that exists; any number of clients may.</summary>
    /// <exception cref="EngineException">UNKNOWN_VIEW, FRAMES_UNREADABLE.</exception>
    public Task<ViewClient> AttachViewAsync(string viewId, CancellationToken cancellation = default) => ViewClient.AttachAsync(_connection, viewId, cancellation);

    /// <summary>Closes a view for all its clients.</summary>
    /// <exception cref="EngineException">UNKNOWN_VIEW.</exception>
    public Task CloseViewAsync(string viewId, CancellationToken cancellation = default) => _connection.Runner.InvokeAsync(
        o => _connection.Views.CloseViewAsync(new V1.CloseViewRequest { ViewId = viewId }, o), CallEffect.Once, cancellation);

    /// <summary>Presses and releases the left button at a point of a view, without attaching to it.</summary>
    /// <exception cref="EngineException">UNKNOWN_VIEW, INPUT_BACKLOG.</exception>
    public Task ClickAsync(string viewId, float x, float y, CancellationToken cancellation = default) =>
        InputSender.SendAsync(_connection, viewId, InputSender.Click(x, y), cancellation);

    /// <summary>All views of the instance.</summary>
    public async Task<IReadOnlyList<ViewInfo>> ListViewsAsync(CancellationToken cancellation = default)
    {
        var response = await _connection.Runner.InvokeAsync(o => _connection.Views.ListViewsAsync(new V1.ListViewsRequest(), o), CallEffect.Idempotent, cancellation);
        return [.. response.Views.Select(ViewInfo.From)];
    }

    /// <summary>Compiles a module and tells what it is, without running any of it.</summary>
    /// <exception cref="EngineException">MODULE_INVALID, FILE_MISSING.</exception>
    public async Task<ModuleReport> InspectModuleAsync(string path, CancellationToken cancellation = default)
    {
        var request = new V1.InspectModuleRequest { Path = Path.GetFullPath(path) };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Compute.InspectModuleAsync(request, o), CallEffect.Idempotent, cancellation, _connection.Options.LaunchTimeout);
        return new ModuleReport([.. response.Imports], [.. response.Exports], [.. response.Problems], response.CompileMs, (long)response.SizeBytes);
    }

    /// <summary>Creates a zeroed buffer in shared memory.</summary>
    /// <exception cref="EngineException">NAME_INVALID, SIZE_OUT_OF_RANGE, NAME_TAKEN, TOO_MANY_BUFFERS.</exception>
    public async Task<BufferInfo> CreateBufferAsync(string name, long sizeBytes, CancellationToken cancellation = default)
    {
        var request = new V1.CreateBufferRequest { Name = name, SizeBytes = sizeBytes < 0 ? ulong.MaxValue : (ulong)sizeBytes };
        var response = await _connection.Runner.InvokeAsync(o => _connection.Buffers.CreateBufferAsync(request, o), CallEffect.Once, cancellation);
        return BufferInfo.From(response.Buffer);
    }

    /// <summary>Maps a buffer of this session into this process; dispose it to unmap. The engine is not asked.</summary>
    /// <param name="buffer">As it was created or listed.</param>
    /// <param name="writable">Whether this process may write it, too.</param>
    /// <exception cref="EngineException">BUFFER_UNREADABLE: it has gone.</exception>
    public BufferRegion MapBuffer(BufferInfo buffer, bool writable = false)
    {
        try
        {
            return BufferRegion.Open(Regions, RegionName.Parse(buffer.Region), writable ? Platform.PageAccess.ReadWrite : Platform.PageAccess.Read);
        }
        catch (RegionException e)
        {
            throw new EngineException(EngineFault.Failed, "BUFFER_UNREADABLE", e.Message, "List the session's buffers for those that exist.", e);
        }
    }

    /// <summary>Frees a buffer; mappings that exist stay valid.</summary>
    /// <exception cref="EngineException">UNKNOWN_BUFFER, NOT_OWNER.</exception>
    public Task DeleteBufferAsync(string name, CancellationToken cancellation = default) => _connection.Runner.InvokeAsync(
        o => _connection.Buffers.DeleteBufferAsync(new V1.DeleteBufferRequest { Name = name }, o), CallEffect.Once, cancellation);

    /// <summary>The session's buffers, in order of creation.</summary>
    public async Task<IReadOnlyList<BufferInfo>> ListBuffersAsync(CancellationToken cancellation = default)
    {
        var response = await _connection.Runner.InvokeAsync(o => _connection.Buffers.ListBuffersAsync(new V1.ListBuffersRequest(), o), CallEffect.Idempotent, cancellation);
        return [.. response.Buffers.Select(BufferInfo.From)];
    }

    /// <summary>Closes the session (trying for a second at most) and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        // SYNC: full fence; the first caller disposes.
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (!_connection.Options.KeepSession && _connection.Options.SessionFile is null) await _connection.CloseSessionAsync();
        _connection.Dispose();
    }
}
