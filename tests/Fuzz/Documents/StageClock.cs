using System.Diagnostics;
using System.Globalization;

namespace WasmEngine.Fuzz.Documents;

/// <summary>How long the stages of documents take, in the order in which they were first seen. One thread.</summary>
internal sealed class StageClock
{
    private readonly List<(string Name, long All, long Last)> _stages = [];
    private long _at = Stopwatch.GetTimestamp();

    /// <summary>A document begins.</summary>
    internal void Begin()
    {
        for (var i = 0; i < _stages.Count; i++) _stages[i] = _stages[i] with { Last = 0 };
        _at = Stopwatch.GetTimestamp();
    }

    /// <summary>A stage ends that began where the one before ended.</summary>
    internal void End(string stage)
    {
        var now = Stopwatch.GetTimestamp();
        var index = _stages.FindIndex(s => ReferenceEquals(s.Name, stage));
        if (index < 0) _stages.Add((stage, now - _at, now - _at));
        else _stages[index] = (stage, _stages[index].All + now - _at, _stages[index].Last + now - _at);
        _at = now;
    }

    /// <summary>Mean over a number of documents, ms.</summary>
    internal string Of(int documents) => Text(s => s.All / (double)documents);

    /// <summary>Of the last document, ms.</summary>
    internal string Last() => Text(s => s.Last);

    private string Text(Func<(string Name, long All, long Last), double> ticks) =>
        string.Join(", ", _stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {ticks(s) * 1000 / Stopwatch.Frequency:0.00}")));
}
