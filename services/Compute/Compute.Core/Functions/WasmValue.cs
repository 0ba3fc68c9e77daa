using System.Collections.Immutable;

namespace WasmEngine.Compute.Core;

/// <summary>Types of WebAssembly values as far as callers from outside are concerned.</summary>
public enum WasmType
{
    /// <summary>32-bit integer.</summary>
    I32 = 1,

    /// <summary>64-bit integer.</summary>
    I64 = 2,

    /// <summary>32-bit float.</summary>
    F32 = 3,

    /// <summary>64-bit float.</summary>
    F64 = 4,

    /// <summary>Any other: vectors and references, which can't be handed in from outside.</summary>
    Other = 5,
}

/// <summary>A value of one of the four number types, as its bits; which type it is, the signature says.</summary>
/// <param name="Bits">The lowest 32 or all 64 bits count.</param>
public readonly record struct WasmValue(ulong Bits)
{
    /// <summary>An i32.</summary>
    public static WasmValue FromI32(int value) => new((uint)value);

    /// <summary>An i64.</summary>
    public static WasmValue FromI64(long value) => new((ulong)value);

    /// <summary>An f32.</summary>
    public static WasmValue FromF32(float value) => new(BitConverter.SingleToUInt32Bits(value));

    /// <summary>An f64.</summary>
    public static WasmValue FromF64(double value) => new(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Read as i32.</summary>
    public int I32 => (int)(uint)Bits;

    /// <summary>Read as i64.</summary>
    public long I64 => (long)Bits;

    /// <summary>Read as f32.</summary>
    public float F32 => BitConverter.UInt32BitsToSingle((uint)Bits);

    /// <summary>Read as f64.</summary>
    public double F64 => BitConverter.UInt64BitsToDouble(Bits);
}

/// <summary>Parameters and results of an exported function.</summary>
/// <param name="Parameters">In order.</param>
/// <param name="Results">In order.</param>
public sealed record FunctionSignature(ImmutableArray<WasmType> Parameters, ImmutableArray<WasmType> Results)
{
    /// <summary>Whether it can be called from outside: numbers only.</summary>
    public bool IsCallable => !Parameters.Contains(WasmType.Other) && !Results.Contains(WasmType.Other);

    /// <summary>For messages: "(i32, f64) -> (i64)".</summary>
    public override string ToString() => $"({Join(Parameters)}) -> ({Join(Results)})";

    private static string Join(ImmutableArray<WasmType> types) =>
        string.Join(", ", types.Select(t => t == WasmType.Other ? "other" : t.ToString().ToLowerInvariant()));
}
