using System.Globalization;
using System.Text;
using Google.Protobuf;
using Wire = WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>Calls between the public API and the core.</summary>
internal static class CallCodec
{
    /// <summary>Takes a call as a client sent it. The message is the caller's no more: it is changed.</summary>
    /// <exception cref="BrokerException">CALL_INVALID: there is none, or no module.</exception>
    public static FunctionCall Decode(Wire.FunctionCall? call)
    {
        if (call is null) throw new BrokerException(FaultKind.InvalidArgument, "CALL_INVALID", "there is no call");
        var module = Module(call.Module);
        call.Module = null;
        Sort(call.Grants);
        return new FunctionCall
        {
            Module = module,
            Export = call.Export,
            Arguments = [.. call.Arguments.Select(Argument)],
            Range = call.Range is { } range ? new CallRange(range.Begin, range.End, range.Workers) : null,
            Limits = call.Limits is { } limits ? new CallLimits(limits.MemoryBytes, limits.WallMs, limits.CpuMs, limits.Windows) : new CallLimits(),
            Grants = Grants(call.Grants),
            Wire = call.ToByteArray(),
            Shape = Shape(call),
        };
    }

    /// <summary>The call for compute.</summary>
    public static Wire.FunctionCall Encode(ReadOnlyMemory<byte> wire) => Wire.FunctionCall.Parser.ParseFrom(wire.Span);

    private static ModuleChoice Module(Wire.ModuleRef? module) => module?.ModuleCase switch
    {
        Wire.ModuleRef.ModuleOneofCase.Path => new ModuleChoice(module.Path, ""),
        Wire.ModuleRef.ModuleOneofCase.Sha256 => ModuleStore.IsDigest(module.Sha256)
            ? new ModuleChoice("", module.Sha256)
            : throw new BrokerException(FaultKind.InvalidArgument, "CALL_INVALID", "module.sha256 must be 64 lower-case hexadecimal digits"),
        _ => throw new BrokerException(FaultKind.InvalidArgument, "CALL_INVALID", "the call names no module: set module.path or module.sha256"),
    };

    /// <summary>The order of a map is not told on the wire: with one of ours the same call is the same bytes.</summary>
    private static void Sort(Wire.Grants? grants)
    {
        if (grants is null || grants.Environment.Count < 2) return;
        var sorted = grants.Environment.OrderBy(e => e.Key, StringComparer.Ordinal).ToArray();
        grants.Environment.Clear();
        foreach (var (name, value) in sorted) grants.Environment.Add(name, value);
    }

    private static CallArgument Argument(Wire.Argument argument) => argument.ValueCase switch
    {
        Wire.Argument.ValueOneofCase.None => new CallArgument(ArgumentKind.None),
        Wire.Argument.ValueOneofCase.Data => new CallArgument(ArgumentKind.Data, argument.Data.Length),
        Wire.Argument.ValueOneofCase.Buffer => new CallArgument(ArgumentKind.Buffer, 0, Slice(argument.Buffer)),
        _ => new CallArgument(ArgumentKind.Number),
    };

    private static BufferSlice Slice(Wire.BufferSlice slice) => new(slice.Name, slice.Offset, slice.Length, slice.Access switch
    {
        Wire.BufferAccess.Unspecified or Wire.BufferAccess.Read => BufferUse.Read,
        Wire.BufferAccess.ReadWrite => BufferUse.ReadWrite,
        Wire.BufferAccess.Output => BufferUse.Output,
        _ => throw new BrokerException(FaultKind.InvalidArgument, "CALL_INVALID", $"buffer \"{slice.Name}\": access {(int)slice.Access} is unknown: use READ, READ_WRITE or OUTPUT"),
    });

    private static CallGrants Grants(Wire.Grants? grants) => grants is null
        ? CallGrants.None
        : new CallGrants([.. grants.Directories.Select(d => new DirectoryGrant(d.Path, d.GuestPath))], [.. grants.Arguments], [.. grants.Environment]);

    /// <summary>Empty when there is more to check than the signature.</summary>
    private static string Shape(Wire.FunctionCall call)
    {
        if (call.Grants is not null) return "";
        var shape = new StringBuilder(call.Export).Append('|').Append(call.Range is null ? 'f' : 'r').Append('|');
        foreach (var argument in call.Arguments) shape.Append((char)('a' + (int)argument.ValueCase)).Append(argument.Buffer is { } buffer ? (char)('0' + (int)buffer.Access) : '-');
        if (call.Limits is { } limits) shape.Append(CultureInfo.InvariantCulture, $"|{limits.MemoryBytes} {limits.WallMs} {limits.CpuMs} {limits.HostCalls} {limits.Windows}");
        return shape.ToString();
    }
}
