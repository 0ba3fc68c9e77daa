using System.Collections.Concurrent;

namespace WasmEngine.Bench.Ui;

/// <summary>The thread that our engine lives on, with the stack that documents need.</summary>
internal sealed class EngineThread : IDisposable
{
    private const int StackBytes = 16 << 20;
    private readonly BlockingCollection<Action<EngineSide>> _work = [];
    private readonly Thread _thread;

    internal EngineThread(Func<EngineSide> make)
    {
        _thread = new Thread(() => Run(make), StackBytes) { Name = "scene", IsBackground = true };
        _thread.Start();
    }

    internal Task<T> RunAsync<T>(Func<EngineSide, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(engine =>
        {
            try
            {
                done.SetResult(work(engine));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private void Run(Func<EngineSide> make)
    {
        using var engine = make();
        foreach (var work in _work.GetConsumingEnumerable()) work(engine);
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
