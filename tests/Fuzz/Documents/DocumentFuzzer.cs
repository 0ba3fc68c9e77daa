using System.Globalization;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;

namespace WasmEngine.Fuzz.Documents;

/// <summary>
/// Shows mutated documents: source to pixels, with changes of the tree in between. Nothing may be thrown or take long, and after each round of changes boxes and display list
/// have to be those of a new page of the same tree. Input I of seed S is input 0 of seed S + I. All finds are gathered before any is thrown.
/// </summary>
public static class DocumentFuzzer
{
    private const int StackSize = 16 << 20;
    private const int MostFinds = 30;
    private const int MostTries = 1500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    // A document is laid out up to seven times; splitting as many inline boxes as the limit allows takes 350 MiB.
    private const long MostAllocated = 2L << 30, MostGrowth = 512L << 20;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(3);

    /// <summary>Runs on a thread with the stack that pages are promised; returns a line that says what was reached.</summary>
    public static string Run(int iterations, int seed)
    {
        var run = new Session(iterations, seed);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                run.Run();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, StackSize);
        thread.Start();
        while (!thread.Join(TimeSpan.FromSeconds(1))) run.Watch();
        if (failure is not null) throw failure;
        if (run.Finds.Count > 0) throw new InvalidOperationException($"{run.Summary}, FINDS {run.Finds.Count}:\n" + string.Join("\n\n", run.Finds.Values));
        return run.Summary;
    }

    private sealed class Session(int iterations, int seed)
    {
        private long _started;
        private int _current;
        private long _elements;
        private long _items;
        private int _changes;
        private int _compared;
        private TimeSpan _slowest;
        private int _worst;
        private long _mostBytes;
        private int _greedy;
        private long _resident = Environment.WorkingSet;
        private string _text = "";
        private readonly StageClock _clock = new();

        internal SortedDictionary<string, string> Finds { get; } = new(StringComparer.Ordinal);

        internal string Summary => string.Create(CultureInfo.InvariantCulture,
            $"documents {Math.Min(_current + 1, iterations)}, elements {_elements}, items {_items}, changes {_changes}, compared {_compared}, slowest {_slowest.TotalMilliseconds:0} ms (seed {_worst}), most allocated {_mostBytes >> 20} MiB (seed {_greedy}), resident {Environment.WorkingSet >> 20} MiB; ms a document: {_clock.Of(_current + 1)}");

        // CPU time: other work on the machine does not count. SYNC: reads may be a little old; what they are compared with is minutes.
        private TimeSpan Elapsed() => Environment.CpuUsage.TotalTime - new TimeSpan(Volatile.Read(ref _started));

        internal void Watch()
        {
            if (Elapsed() > Endless) throw new InvalidOperationException($"seed {seed + _current} does not end:\n{_text}");
        }

        internal void Run()
        {
            using var engine = new FuzzedEngine(workers: 1); // cores are for other runs
            for (_current = 0; _current < iterations; _current++)
            {
                Volatile.Write(ref _started, Environment.CpuUsage.TotalTime.Ticks); // SYNC: pairs with the read in Watch
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                _text = DocumentMutation.Make(new Random(seed + _current));
                if (iterations == 1) Console.WriteLine(_text);
                var did = new List<string>();
                var signature = Try(engine, _text, seed + _current, did, out var what);
                var took = Elapsed();
                bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
                if (signature.Length > 0 && !Finds.ContainsKey(signature)) Found(signature, Shrunk(engine, seed + _current, signature, what), did);

                var resident = Environment.WorkingSet;
                if (resident - _resident > MostGrowth) Found("resident " + ((resident - _resident) >> 28), $"resident memory grew by {(resident - _resident) >> 20} MiB\n{_text}", did);
                _resident = Math.Max(resident, _resident);
                if (took > _slowest) (_slowest, _worst) = (took, seed + _current);
                if (bytes > _mostBytes) (_mostBytes, _greedy) = (bytes, seed + _current);
                if (took > Patience) Found("slow " + (int)took.TotalSeconds, $"took {took}\n{_text}", did);
                if (bytes > MostAllocated) Found("greedy " + (bytes >> 30), $"allocated {bytes >> 20} MiB\n{_text}", did);
                if (took > Long) Console.WriteLine($"seed {seed + _current} took {took.TotalMilliseconds:0} ms: {_clock.Last()}");
                if (_current % 500 == 499) Console.WriteLine($"{Summary}, finds {Finds.Count}");
            }
        }

        // The signature of what went wrong; empty when nothing did.
        private string Try(FuzzedEngine engine, string text, int own, List<string> did, out string what)
        {
            try
            {
                Show(engine, text, new Random(own ^ 0x5EED), did);
                what = "";
                return "";
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                what = exception.Message + "\n" + Top(exception);
                return exception is ComparisonException ? "differs " + Kind(exception.Message) : exception.GetType().Name + Place(exception);
            }
        }

        /// <summary>Leaves out pieces of the source as long as the same goes wrong.</summary>
        private string Shrunk(FuzzedEngine engine, int own, string signature, string what)
        {
            var (text, tries) = (_text, 0);
            List<string> did = [];
            for (var size = text.Length / 2; size > 0 && tries < MostTries; size /= 2)
            {
                for (var at = 0; at < text.Length && tries < MostTries; tries++)
                {
                    var shorter = text.Remove(at, Math.Min(size, text.Length - at));
                    List<string> now = [];
                    if (string.Equals(Try(engine, shorter, own, now, out var saying), signature, StringComparison.Ordinal)) (text, what, did) = (shorter, saying, now);
                    else at += size;
                    Volatile.Write(ref _started, Environment.CpuUsage.TotalTime.Ticks); // SYNC: pairs with the read in Watch
                }
            }

            return $"{what}\nshrunk: {text}\nits changes: {string.Join(" | ", did)}";
        }

        private void Show(FuzzedEngine engine, string text, Random random, List<string> did)
        {
            _clock.Begin();
            var options = new PageOptions { Width = random.Next(2) == 0 ? 160 : 400, Height = 100, DevicePixelRatio = random.Next(6) == 0 ? 1.5f : 1, ScrollbarWidth = random.Next(4) == 0 ? 15 : 0, PrefersDark = random.Next(8) == 0 };
            var document = HtmlParser.Parse(text, new DocumentLimits { Nodes = 4_000 });
            _clock.End("parse");
            using var page = new FuzzedPage(engine, document, options);
            page.Page.Update();
            _clock.End("layout");
            page.Update(0);
            _clock.End("paint");
            page.Draw();
            _clock.End("draw");
            _elements += document.NodeCount;
            _items += page.View.List.Items.Count;
            var goesOn = text.Contains("animation", StringComparison.Ordinal) || text.Contains("transition", StringComparison.Ordinal);
            for (var step = random.Next(0, 4); step > 0; step--)
            {
                for (var changes = random.Next(1, 5); changes > 0; changes--) did.Add(TreeMutation.Change(random, page.Page));
                _changes++;
                _clock.End("change");
                page.Update(5 - step);
                _clock.End("update");
                if (!goesOn) Compare(engine, page);
                _clock.End("compare");
                if (step == 1) page.Draw();
                _clock.End("draw again");
            }

            Scroll(random, page);
            _clock.End("scroll");
        }

        private static void Scroll(Random random, FuzzedPage page)
        {
            page.View.ScrollTo(null, new Render.Layout.LayoutPoint(random.Next(50), random.Next(100)));
            page.Update(6);
            page.Draw();
        }

        private void Compare(FuzzedEngine engine, FuzzedPage page)
        {
            _compared++;
            var difference = FreshComparison.Difference(engine, page);
            if (difference.Length > 0) throw new ComparisonException(difference);
        }

        private void Found(string signature, string what, List<string> did)
        {
            if (Finds.Count >= MostFinds) return;
            if (Finds.TryAdd(signature, $"=== seed {seed + _current}: {signature}\n{what}\nchanges: {string.Join(" | ", did)}\n--- {_text.Length} characters\n{_text}"))
                Console.WriteLine($"found at seed {seed + _current}: {signature}: {what}\nchanges: {string.Join(" | ", did)}");
        }

        private static string Kind(string message) => message.Split(' ')[0] + " " + message.Split(' ').ElementAtOrDefault(2);

        private static string Place(Exception exception) => Top(exception).Split('\n').FirstOrDefault(l => l.Contains("WasmEngine.Render", StringComparison.Ordinal)) ?? "";

        private static string Top(Exception exception) => string.Join('\n', (exception.StackTrace ?? "").Split('\n').Take(12));
    }

    private sealed class ComparisonException(string message) : Exception(message);
}
