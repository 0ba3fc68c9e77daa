using System.Diagnostics;
using System.Globalization;
using System.Text;
using WasmEngine.Render.Style;

namespace WasmEngine.Fuzz.Css;

/// <summary>
/// Parses mutated sheets, applies what is valid of them and writes it back. Nothing may be thrown, nothing may take long or much memory,
/// and what a value computes to has to be in range.
/// </summary>
public static class CssFuzzer
{
    private const int MaxLength = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        var session = new Session(random, outcomes);
        for (var i = 0; i < iterations; i++)
        {
            var text = Make(random);
            var (start, bytes) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                session.Run(text);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed}: {exception.Message}\n{text}"), exception);
            }

            var took = Stopwatch.GetElapsedTime(start);
            if (took > slowest) slowest = took;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (took > Patience || bytes > (64 << 20) + (text.Length * 16_384L)) throw new InvalidOperationException($"iteration {i} of seed {seed} took {took}, {bytes} bytes:\n{text}");
        }

        return string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")))
            + string.Create(CultureInfo.InvariantCulture, $", slowest {slowest.TotalMilliseconds:0.0} ms");
    }

    /// <summary>A sheet of the corpus with declarations filled in, changed in some places.</summary>
    private static string Make(Random random)
    {
        var text = new StringBuilder();
        foreach (var c in CssCorpus.Sheets[random.Next(CssCorpus.Sheets.Length)])
        {
            if (c == 'D') text.Append(CssCorpus.Declarations[random.Next(CssCorpus.Declarations.Length)]);
            else text.Append(c);
        }

        for (var changes = random.Next(0, 8); changes > 0; changes--) Change(random, text);
        if (text.Length > MaxLength) text.Length = MaxLength;
        return text.ToString();
    }

    private static void Change(Random random, StringBuilder text)
    {
        var at = random.Next(text.Length + 1);
        var piece = CssCorpus.Pieces[random.Next(CssCorpus.Pieces.Length)];
        switch (random.Next(7))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                break;
            case 1:
                var length = Math.Min(random.Next(1, 60), text.Length - at);
                text.Insert(random.Next(text.Length + 1), text.ToString(at, length));
                break;
            case 2 when at < text.Length:
                text[at] = (char)random.Next(1, 256);
                break;
            case 3 when random.Next(8) == 0: // towers
                text.Insert(at, string.Concat(Enumerable.Repeat(piece, random.Next(2, 2000))));
                break;
            case 4:
                text.Insert(at, CssCorpus.Declarations[random.Next(CssCorpus.Declarations.Length)]);
                break;
            default:
                text.Insert(at, piece);
                break;
        }
    }

    /// <summary>What goes on from one sheet to the next: styles to interpolate with and to inherit from.</summary>
    private sealed class Session(Random random, SortedDictionary<string, int> outcomes)
    {
        private readonly StyleBuilder _builder = new();
        private ComputedStyle _former = ComputedStyle.Initial;

        internal void Run(string text)
        {
            var sheet = StyleSheetParser.Parse(text, new CssOptions { Issues = new Render.Dom.IssueLog(), BaseUrl = "file:///x/y.css", IsQuirky = random.Next(8) == 0 });
            List<Declaration> all = [];
            Gather(sheet.Rules, all);
            MemoryFuzzer.Count(outcomes, "sheets");
            outcomes["declarations"] = outcomes.GetValueOrDefault("declarations") + all.Count;
            _builder.Context = random.Next(2) == 0
                ? ComputeContext.Default
                : new ComputeContext { Root = _former, PrefersDark = true, DevicePixelRatio = 1.5f, ViewportWidth = random.Next(4000), ViewportHeight = random.Next(4000) };
            _builder.Begin(random.Next(2) == 0 ? null : _former);
            var now = Apply(all);
            Check(now);
            _builder.BeginFrom(now, null);
            foreach (var id in PropertyTable.All)
            {
                PropertyTable.Serialize(id, now);
                if (!PropertyTable.AreEqual(id, now, _former)) PropertyTable.Interpolate(id, _former, now, (random.NextDouble() * 3) - 1, _builder);
            }

            Check(_builder.Finish());
            _former = now;
        }

        private static void Gather(IEnumerable<CssRule> rules, List<Declaration> into)
        {
            foreach (var rule in rules)
            {
                if (rule is AtRule at) Gather(at.Rules, into);
                if (rule is not StyleRule style) continue;
                into.AddRange(style.Declarations);
                Gather(style.Rules, into);
            }
        }

        private ComputedStyle Apply(List<Declaration> all)
        {
            foreach (var declaration in all.Where(d => d.Id <= PropertyTable.LastOfFont).OrderBy(d => d.Id)) Apply(declaration);
            _builder.FinishFont();
            foreach (var declaration in all.Where(d => d.Id > PropertyTable.LastOfFont)) Apply(declaration);
            return _builder.Finish();
        }

        private void Apply(Declaration declaration)
        {
            if (declaration.Id == PropertyId.Custom) return;
            switch (declaration.Value)
            {
                case CssWideValue { Keyword: CssWideKeyword.Inherit }:
                    PropertyTable.Inherit(declaration.Id, _builder);
                    break;
                case CssWideValue:
                    PropertyTable.Reset(declaration.Id, _builder);
                    break;
                case UnparsedValue unparsed:
                    MemoryFuzzer.Count(outcomes, "unparsed");
                    var piece = CssCorpus.Declarations[random.Next(CssCorpus.Declarations.Length)];
                    if (DeclarationParser.ParseSubstituted(declaration.Id, unparsed, piece[(piece.IndexOf(':', StringComparison.Ordinal) + 2)..]) is { } value and not CssWideValue)
                        PropertyTable.Apply(declaration.Id, value, _builder);
                    break;
                default:
                    PropertyTable.Apply(declaration.Id, declaration.Value, _builder);
                    break;
            }
        }

        private static void Check(ComputedStyle style)
        {
            Require(style.Font.Size is >= 0 and <= 10_000 && style.Effects.Opacity is >= 0 and <= 1 && style.Font.Weight is >= 1 and <= 1000);
            foreach (var size in new[] { style.Size.Width, style.Size.Height, style.Size.MinWidth, style.Size.MaxHeight, style.Flex.Basis })
            {
                var px = size.Length.Resolve(100);
                Require(float.IsFinite(px) && (px >= 0 || size.Length.Expression is not null));
            }

            Require(float.IsFinite(style.Border.Width.Left) && style.Border.Width.Left >= 0 && style.Flex.Grow >= 0);
        }

        private static void Require(bool holds)
        {
            if (!holds) throw new InvalidOperationException("a computed value is out of range");
        }
    }
}
