using System.Globalization;

namespace WasmEngine.Client;

/// <summary>Types of numbers.</summary>
public enum NumberType
{
    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>64-bit integer.</summary>
    I64,

    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>64-bit float.</summary>
    F64,
}

/// <summary>A number that a function returned.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Bits">Its bits; the lowest 32 of the narrow types.</param>
public readonly record struct Number(NumberType Type, ulong Bits)
{
    /// <summary>An integer, widened.</summary>
    /// <exception cref="InvalidOperationException">It is a float.</exception>
    public long Integer => Type switch
    {
        NumberType.I32 => (int)(uint)Bits,
        NumberType.I64 => (long)Bits,
        _ => throw new InvalidOperationException($"the number is an {Type}"),
    };

    /// <summary>As a floating-point number, whatever the type.</summary>
    public double Float => Type switch
    {
        NumberType.F32 => BitConverter.UInt32BitsToSingle((uint)Bits),
        NumberType.F64 => BitConverter.UInt64BitsToDouble(Bits),
        _ => Integer,
    };

    /// <inheritdoc/>
    public override string ToString() => Type switch
    {
        NumberType.F32 => BitConverter.UInt32BitsToSingle((uint)Bits).ToString("R", CultureInfo.InvariantCulture),
        NumberType.F64 => Float.ToString("R", CultureInfo.InvariantCulture),
        _ => Integer.ToString(CultureInfo.InvariantCulture),
    };

    internal static Number From(V1.Value value) => value.ValueCase switch
    {
        V1.Value.ValueOneofCase.I32 => new Number(NumberType.I32, (uint)value.I32),
        V1.Value.ValueOneofCase.I64 => new Number(NumberType.I64, (ulong)value.I64),
        V1.Value.ValueOneofCase.F32 => new Number(NumberType.F32, BitConverter.SingleToUInt32Bits(value.F32)),
        _ => new Number(NumberType.F64, BitConverter.DoubleToUInt64Bits(value.F64)),
    };
}

/// <summary>How a run ended.</summary>
/// <param name="Results">What the function returned, in order.</param>
/// <param name="Data">What it handed to we_job_result.</param>
/// <param name="Wall">Time of its run by the clock.</param>
/// <param name="Cpu">Processor time, all workers together.</param>
/// <param name="Load">Time of loading the module, near 0 when it was loaded.</param>
/// <param name="Note">Why it runs slower than it could; empty: it does not.</param>
public sealed record FunctionOutcome(IReadOnlyList<Number> Results, ReadOnlyMemory<byte> Data, TimeSpan Wall, TimeSpan Cpu, TimeSpan Load, string Note)
{
    internal static FunctionOutcome From(V1.FunctionOutcome outcome) => new(
        [.. outcome.Results.Select(Number.From)], outcome.Data.Memory, Time(outcome.WallMs), Time(outcome.CpuMs), Time(outcome.LoadMs), outcome.Note);

    private static TimeSpan Time(double ms) => TimeSpan.FromMilliseconds(ms);
}
