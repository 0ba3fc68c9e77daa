using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class LayerNotesTests
{
    [Fact]
    public void FromJson_OfToJson_IsTheSame()
    {
        var notes = new LayerNotes(2, [
            new LayerNote("render", new ProcessNote(12, 34), new ProcessNote(56, 78), 3, 4, Failed: false),
            new LayerNote("compute", Process: null, Spare: null, 11, 12, Failed: true)]);
        var read = LayerNotes.FromJson(notes.ToJson());
        Assert.Equal(notes.LauncherRestarts, read.LauncherRestarts);
        Assert.Equal(notes.Layers, read.Layers);
        Assert.Equal(12, read.Of("render")?.Process?.Pid);
        Assert.Null(read.Of("broker"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"layers\":[null]}")]
    [InlineData("{\"layers\":[{\"name\":null}]}")]
    [InlineData("{\"layers\":[{\"name\":\"render\",\"process\":{\"pid\":\"x\"}}]}")]
    public void FromJson_Rubbish_IsEmpty(string json) => Assert.Empty(LayerNotes.FromJson(json).Layers);
}
