using WasmEngine.Memory;
using WasmEngine.Testing;

namespace WasmEngine.Render.Skia.Tests;

public sealed class AllocationTests : SkiaTest
{
    private const int Frames = 200;

    [Fact]
    public void Draw_SteadyState_AllocatesNothingOnTheCallersThread()
    {
        var target = Buffer(200, 600);
        var surface = Buffer(100, 100, Red, RegionKind.Surface);
        var list = List(Blue, surface.At(0, 0), surface.At(20, 150, 150, 150, opaque: false), Shape("Caption", 10, 400));
        var canvas = CanvasFor(target);
        PixelRect[] parts = [new(0, 0, 200, 300), new(0, 350, 200, 200)];
        var least = Allocations.LeastOf(20, () =>
        {
            for (var i = 0; i < Frames; i++) canvas.Draw(i % 4, target.Address, list, parts); // every slot and worker has its surface
        });
        Assert.Equal(0, least);
    }

    [Fact]
    public void Run_SteadyState_AllocatesNothingOnAnyThread()
    {
        var work = new Measuring(new SkiaWork(this), Pool.Workers);
        while (!work.IsDone) Pool.Run(work, Pool.Workers);
        Assert.All(work.Least, bytes => Assert.Equal(0, bytes));
    }

    // Tiles of a real canvas, reached through the pool directly so that each worker can be asked what it allocated.
    private sealed class SkiaWork : ITileWork
    {
        private readonly SkiaFrameCanvas _canvas;

        internal SkiaWork(AllocationTests test)
        {
            var target = test.Buffer(200, 700);
            _canvas = test.CanvasFor(target);
            var list = List(Blue, test.Buffer(200, 700, Red, RegionKind.Surface).At(0, 0, opaque: false), test.Shape("Caption"));
            _canvas.Begin(0, target.Address, list, [new PixelRect(0, 0, 200, 700)]);
        }

        public void Draw(int tile, int worker) => ((ITileWork)_canvas).Draw(tile, worker);
    }

    // Every worker draws one tile of each frame, and a second one besides: nobody begins before all have one.
    private sealed class Measuring(ITileWork work, int workers) : ITileWork
    {
        private readonly Allocations[] _rounds = [.. Enumerable.Range(0, workers).Select(_ => new Allocations(4, 50))];
        private int _arrived;

        internal bool IsDone => _rounds.All(r => r.IsDone);

        internal IEnumerable<long> Least => _rounds.Select(r => r.Least);

        public void Draw(int tile, int worker)
        {
            _rounds[worker].Step(); // from one tile to the next, the waiting between frames included
            var arrived = Interlocked.Increment(ref _arrived); // SYNC: pairs with the read below
            var all = (arrived + workers - 1) / workers * workers;
            var spinner = default(SpinWait);
            // SYNC: pairs with the increment above.
            while (Volatile.Read(ref _arrived) < all) spinner.SpinOnce(sleep1Threshold: -1);
            work.Draw(tile, worker);
            work.Draw(tile + workers, worker);
        }
    }
}
