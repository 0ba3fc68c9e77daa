using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Every app that should run does, on the compute process of now.</summary>
internal sealed class ComputeReconciler : Reconciler
{
    private const int SuspectAttempts = 2;
    private readonly AppRestarter _restarter;

    public ComputeReconciler(BrokerParts parts, AppRestarter restarter, ILogger log)
        : base(parts, parts.ComputeLink, log) => _restarter = restarter;

    protected override async Task<PassResult> PassAsync(BrokerState state, ulong incarnation, CancellationToken cancellation)
    {
        var needy = state.Apps.Values.Where(a => AppRestarter.IsNeeded(a, incarnation)).OrderBy(a => a.Number).ToArray();
        if (needy.Length == 0) return PassResult.Clean;

        // One whose starts ended with the death of compute may be the cause: those go last and one by one, so that the
        // innocent run and the guilty one alone uses up its attempts.
        var suspects = needy.Where(a => a.StartAttempts >= SuspectAttempts).ToArray();
        var done = await Task.WhenAll(_restarter.Prepare([.. needy.Except(suspects)], incarnation)
            .Select(app => _restarter.RestartAsync(app, incarnation, cancellation))).ConfigureAwait(false);
        if (done.Contains(false)) return PassResult.Failed;
        foreach (var suspect in suspects)
        {
            foreach (var app in _restarter.Prepare([suspect], incarnation))
            {
                if (!await _restarter.RestartAsync(app, incarnation, cancellation).ConfigureAwait(false)) return PassResult.Failed;
            }
        }

        return PassResult.Progress;
    }
}
