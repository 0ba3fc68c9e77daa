using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

/// <summary>Short ways to submit and await jobs.</summary>
internal static class JobBench
{
    public static string ModuleFile(this TestEngine engine)
    {
        var path = Path.Combine(engine.Instance.StateRoot, "m.wasm");
        if (!File.Exists(path)) File.WriteAllText(path, "not read by the broker");
        return path;
    }

    public static FunctionCall Call(this TestEngine engine, string export, params Argument[] arguments) =>
        new() { Module = new ModuleRef { Path = engine.ModuleFile() }, Export = export, Arguments = { arguments } };

    public static Argument Buffer(string name, BufferAccess access, ulong length = 0) => new() { Buffer = new BufferSlice { Name = name, Access = access, Length = length } };

    public static async Task<Job> SubmitAsync(this TestClient client, TestEngine engine, string export, Action<SubmitJobRequest>? with = null)
    {
        var request = new SubmitJobRequest { Call = engine.Call(export) };
        with?.Invoke(request);
        return (await client.Jobs.SubmitJobAsync(request)).Job;
    }

    public static async Task<Job> GetAsync(this TestClient client, string id) => (await client.Jobs.GetJobAsync(new GetJobRequest { JobId = id })).Job;

    /// <summary>Watches a job until it is so, or has ended.</summary>
    public static async Task<Job> WatchUntilAsync(this TestClient client, string id, Func<Job, bool> isSo)
    {
        using var watch = client.Jobs.WatchJob(new WatchJobRequest { JobId = id });
        Job? last = null;
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            last = watch.ResponseStream.Current.Job;
            if (isSo(last)) return last;
        }

        return last!;
    }

    public static Task<Job> WatchToEndAsync(this TestClient client, string id) => client.WatchUntilAsync(id, static _ => false);
}
