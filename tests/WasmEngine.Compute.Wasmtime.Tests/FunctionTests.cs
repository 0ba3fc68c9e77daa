using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Testing;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Calls of exported functions by raw values.</summary>
public sealed class FunctionTests
{
    private static readonly RecordingCalls Calls = new();

    [Fact]
    public void Invoke_EveryNumberType_ComesBackAsItWent()
    {
        using var module = Guarded.Load($$"""
            (module {{Guarded.Memory}}
              (func (export "swap") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
                (local.get 3) (local.get 2) (local.get 1) (local.get 0)))
            """, 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));

        var results = instance.Call("swap", WasmValue.FromI32(-7), WasmValue.FromI64(long.MinValue), WasmValue.FromF32(1.5f), WasmValue.FromF64(-0.0));

        Assert.Equal("(i32, i64, f32, f64) -> (f64, f32, i64, i32)", module.FindFunction("swap")!.ToString());
        Assert.Equal(BitConverter.DoubleToUInt64Bits(-0.0), results[0].Bits);
        Assert.Equal(1.5f, results[1].F32);
        Assert.Equal(long.MinValue, results[2].I64);
        Assert.Equal(-7, results[3].I32);
        Assert.True(results[3].Bits <= uint.MaxValue);
    }

    [Fact]
    public void Find_WhatIsNoCallableFunction_IsNull()
    {
        using var module = Guarded.Load($$"""
            (module {{Guarded.Memory}}
              (func (export "f")) (func (export "ref") (param externref)) (global (export "g") i32 (i32.const 1)))
            """, 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));

        Assert.NotNull(instance.Find("f"));
        Assert.Null(instance.Find("ref"));
        Assert.Null(instance.Find("g"));
        Assert.Null(instance.Find("none"));
        Assert.Null(instance.Memory);
        Assert.False(module.FindFunction("ref")!.IsCallable);
    }

    [Fact]
    public void Invoke_WrongCounts_NamesTheSignature()
    {
        using var module = Guarded.Load($"(module {Guarded.Memory} (func (export \"f\") (param i32)))", 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));

        Assert.Contains("(i32) -> ()", Assert.Throws<ArgumentException>(() => instance.Find("f")!.Invoke([], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invoke_ManyParameters_AreAllThere()
    {
        var parameters = string.Concat(Enumerable.Repeat(" i64", 1000));
        using var module = Guarded.Load($"(module {Guarded.Memory} (func (export \"f\") (param{parameters}) (result i64 i64) (local.get 0) (local.get 999)))", 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));

        var results = instance.Call("f", [.. Enumerable.Range(1, 1000).Select(i => WasmValue.FromI64(i))]);

        Assert.Equal((1L, 1000L), (results[0].I64, results[1].I64));
    }

    [Fact]
    public void Invoke_AndItsHostCalls_AllocateNothing()
    {
        using var module = Guarded.Load($$"""
            (module
              (import "wasmengine_v1" "now_ns" (func $now (result i64)))
              (import "wasmengine_v1" "surface_stride" (func $stride (param i32) (result i32)))
              (import "wasmengine_v1" "job_should_stop" (func $stop (result i32)))
              (memory (export "memory") 1) {{Guarded.Memory}}
              (func (export "f") (param i32) (result i64)
                (drop (call $stop)) (i64.add (call $now) (i64.extend_i32_s (local.get 0)))))
            """, 1);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));
        var function = instance.Find("f")!;
        var results = new WasmValue[1];

        var least = Allocations.LeastOf(20, () =>
        {
            for (var i = 0; i < 1000; i++) function.Invoke([WasmValue.FromI32(1)], results);
        });

        Assert.Equal(0, least);
    }

    [Fact]
    public void Instantiate_Reactor_IsInitialisedOnce()
    {
        using var module = Guarded.Load($$"""
            (module {{Guarded.Memory}} (global $n (mut i32) (i32.const 0))
              (func (export "_initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
              (func (export "n") (result i32) (global.get $n)))
            """, 0);
        using var instance = module.InstantiateFunctions(Guests.Setup(Calls));

        Assert.Equal(1, instance.Call("n")[0].I32);
    }

    [Fact]
    public void Instantiate_InitializeOfAnotherType_IsRefused()
    {
        using var module = Guarded.Load($"(module {Guarded.Memory} (func (export \"_initialize\") (param i32)))", 0);

        Assert.Contains("_initialize", Assert.Throws<GuestException>(() => module.InstantiateFunctions(Guests.Setup(Calls))).Message, StringComparison.Ordinal);
    }
}
