using System.Text;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>What calls and jobs may ask for; everything that can be judged without the module.</summary>
public static class CallRules
{
    /// <summary>Bytes of data over all arguments.</summary>
    public const int MaxDataBytes = 512 * 1024;

    /// <summary>Arguments of one call.</summary>
    public const int MaxArguments = 256;

    /// <summary>Buffers of one call.</summary>
    public const int MaxBuffers = 64;

    /// <summary>Times are at most this, 30 days.</summary>
    public const ulong MaxMilliseconds = 30UL * 24 * 3600 * 1000;

    private const int MaxExport = 1024, MaxGrantEntries = 256, MaxGrantBytes = 128 * 1024, MaxPath = 4096;

    /// <summary>Checks a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isJob">Whether it is a job's, which alone may have OUTPUT buffers.</param>
    /// <exception cref="BrokerException">CALL_INVALID, LIMITS_INVALID.</exception>
    public static void Check(FunctionCall call, bool isJob)
    {
        if (call.Export.Length is < 1 or > MaxExport) throw Invalid($"export has {call.Export.Length} characters: name the exported function in 1 to {MaxExport}");
        if (call.Arguments.Length > MaxArguments) throw Invalid($"there are {call.Arguments.Length} arguments: {MaxArguments} are possible");
        CheckArguments(call, isJob);
        if (call.Range is { } range && range.Begin > range.End) throw Invalid($"the range ends at {range.End}, before it begins at {range.Begin}");
        if (call.Range is { Workers: > 1024 } wide) throw Invalid($"{wide.Workers} workers are not possible: 0 to 1024 are");
        CheckLimits(call.Limits);
        CheckGrants(call.Grants);
    }

    /// <summary>Checks a job's key.</summary>
    /// <exception cref="BrokerException">KEY_INVALID.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length > 128 || key.Any(char.IsControl))
            throw Faults.Invalid("KEY_INVALID", "key must be 1 to 128 printable characters, or empty for none");
    }

    private static void CheckArguments(FunctionCall call, bool isJob)
    {
        long data = 0;
        var outputs = new HashSet<string>(StringComparer.Ordinal);
        var buffers = 0;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var argument = call.Arguments[i];
            if (argument.Kind == ArgumentKind.None) throw Invalid($"argument {i} has no value: set one of i32, i64, f32, f64, data, buffer");
            data += argument.DataBytes;
            if (argument.Buffer is not { } buffer) continue;
            if (++buffers > MaxBuffers) throw Invalid($"there are more than {MaxBuffers} buffers, which is the limit");
            CheckSlice(i, buffer, isJob);
            if (buffer.Use == BufferUse.Output && !outputs.Add(buffer.Name)) throw Invalid($"argument {i} names the OUTPUT buffer \"{buffer.Name}\" a second time");
        }

        if (data > MaxDataBytes) throw Invalid($"the data of all arguments is {data} bytes: {MaxDataBytes} are possible; put more into a buffer (CreateBuffer), which is not copied at all");
        if (call.Arguments.FirstOrDefault(a => a.Buffer is { Use: not BufferUse.Output } b && outputs.Contains(b.Name)).Buffer is { } both)
            throw Invalid($"the buffer \"{both.Name}\" is both OUTPUT, which makes a new one, and read: give the new one another name");
    }

    private static void CheckSlice(int index, BufferSlice buffer, bool isJob)
    {
        if (!BufferNames.IsValid(buffer.Name)) throw Invalid($"argument {index}: \"{Faults.Shorten(buffer.Name)}\" can't name a buffer");
        if (buffer.Use != BufferUse.Output) return;
        if (!isJob) throw Invalid($"argument {index}: OUTPUT buffers are for jobs; a call takes a buffer made by CreateBuffer, READ_WRITE");
        if (buffer.Length is < 1 or > (ulong)BufferRegion.MaxPayload)
            throw Invalid($"argument {index}: the OUTPUT buffer \"{buffer.Name}\" needs a length of 1 to {BufferRegion.MaxPayload} bytes, not {buffer.Length}");
        if (buffer.Offset != 0) throw Invalid($"argument {index}: the OUTPUT buffer \"{buffer.Name}\" begins at 0, not {buffer.Offset}");
    }

    private static void CheckLimits(CallLimits limits)
    {
        if (limits.MemoryBytes != 0 && limits.MemoryBytes is < 65536 or > 1UL << 32) throw Limit("memory_bytes", limits.MemoryBytes, 65536, 1UL << 32);
        if (limits.WallMs > MaxMilliseconds) throw Limit("wall_ms", limits.WallMs, 1, MaxMilliseconds);
        if (limits.CpuMs > MaxMilliseconds) throw Limit("cpu_ms", limits.CpuMs, 1, MaxMilliseconds);
        if (limits.Windows > 1024) throw Limit("windows", limits.Windows, 1, 1024);
    }

    private static void CheckGrants(CallGrants grants)
    {
        var entries = grants.Directories.Count + grants.Arguments.Count + grants.Environment.Count;
        if (entries > MaxGrantEntries) throw Invalid($"there are {entries} directories, arguments and variables: {MaxGrantEntries} are possible");
        foreach (var directory in grants.Directories)
        {
            if (!Path.IsPathFullyQualified(directory.Path) || directory.Path.Contains('\0', StringComparison.Ordinal) || directory.Path.Length > MaxPath)
                throw Invalid($"the directory \"{Faults.Shorten(directory.Path)}\" must be an absolute path");
            if (directory.GuestPath.Length is < 1 or > MaxPath || directory.GuestPath.Contains('\0', StringComparison.Ordinal))
                throw Invalid($"the directory \"{Faults.Shorten(directory.Path)}\" needs a guest_path, for example \"/data\"");
        }

        var texts = grants.Arguments.Concat(grants.Environment.SelectMany(e => (string[])[e.Key, e.Value]));
        var bytes = texts.Sum(t => t.Contains('\0', StringComparison.Ordinal) ? throw Invalid("arguments and variables can't hold zero bytes") : Encoding.UTF8.GetByteCount(t) + 1);
        if (bytes > MaxGrantBytes) throw Invalid($"arguments and environment are {bytes} bytes: {MaxGrantBytes} are possible");
        if (grants.Environment.FirstOrDefault(e => e.Key.Length == 0 || e.Key.Contains('=', StringComparison.Ordinal)) is { Key: { } bad })
            throw Invalid($"\"{Faults.Shorten(bad)}\" can't name a variable");
    }

    private static BrokerException Limit(string name, ulong value, ulong least, ulong most) =>
        Faults.Invalid("LIMITS_INVALID", $"limits.{name} is {value}: it must be {least} to {most}, or 0 for the default");

    private static BrokerException Invalid(string message) => Faults.Invalid("CALL_INVALID", message);
}
