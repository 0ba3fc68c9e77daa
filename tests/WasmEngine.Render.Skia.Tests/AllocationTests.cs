using WasmEngine.Memory;

namespace WasmEngine.Render.Skia.Tests;

public sealed class AllocationTests : SkiaTest
{
    private const int Frames = 1000;

    [Fact]
    public void Draw_SteadyState_AllocatesNothingOnTheCallersThread()
    {
        var target = Buffer(200, 600);
        var surface = Buffer(100, 100, Red, RegionKind.Surface);
        var list = List(Blue, surface.At(0, 0), surface.At(20, 150, 150, 150, opaque: false), Shape("Caption", 10, 400));
        var canvas = CanvasFor(target);
        PixelRect[] parts = [new(0, 0, 200, 300), new(0, 350, 200, 200)];
        for (var i = 0; i < 200; i++) canvas.Draw(i % 4, target.Address, list, parts); // every slot and worker has its surface
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Frames; i++) canvas.Draw(i % 4, target.Address, list, parts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Run_SteadyState_AllocatesNothingOnAnyThread()
    {
        var work = new Measuring(new SkiaWork(this), Pool.Workers);
        for (var i = 0; i < 300; i++) Pool.Run(work, 6);
        work.Begin();
        for (var i = 0; i < Frames; i++) Pool.Run(work, 6);
        Assert.All(work.Allocated, bytes => Assert.Equal(0, bytes));
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

    private sealed class Measuring(ITileWork work, int workers) : ITileWork
    {
        private readonly long[] _first = new long[workers];
        private readonly long[] _last = new long[workers];

        internal IEnumerable<long> Allocated => _last.Zip(_first, (last, first) => last - first);

        internal void Begin()
        {
            Array.Clear(_first);
            Array.Clear(_last);
        }

        public void Draw(int tile, int worker)
        {
            if (_first[worker] == 0) _first[worker] = _last[worker] = GC.GetAllocatedBytesForCurrentThread();
            work.Draw(tile, worker);
            _last[worker] = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
