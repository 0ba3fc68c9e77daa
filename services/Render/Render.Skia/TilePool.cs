using System.Runtime.ExceptionServices;

namespace WasmEngine.Render.Skia;

/// <summary>Draws one tile of a frame; called from several threads at once, each with its own worker number.</summary>
internal interface ITileWork
{
    /// <summary>Draws a tile.</summary>
    /// <param name="tile">Tile number, 0 to count - 1.</param>
    /// <param name="worker">Which of the pool's workers draws it, 0 to <see cref="TilePool.Workers"/> - 1.</param>
    void Draw(int tile, int worker);
}

/// <summary>
/// Threads, one less than there are cores, that help the caller through the tiles of a frame. One frame at a time: when
/// another scene has the helpers, the caller draws alone, since the cores are busy anyway.
/// </summary>
internal sealed class TilePool : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wakes;
    private readonly long[] _allocated;
    private readonly Lock _user = new();
    private ITileWork? _work;
    private Exception? _failure;
    private int _next;
    private int _count;
    private int _busy;
    private volatile bool _ending;

    internal TilePool(int cores)
    {
        Workers = Math.Max(1, cores);
        _threads = new Thread[Workers - 1];
        _wakes = new SemaphoreSlim[Workers - 1];
        _allocated = new long[Workers - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _wakes[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Help(worker)) { Name = "raster " + worker, IsBackground = true, Priority = ThreadPriority.AboveNormal };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that draw, the caller's included.</summary>
    internal int Workers { get; }

    /// <summary>Bytes that the helpers have allocated on the managed heap so far. Any thread.</summary>
    internal long AllocatedBytes
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < _allocated.Length; i++) sum += Volatile.Read(ref _allocated[i]); // SYNC: pairs with the write in Help
            return sum;
        }
    }

    /// <summary>
    /// Draws all tiles and returns when they are done. Allocates nothing. When one fails, the rest are given up and its exception
    /// is thrown here, once nobody draws any more.
    /// </summary>
    internal void Run(ITileWork work, int count)
    {
        if (count < 2 || _threads.Length == 0 || !_user.TryEnter())
        {
            for (var tile = 0; tile < count; tile++) work.Draw(tile, 0);
            return;
        }

        try
        {
            var helpers = Math.Min(_threads.Length, count - 1);
            _work = work;
            _count = count;
            Volatile.Write(ref _next, 0); // SYNC: pairs with the increments in DrawTiles; published by the semaphores' release
            Volatile.Write(ref _busy, helpers); // SYNC: pairs with the decrement in Help
            for (var i = 0; i < helpers; i++) _wakes[i].Release();
            DrawTiles(work, count, 0);
            var spinner = default(SpinWait);
            // SYNC: acquire; pairs with the decrement in Help: the helpers' pixels are visible to us.
            while (Volatile.Read(ref _busy) != 0) spinner.SpinOnce(sleep1Threshold: -1);
            _work = null;
            // SYNC: pairs with the compare-and-swap in DrawTiles; the helpers are done.
            if (Interlocked.Exchange(ref _failure, null) is { } failure) ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            _user.Exit();
        }
    }

    private void Help(int worker)
    {
        while (true)
        {
            _wakes[worker - 1].Wait();
            if (_ending) return;
            DrawTiles(_work!, _count, worker);
            Volatile.Write(ref _allocated[worker - 1], GC.GetAllocatedBytesForCurrentThread()); // SYNC: pairs with the read in AllocatedBytes
            Interlocked.Decrement(ref _busy); // SYNC: release; pairs with the read in Run
        }
    }

    private void DrawTiles(ITileWork work, int count, int worker)
    {
        while (true)
        {
            var tile = Interlocked.Increment(ref _next) - 1; // SYNC: hands each tile to one worker; pairs with itself
            if (tile >= count) return;
            try
            {
                work.Draw(tile, worker);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null); // SYNC: the first one counts; pairs with the exchange in Run
                Interlocked.Exchange(ref _next, count); // SYNC: nobody takes another tile; pairs with the increment above
            }
        }
    }

    public void Dispose()
    {
        _ending = true;
        foreach (var wake in _wakes) wake.Release();
        foreach (var thread in _threads) thread.Join();
        foreach (var wake in _wakes) wake.Dispose();
    }
}
