using System.Collections.Immutable;
using Google.Protobuf;
using Grpc.Core;
using WasmEngine.Compute.Core;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.Compute.Grpc;

/// <summary>Calls and outcomes between the protos and the core.</summary>
internal static class CallConversion
{
    private const long DefaultMemory = 1L << 30;
    private const int DefaultWindows = 64;
    private static readonly TimeSpan DefaultCallTime = TimeSpan.FromSeconds(30);

    /// <summary>A call as the core takes it.</summary>
    /// <param name="resolved">As it came.</param>
    /// <param name="isJob">Jobs have no limit of time by default.</param>
    /// <exception cref="RequestException">It is malformed.</exception>
    internal static FunctionSpec ToSpec(ResolvedCall? resolved, bool isJob)
    {
        if (resolved?.Call is not { } call) throw Invalid("there is no call");
        if (resolved.SessionId.Length == 0) throw Invalid("there is no session");
        if (!Path.IsPathFullyQualified(resolved.ModulePath)) throw Invalid($"\"{resolved.ModulePath}\" is no absolute path of a module");
        var limits = call.Limits ?? new Limits();
        var spec = new FunctionSpec
        {
            Session = resolved.SessionId,
            ModulePath = resolved.ModulePath,
            Sha256 = resolved.Sha256.Length == 0 ? null : resolved.Sha256,
            Export = call.Export,
            Arguments = [.. call.Arguments.Select(ToArgument)],
            Range = call.Range is { } range ? new LoopRange(range.Begin, range.End, range.Grain, (int)Math.Min(range.Workers, int.MaxValue)) : null,
            Limits = ToLimits(limits),
            WallLimit = limits.WallMs > 0 ? Milliseconds(limits.WallMs) : isJob ? null : DefaultCallTime,
            CpuLimit = limits.CpuMs > 0 ? Milliseconds(limits.CpuMs) : null,
            Buffers = resolved.Buffers.ToImmutableDictionary(b => b.Name, ToRegion, StringComparer.Ordinal),
            WasiArguments = [.. call.Grants?.Arguments ?? []],
            WasiEnvironment = [.. call.Grants?.Environment ?? []],
            Directories = [.. call.Grants?.Directories.Select(ToDirectory) ?? []],
        };
        return spec.Problems() is { Count: > 0 } problems ? throw Invalid(string.Join("; ", problems)) : spec;
    }

    /// <summary>Grants of an app.</summary>
    internal static AppGrants GrantsOf(Grants? grants) => grants is null ? new AppGrants() : new AppGrants
    {
        Arguments = [.. grants.Arguments],
        Environment = [.. grants.Environment],
        Directories = [.. grants.Directories.Select(ToDirectory)],
    };

    private static WasiDirectory ToDirectory(DirectoryGrant directory) => new(directory.Path, directory.GuestPath, directory.Writable);

    private static FunctionArgument ToArgument(Argument argument) => argument.ValueCase switch
    {
        Argument.ValueOneofCase.I32 => new NumberArgument(WasmType.I32, WasmValue.FromI32(argument.I32)),
        Argument.ValueOneofCase.I64 => new NumberArgument(WasmType.I64, WasmValue.FromI64(argument.I64)),
        Argument.ValueOneofCase.F32 => new NumberArgument(WasmType.F32, WasmValue.FromF32(argument.F32)),
        Argument.ValueOneofCase.F64 => new NumberArgument(WasmType.F64, WasmValue.FromF64(argument.F64)),
        Argument.ValueOneofCase.Data => new DataArgument(argument.Data.Memory),
        Argument.ValueOneofCase.Buffer => ToSlice(argument.Buffer),
        _ => throw Invalid("an argument has no value"),
    };

    private static BufferArgument ToSlice(BufferSlice slice) =>
        new(slice.Name, slice.Offset, slice.Length, slice.Access is BufferAccess.ReadWrite or BufferAccess.Output);

    private static InstanceLimits ToLimits(Limits limits) => new()
    {
        MemoryBytes = limits.MemoryBytes == 0 ? DefaultMemory : (long)Math.Min(limits.MemoryBytes, long.MaxValue),
        OpenWindows = limits.Windows == 0 ? DefaultWindows : (int)Math.Min(limits.Windows, int.MaxValue),
        HostCalls = limits.HostCalls == 0 ? long.MaxValue : (long)Math.Min(limits.HostCalls, long.MaxValue),
    };

    private static TimeSpan Milliseconds(ulong milliseconds) =>
        milliseconds > long.MaxValue / TimeSpan.TicksPerMillisecond ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)milliseconds * TimeSpan.TicksPerMillisecond);

    private static RegionName ToRegion(ResolvedBuffer buffer) =>
        RegionName.TryParse(buffer.Region, out var name) ? name : throw Invalid($"\"{buffer.Region}\" can't name a region");

    private static RequestException Invalid(string message) => new(StatusCode.InvalidArgument, "CALL_INVALID", message);

    /// <summary>How a run ended, as the protos say it.</summary>
    internal static RunEnded ToEnded(RunResult result)
    {
        var outcome = new FunctionOutcome
        {
            Data = UnsafeByteOperations.UnsafeWrap(result.Data), // nobody changes it any more
            WallMs = result.Wall.TotalMilliseconds,
            CpuMs = result.Cpu.TotalMilliseconds,
            LoadMs = result.Load.TotalMilliseconds,
            Note = result.Note,
        };
        foreach (var value in result.Results) outcome.Results.Add(ToValue(value));
        return new RunEnded { Outcome = outcome, Reason = ReasonOf(result.Fault), Detail = result.Detail };
    }

    private static Value ToValue(TypedValue value) => value.Type switch
    {
        WasmType.I32 => new Value { I32 = value.Value.I32 },
        WasmType.I64 => new Value { I64 = value.Value.I64 },
        WasmType.F32 => new Value { F32 = value.Value.F32 },
        WasmType.F64 => new Value { F64 = value.Value.F64 },
        _ => throw new InvalidOperationException($"a result of type {value.Type}"),
    };

    private static string ReasonOf(RunFault fault) => fault switch
    {
        RunFault.None => "",
        RunFault.Trapped => "TRAPPED",
        RunFault.Deadline => "DEADLINE",
        RunFault.CpuTime => "CPU_TIME",
        RunFault.HostCalls => "HOST_CALLS",
        RunFault.Cancelled => "CANCELLED",
        RunFault.ModuleInvalid => "MODULE_INVALID",
        RunFault.CallInvalid => "CALL_INVALID",
        _ => throw new InvalidOperationException($"{fault} is no end of a run"),
    };
}
