namespace WasmEngine.Render.Skia.Tests;

public sealed class TilePoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_AnyCount_DrawsEachTileOnce(int cores)
    {
        using var pool = new TilePool(cores);
        Assert.Equal(cores, pool.Workers);
        for (var count = 0; count < 40; count++)
        {
            var work = new Counting(count, pool.Workers);
            pool.Run(work, count);
            Assert.All(work.Drawn, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Run_ManyFrames_DrawsEachTileOnce()
    {
        using var pool = new TilePool(3);
        var work = new Counting(7, pool.Workers);
        for (var frame = 1; frame <= 20_000; frame++)
        {
            pool.Run(work, 7);
            for (var tile = 0; tile < 7; tile++) Assert.Equal(frame, work.Drawn[tile]);
        }
    }

    [Fact]
    public void Run_SeveralTiles_HelpersTakePart()
    {
        using var pool = new TilePool(3);
        using var together = new Barrier(3);
        var work = new Meeting(together);
        pool.Run(work, 3); // ends only if three threads draw at once
        Assert.Equal([0, 1, 2], work.Workers.Order());
    }

    [Fact]
    public void Run_FromSeveralThreads_EachDrawsItsOwn()
    {
        using var pool = new TilePool(3);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var work = new Counting(16, pool.Workers);
            for (var frame = 0; frame < 500; frame++) pool.Run(work, 16);
            Assert.All(work.Drawn, n => Assert.Equal(500, n));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_TilesFail_TellsTheCallerAndGoesOn(int cores)
    {
        using var pool = new TilePool(cores);
        for (var bad = 0; bad < 12; bad++)
        {
            var failing = new Failing(bad);
            Assert.Equal($"tile {bad}", Assert.Throws<InvalidOperationException>(() => pool.Run(failing, 12)).Message);
            Assert.Equal(0, failing.Active); // nobody still draws when the caller goes on
            var work = new Counting(12, pool.Workers);
            pool.Run(work, 12);
            Assert.All(work.Drawn, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Dispose_Idle_EndsTheThreads()
    {
        var pool = new TilePool(3);
        pool.Run(new Counting(4, 3), 4);
        pool.Dispose();
        while (RasterThreads() > 0) Thread.Yield(); // the kernel may need a moment after the runtime's own end of a thread
    }

    private static int RasterThreads()
    {
        var count = 0;
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(task, "comm")).StartsWith("raster ", StringComparison.Ordinal)) count++;
            }
            catch (IOException)
            {
                // it has just ended
            }
        }

        return count;
    }

    private sealed class Counting(int tiles, int workers) : ITileWork
    {
        internal int[] Drawn { get; } = new int[tiles];

        public void Draw(int tile, int worker)
        {
            Assert.InRange(worker, 0, workers - 1);
            Interlocked.Increment(ref Drawn[tile]);
        }
    }

    private sealed class Meeting(Barrier together) : ITileWork
    {
        internal System.Collections.Concurrent.ConcurrentBag<int> Workers { get; } = [];

        public void Draw(int tile, int worker)
        {
            Workers.Add(worker);
            together.SignalAndWait();
        }
    }

    private sealed class Failing(int bad) : ITileWork
    {
        private int _active;

        internal int Active => Volatile.Read(ref _active);

        public void Draw(int tile, int worker)
        {
            Interlocked.Increment(ref _active);
            try
            {
                if (tile == bad) throw new InvalidOperationException($"tile {tile}");
                Thread.SpinWait(1000);
            }
            finally
            {
                Interlocked.Decrement(ref _active);
            }
        }
    }
}
