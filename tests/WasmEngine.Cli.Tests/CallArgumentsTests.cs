using WasmEngine.Client;
using Xunit;

namespace WasmEngine.Cli.Tests;

public sealed class CallArgumentsTests
{
    private static readonly string[] Parameters = ["i32", "i64", "f32", "f64", "i32", "i32", "i32"];

    [Fact]
    public void Add_EachKind_TakesTheFunctionsTypes()
    {
        var call = FunctionCall.OfFile("m.wasm", "f");

        CallArguments.Add(call, ["-1", "0x10", "1", "1e3", "buf:b:rw", "7"], Parameters, skip: 0);

        var arguments = call.ToWire().Arguments;
        Assert.Equal(
            [WasmEngine.V1.Argument.ValueOneofCase.I32, WasmEngine.V1.Argument.ValueOneofCase.I64, WasmEngine.V1.Argument.ValueOneofCase.F32, WasmEngine.V1.Argument.ValueOneofCase.F64, WasmEngine.V1.Argument.ValueOneofCase.Buffer, WasmEngine.V1.Argument.ValueOneofCase.I32],
            arguments.Select(a => a.ValueCase));
        Assert.Equal((-1, 16L, 1f, 1000.0, "b", WasmEngine.V1.BufferAccess.ReadWrite), (arguments[0].I32, arguments[1].I64, arguments[2].F32, arguments[3].F64, arguments[4].Buffer.Name, arguments[4].Buffer.Access));
    }

    [Theory]
    [InlineData("42", WasmEngine.V1.Argument.ValueOneofCase.I32)]
    [InlineData("4294967296", WasmEngine.V1.Argument.ValueOneofCase.I64)]
    [InlineData("1.5", WasmEngine.V1.Argument.ValueOneofCase.F64)]
    [InlineData("1:f32", WasmEngine.V1.Argument.ValueOneofCase.F32)]
    [InlineData("7:i64", WasmEngine.V1.Argument.ValueOneofCase.I64)]
    [InlineData("buf:x:out=64K", WasmEngine.V1.Argument.ValueOneofCase.Buffer)]
    public void Add_UnknownFunction_GuessesOrIsTold(string token, WasmEngine.V1.Argument.ValueOneofCase expected)
    {
        var call = FunctionCall.OfStored(new string('a', 64), "f");

        CallArguments.Add(call, [token], parameters: null, skip: 0);

        Assert.Equal(expected, Assert.Single(call.ToWire().Arguments).ValueCase);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("4294967296")]
    [InlineData("1:v128")]
    [InlineData("buf:")]
    [InlineData("buf:x:ro")]
    [InlineData("buf:x:out=")]
    public void Add_NoArgument_IsRefused(string token) => Assert.Equal(
        "CALL_INVALID", Assert.Throws<EngineException>(() => CallArguments.Add(FunctionCall.OfFile("m.wasm", "f"), [token], ["i32"], skip: 0)).Reason);

    [Fact]
    public void Add_TooMany_SaysWhatIsTaken()
    {
        var failure = Assert.Throws<EngineException>(() => CallArguments.Add(FunctionCall.OfFile("m.wasm", "f"), ["1", "2"], ["i32", "i32", "f64"], skip: 2));

        Assert.Contains("f64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersOf_Export_AreThoseOfItsSignature()
    {
        string[] exports = ["memory: memory", "f: func (i32, f64) -> (i32)", "g: func () -> ()"];

        Assert.Equal(["i32", "f64"], Signatures.ParametersOf(exports, "f"));
        Assert.Empty(Signatures.ParametersOf(exports, "g"));
        Assert.Contains("f, g", Assert.Throws<EngineException>(() => Signatures.ParametersOf(exports, "memory")).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("64K", 65536)]
    [InlineData("2g", 2L << 30)]
    [InlineData("", -1)]
    [InlineData("K", -1)]
    [InlineData("1T", -1)]
    [InlineData("99999999999999G", -1)]
    public void TryParseBytes_Text_IsASizeOrNot(string text, long expected) => Assert.Equal(expected, Sizes.TryParseBytes(text, out var bytes) ? bytes : -1);

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1.5", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("-1s", -1)]
    [InlineData("s", -1)]
    public void TryParseTime_Text_IsATimeOrNot(string text, double expectedMs) => Assert.Equal(expectedMs, Sizes.TryParseTime(text, out var time) ? time.TotalMilliseconds : -1);
}
