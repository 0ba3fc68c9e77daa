using System.Threading.Channels;

namespace WasmEngine.BrokerTests;

/// <summary>What a fake was asked, in order; tests wait for entries instead of sleeping.</summary>
internal sealed class CallLog
{
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public void Add(string call)
    {
        lock (_all) _all.Add(call);
        _calls.Writer.TryWrite(call);
    }

    /// <summary>Waits for a call, whatever comes before it; calls passed over are not seen again.</summary>
    public async Task<string> WaitForAsync(string prefix)
    {
        await foreach (var call in _calls.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (call.StartsWith(prefix, StringComparison.Ordinal)) return call;
        }

        throw new InvalidOperationException("the log never ends");
    }

    public void Clear()
    {
        lock (_all) _all.Clear();
        while (_calls.Reader.TryRead(out _))
        {
            // forgotten
        }
    }
}
