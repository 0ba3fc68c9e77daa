using System.Text.Json;
using CsCheck;
using Xunit;

namespace WasmEngine.Cli.Tests;

public sealed class LogLineTests
{
    private static readonly DateTimeOffset Earlier = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Parse_AnyText_NeverFailsAndLosesNothing() => Gen.String.Sample(text =>
    {
        var read = LogLine.Parse(text, "broker", Earlier);
        Assert.True(read.IsBroken); // no text that is generated here is a log line
        Assert.Equal(text, read.Message);
        Assert.Equal(Earlier, read.Time);
    });

    [Fact]
    public void Parse_DamagedLine_NeverFails()
    {
        const string line = """{"@t":"2026-03-01T10:00:00.5Z","@mt":"{A} of {B:0.0} {{x}}","@l":"Error","@r":["2.0"],"A":1,"B":2,"@x":"boom\n at"}""";
        Gen.Select(Gen.Int[0, line.Length - 1], Gen.Char).Sample((at, c) =>
        {
            var damaged = line[..at] + c + line[(at + 1)..];
            var read = LogLine.Parse(damaged, "broker", Earlier);
            if (read.IsBroken) Assert.Equal(damaged, read.Message);
        });
    }

    [Fact]
    public void Parse_MessageWithoutHoles_ComesBack() => Gen.String[Gen.Char.AlphaNumeric, 0, 40].Sample(text =>
    {
        var line = JsonSerializer.Serialize(new Dictionary<string, string> { ["@t"] = "2026-03-01T10:00:00Z", ["@mt"] = text });
        var read = LogLine.Parse(line, "render", Earlier);
        Assert.Equal((text, "Information", false), (read.Message, read.Level, read.IsBroken));
    });

    [Theory]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z","@mt":"Layer {Layer} has pid {Pid}","Layer":"render","Pid":7}""", "Layer render has pid 7")]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z","@mt":"{Ms:0.00} ms, {Other:x}","@r":["1.50","ff"],"Ms":1.5,"Other":255}""", "1.50 ms, ff")]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z","@mt":"{{literal}} {Missing} {","X":1}""", "{literal} {Missing} {")]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z","@mt":"{@Point} {$Kind} {Width,8}","Point":{"X":1},"Kind":"a","Width":3}""", """{"X":1} a 3""")]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z","@m":"rendered {already}"}""", "rendered {already}")]
    public void Parse_Template_IsFilled(string line, string expected) => Assert.Equal(expected, LogLine.Parse(line, "broker", Earlier).Message);

    [Theory]
    [InlineData("""{"@mt":"no time"}""")]
    [InlineData("""{"@t":"yesterday","@mt":"x"}""")]
    [InlineData("""{"@t":"2026-03-01T10:00:00Z"}""")]
    [InlineData("""[1]""")]
    [InlineData("null")]
    public void Parse_NoLogLine_IsBroken(string line) => Assert.True(LogLine.Parse(line, "broker", Earlier).IsBroken);
}
