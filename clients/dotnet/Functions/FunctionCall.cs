using Google.Protobuf;

namespace WasmEngine.Client;

/// <summary>What a function may do with a buffer.</summary>
public enum BufferAccess
{
    /// <summary>Reading; a write traps.</summary>
    Read = 1,

    /// <summary>Reading and writing, in place.</summary>
    ReadWrite = 2,
}

/// <summary>What one run may use; null takes the engine's default.</summary>
public sealed record FunctionLimits
{
    /// <summary>Linear memory in bytes, 65536 to 4 GiB; default 1 GiB.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Time by the clock; default 30 s for calls, none for jobs.</summary>
    public TimeSpan? Wall { get; init; }

    /// <summary>Processor time, all workers together; default none.</summary>
    public TimeSpan? Cpu { get; init; }

    /// <summary>Calls of host functions; default none.</summary>
    public long? HostCalls { get; init; }

    /// <summary>Windows open at once, 1 to 1024; default 64.</summary>
    public int? Windows { get; init; }
}

/// <summary>
/// One function to run, with all that it gets. Arguments are added in the order of the function's parameters: numbers are one parameter each;
/// data and buffers are two, address and length. Built by one thread; may be used again once built.
/// </summary>
public sealed class FunctionCall
{
    private readonly V1.FunctionCall _call;

    private FunctionCall(V1.ModuleRef module, string export) => _call = new V1.FunctionCall { Module = module, Export = export };

    /// <summary>The exported function.</summary>
    public string Export => _call.Export;

    /// <summary>Time by the clock that it may take; null: the engine's default.</summary>
    internal TimeSpan? WallLimit => _call.Limits is { WallMs: > 0 } limits ? TimeSpan.FromMilliseconds(limits.WallMs) : null;

    /// <summary>A function of a module's file.</summary>
    /// <param name="path">The file; relative to the current directory.</param>
    /// <param name="export">The exported function.</param>
    public static FunctionCall OfFile(string path, string export) => new(new V1.ModuleRef { Path = Path.GetFullPath(path) }, export);

    /// <summary>A function of a module in the store.</summary>
    /// <param name="sha256">As <see cref="ModuleClient.InstallAsync"/> told.</param>
    /// <param name="export">The exported function.</param>
    public static FunctionCall OfStored(string sha256, string export) => new(new V1.ModuleRef { Sha256 = sha256 }, export);

    /// <summary>Adds an i32.</summary>
    public FunctionCall With(int value) => Add(new V1.Argument { I32 = value });

    /// <summary>Adds an i64.</summary>
    public FunctionCall With(long value) => Add(new V1.Argument { I64 = value });

    /// <summary>Adds an f32.</summary>
    public FunctionCall With(float value) => Add(new V1.Argument { F32 = value });

    /// <summary>Adds an f64.</summary>
    public FunctionCall With(double value) => Add(new V1.Argument { F64 = value });

    /// <summary>Adds bytes, copied into the function's memory; at most 512 KiB over all arguments.</summary>
    public FunctionCall WithData(ReadOnlySpan<byte> data) => Add(new V1.Argument { Data = ByteString.CopyFrom(data) });

    /// <summary>Adds a buffer of this session, or a part of it, shared and not copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="access">What the function may do.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes; 0: all from the offset on.</param>
    public FunctionCall WithBuffer(string name, BufferAccess access = BufferAccess.Read, long offset = 0, long length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Add(new V1.Argument { Buffer = new V1.BufferSlice { Name = name, Access = (V1.BufferAccess)(int)access, Offset = (ulong)offset, Length = (ulong)length } });
    }

    /// <summary>Adds a new, zeroed buffer, which this session has once the job has succeeded: whole or not at all. Jobs only.</summary>
    public FunctionCall WithOutput(string name, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Add(new V1.Argument { Buffer = new V1.BufferSlice { Name = name, Access = V1.BufferAccess.Output, Length = (ulong)length } });
    }

    /// <summary>Makes it a parallel loop: called for parts of a range, on all cores; begin and end of the part are its first two parameters.</summary>
    /// <param name="begin">First number.</param>
    /// <param name="end">After the last.</param>
    /// <param name="grain">Numbers in one call at least; 0: chosen by the engine.</param>
    /// <param name="workers">Workers at most; 0: one for each core.</param>
    public FunctionCall Over(long begin, long end, long grain = 0, int workers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(grain);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        _call.Range = new V1.Range { Begin = begin, End = end, Grain = (ulong)grain, Workers = (uint)workers };
        return this;
    }

    /// <summary>Says what it may use.</summary>
    public FunctionCall Limited(FunctionLimits limits)
    {
        _call.Limits = new V1.Limits
        {
            MemoryBytes = Unsigned(limits.MemoryBytes ?? 0),
            WallMs = Milliseconds(limits.Wall),
            CpuMs = Milliseconds(limits.Cpu),
            HostCalls = Unsigned(limits.HostCalls ?? 0),
            Windows = Transport.WireNumber.From(limits.Windows ?? 0),
        };
        return this;
    }

    /// <summary>Lets it see a directory with everything below it.</summary>
    /// <param name="path">On this machine; relative to the current directory.</param>
    /// <param name="guestPath">Name that the guest sees, for example "/data".</param>
    /// <param name="writable">Whether it may be changed.</param>
    public FunctionCall WithDirectory(string path, string guestPath, bool writable = false)
    {
        Grants.Directories.Add(new V1.DirectoryGrant { Path = Path.GetFullPath(path), GuestPath = guestPath, Writable = writable });
        return this;
    }

    /// <summary>Gives it arguments as a program has them, without the program's name.</summary>
    public FunctionCall WithArguments(params IEnumerable<string> arguments)
    {
        Grants.Arguments.AddRange(arguments);
        return this;
    }

    /// <summary>Sets a variable of its environment.</summary>
    public FunctionCall WithEnvironment(string name, string value)
    {
        Grants.Environment[name] = value;
        return this;
    }

    internal V1.FunctionCall ToWire() => _call.Clone();

    private V1.Grants Grants => _call.Grants ??= new V1.Grants();

    private FunctionCall Add(V1.Argument argument)
    {
        _call.Arguments.Add(argument);
        return this;
    }

    // A value out of range stays one: the engine says what is possible.
    private static ulong Unsigned(long value) => value < 0 ? ulong.MaxValue : (ulong)value;

    private static ulong Milliseconds(TimeSpan? time) => time is not { } some ? 0 : some <= TimeSpan.Zero ? ulong.MaxValue : Math.Max(1, (ulong)some.TotalMilliseconds);
}
