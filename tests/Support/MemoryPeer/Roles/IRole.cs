namespace WasmEngine.MemoryPeer.Roles;

/// <summary>One part to play.</summary>
internal interface IRole : IDisposable
{
    /// <summary>Carries out a command; returns the answer, one line.</summary>
    string Execute(string[] command);
}

/// <summary>A step repeated on a thread of its own until it is stopped, or the process killed.</summary>
internal sealed class Loop
{
    private volatile bool _stopping;
    private Thread? _thread;

    /// <summary>Starts repeating; the step returns false to end by itself.</summary>
    public void Start(Func<bool> step)
    {
        _stopping = false;
        _thread = new Thread(() =>
        {
            while (!_stopping && step())
            {
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lets the step under way finish and waits for it.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread?.Join();
        _thread = null;
    }

    /// <summary>Waits until the step has returned false.</summary>
    public void Join() => _thread?.Join();
}
