using System.Globalization;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>How regions are named; the first part says what they belong to, the second to which one.</summary>
public static class RegionNames
{
    /// <summary>Input ring of an app; the same through all its starts.</summary>
    public static RegionName AppInput(string appId) => RegionName.Parse($"app.{appId}.input");

    /// <summary>What all regions of an app begin with.</summary>
    public static string AppPrefix(string appId) => $"app.{appId}.";

    /// <summary>Which start of an app made a region; compute names them app.ID.gGENERATION.PART. Null for any other region.</summary>
    public static int? GenerationOf(RegionName name, string appId)
    {
        var prefix = AppPrefix(appId) + "g";
        if (!name.Value.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var rest = name.Value.AsSpan(prefix.Length);
        var end = rest.IndexOf('.');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var generation) ? generation : null;
    }

    /// <summary>A view's frame chain.</summary>
    public static RegionName ViewFrames(string viewId, int chain) => RegionName.Parse(string.Create(CultureInfo.InvariantCulture, $"view.{viewId}.f{chain}"));

    /// <summary>What all regions of a view begin with.</summary>
    public static string ViewPrefix(string viewId) => $"view.{viewId}.";

    /// <summary>A session's buffer.</summary>
    public static RegionName Buffer(string sessionId, string name) => RegionName.Parse($"buffer.{sessionId}.{name}");

    /// <summary>What an attempt of a job writes; becomes a buffer of the session when the job has succeeded.</summary>
    public static RegionName Output(string jobId, int attempt, int index) => RegionName.Parse(string.Create(CultureInfo.InvariantCulture, $"output.{jobId}.a{attempt}.{index}"));

    /// <summary>A lane's ring, "req" or "rsp".</summary>
    public static RegionName Lane(string laneId, string ring) => RegionName.Parse($"lane.{laneId}.{ring}");

    /// <summary>
    /// Whether something in <paramref name="state"/> owns the region. Regions of a kind that the broker does not hand out
    /// are somebody else's and count as owned.
    /// </summary>
    public static bool IsOwned(RegionName name, BrokerState state)
    {
        var parts = name.Value.Split('.', 3);
        return parts[0] switch
        {
            "app" => parts.Length == 3 && state.Apps.ContainsKey(parts[1]),
            "view" => parts.Length == 3 && state.Views.TryGetValue(parts[1], out var view) && view.FrameRegion == name,
            "lane" => false, // they end with the broker that opened them
            "buffer" or "output" => state.Buffers.ContainsKey(name.Value),
            _ => true,
        };
    }
}
