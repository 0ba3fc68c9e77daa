using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using WasmEngine.Client;

namespace WasmEngine.Bench.Chaos;

/// <summary>
/// Submits keyed durable jobs, some of them twice at once, collects each and checks what it did. A job's effect is its end with its
/// results, and its OUTPUT buffer, which is deleted as soon as it was checked: were it published again, it would be back.
/// </summary>
internal sealed class ChaosLoad(EngineClient client, string module)
{
    private const int Width = 24, OutputBytes = 64 * 1024, OutputEvery = 4, TwiceEvery = 3;
    private const long Spins = 20_000_000;
    private readonly ConcurrentDictionary<int, JobInfo> _ended = new();
    private int _next;
    private int _submitted;
    private int _repeated;

    internal int Submitted => Volatile.Read(ref _submitted);

    internal int Ended => _ended.Count;

    internal int Repeated => Volatile.Read(ref _repeated);

    internal int Outputs => _ended.Keys.Count(HasOutput);

    internal int Attempts => _ended.Values.Sum(j => j.Attempts);

    internal int MostAttempts => _ended.Values.Select(j => j.Attempts).DefaultIfEmpty().Max();

    /// <summary>Jobs that were accepted and did not do what they should, with the reason.</summary>
    internal ConcurrentBag<string> Lost { get; } = [];

    /// <summary>Jobs that did it twice.</summary>
    internal ConcurrentBag<string> Doubled { get; } = [];

    /// <summary>Works until there is enough; then collects what is under way.</summary>
    internal Task RunAsync(CancellationToken enough, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Width).Select(_ => Task.Run(() => WorkAsync(enough, cancellation), cancellation)));

    /// <summary>Everything again, in peace: each key still names the same ended job, and no buffer is back.</summary>
    internal async Task VerifyAsync(CancellationToken cancellation)
    {
        foreach (var buffer in await client.ListBuffersAsync(cancellation)) Doubled.Add($"buffer {buffer.Name} was published again");
        foreach (var (number, ended) in _ended.OrderBy(e => e.Key))
        {
            var again = await client.Jobs.SubmitAsync(Call(number), Options(number), cancellation);
            if (!again.Existed || again.Job.Id != ended.Id) Doubled.Add($"{Key(number)}: {again.Job.Id} beside {ended.Id}");
            else if (again.Job.EndedAt != ended.EndedAt || again.Job.Attempts != ended.Attempts || again.Job.State != ended.State) Doubled.Add($"{ended.Id} ended twice");
        }
    }

    private async Task WorkAsync(CancellationToken enough, CancellationToken cancellation)
    {
        while (!enough.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var id = await SubmitAsync(number, cancellation);
            Interlocked.Increment(ref _submitted);
            try
            {
                var job = await client.Jobs.WaitAsync(id, cancellation);
                Check(number, job);
                if (HasOutput(number) && job.State == JobState.Succeeded) await CheckOutputAsync(number, cancellation);
                _ended[number] = job;
            }
            catch (EngineException e)
            {
                Lost.Add($"{id}: {e.Reason}: {e.Message}");
            }
        }
    }

    private async Task<string> SubmitAsync(int number, CancellationToken cancellation)
    {
        var times = number % TwiceEvery == 0 ? 2 : 1;
        var all = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => client.Jobs.SubmitAsync(Call(number), Options(number), cancellation)));
        Interlocked.Add(ref _repeated, all.Count(s => s.Existed));
        if (all.Select(s => s.Job.Id).Distinct(StringComparer.Ordinal).Count() > 1) Doubled.Add($"{Key(number)} became {string.Join(" and ", all.Select(s => s.Job.Id))}");
        return all[0].Job.Id;
    }

    private void Check(int number, JobInfo job)
    {
        var isRight = job.State == JobState.Succeeded && job.Outcome?.Results is [{ Integer: var result }] && result == (long)number * number;
        if (!isRight) Lost.Add($"{job.Id} of {Key(number)}: {job.State} {job.Reason} {job.Detail}");
    }

    private async Task CheckOutputAsync(int number, CancellationToken cancellation)
    {
        var buffer = (await client.ListBuffersAsync(cancellation)).FirstOrDefault(b => b.Name == Key(number));
        if (buffer is null)
        {
            Lost.Add($"the output of {Key(number)} is missing");
            return;
        }

        using (var mapped = client.MapBuffer(buffer))
        {
            if (mapped.PayloadSize != OutputBytes || MemoryMarshal.Cast<byte, int>(mapped.Payload).ContainsAnyExcept(number)) Lost.Add($"the output of {Key(number)} is wrong");
        }

        try
        {
            await client.DeleteBufferAsync(buffer.Name, cancellation);
        }
        catch (EngineException e) when (e.Reason is "UNKNOWN_BUFFER" or EngineReasons.LayerDown)
        {
            // The broker died meanwhile: it may or may not have been deleted.
            if ((await client.ListBuffersAsync(cancellation)).Any(b => b.Name == buffer.Name)) await client.DeleteBufferAsync(buffer.Name, cancellation);
        }
    }

    private FunctionCall Call(int number)
    {
        var call = FunctionCall.OfFile(module, HasOutput(number) ? "output" : "plain").With(number).With(Spins);
        return HasOutput(number) ? call.WithOutput(Key(number), OutputBytes) : call;
    }

    private static JobOptions Options(int number) => new() { Durable = true, Key = Key(number) };

    private static bool HasOutput(int number) => number % OutputEvery == 0;

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"chaos-{number}");
}
