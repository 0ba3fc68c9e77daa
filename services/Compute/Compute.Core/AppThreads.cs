using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace WasmEngine.Compute.Core;

/// <summary>
/// Threads for apps and runs. One whose app has ended waits for the next app and never ends: Wasmtime puts a larger stack for signals
/// in place of the one that the .NET runtime gave the thread and takes it away at the thread's end; the runtime then finds
/// none to free. Each ended thread that ran WebAssembly would keep 16 KiB and two mappings, of which a process may have
/// 65,530. Thread-safe.
/// </summary>
internal sealed class AppThreads
{
    private const int StackBytes = 8 << 20;
    [ThreadStatic] private static Worker? _current;
    private readonly ConcurrentStack<Worker> _waiting = [];

    /// <summary>For all apps of the process.</summary>
    internal static AppThreads Shared { get; } = new();

    /// <summary>For all lanes of the process.</summary>
    internal static AppThreads Lanes { get; } = new();

    /// <summary>Runs work on a thread of its own until it returns.</summary>
    /// <param name="name">The thread's name meanwhile.</param>
    /// <param name="work">Must not throw.</param>
    /// <exception cref="OutOfMemoryException">The system has no more threads.</exception>
    internal void Run(string name, Action work)
    {
        if (_waiting.TryPop(out var worker)) worker.Give(name, work);
        else new Worker(this).Start(name, work);
    }

    /// <summary>Threads that wait for work now.</summary>
    internal int Waiting => _waiting.Count;

    /// <summary>Makes the calling thread, which runs work of some group, one of this group once that work has ended.</summary>
    internal void Adopt()
    {
        if (_current is { } worker) worker.Owner = this;
    }

    private sealed class Worker(AppThreads owner)
    {
        private readonly object _gate = new();
        private (string Name, Action Work)? _next;

        internal AppThreads Owner { get; set; } = owner;

        internal void Start(string name, Action work)
        {
            _next = (name, work);
            new Thread(Loop, StackBytes) { IsBackground = true }.Start();
        }

        internal void Give(string name, Action work)
        {
            lock (_gate)
            {
                _next = (name, work);
                Monitor.Pulse(_gate);
            }
        }

        private void Loop()
        {
            _current = this;
            while (true)
            {
                Execute(Take());
                Owner._waiting.Push(this);
            }
        }

        private (string Name, Action Work) Take()
        {
            lock (_gate)
            {
                while (_next is null) Monitor.Wait(_gate);
                var next = _next.Value;
                _next = null;
                return next;
            }
        }

        // Not inlined: while the thread waits, no local of its loop keeps an app in memory.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Execute((string Name, Action Work) next)
        {
            Thread.CurrentThread.Name = next.Name;
            next.Work();
            Thread.CurrentThread.Name = "guest (none)";
        }
    }
}
