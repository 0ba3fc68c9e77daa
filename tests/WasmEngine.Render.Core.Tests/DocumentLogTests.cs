using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests;

public sealed class DocumentLogTests
{
    private readonly DocumentLog _log = new();

    private static DomMutation Text(string id, string value) => new(DomOperation.Text, id, "", value);

    private static DomMutation Html(string id, string value, HtmlPlace place = HtmlPlace.BeforeEnd) => new(DomOperation.Html, id, "", value) { Place = place };

    private static DomMutation Attribute(string id, string name, string value) => new(DomOperation.Attribute, id, name, value);

    private DomMutation[] After(params DomMutation[] mutations)
    {
        foreach (var mutation in mutations) Assert.True(_log.TryAdd(mutation));
        return [.. _log.Mutations];
    }

    [Fact]
    public void Texts_OfOneElement_TheLastCounts() =>
        Assert.Equal([Text("a", "3"), Text("b", "2")], After(Text("a", "1"), Text("b", "1"), Text("a", "2"), Text("b", "2"), Text("a", "3")));

    [Fact]
    public void Attributes_OfOneName_TheLastCounts() =>
        Assert.Equal([Attribute("a", "y", "1"), Attribute("a", "x", "2")], After(Attribute("a", "x", "1"), Attribute("a", "y", "1"), Attribute("a", "x", "2")));

    [Fact]
    public void Ids_AreNeverDropped() => Assert.Equal(2, After(Attribute("a", "id", "b"), Attribute("a", "id", "c")).Length);

    [Fact]
    public void Class_BeforeTheAttribute_DoesNotCount() => Assert.Equal(
        [Attribute("a", "class", "y"), new DomMutation(DomOperation.RemoveClass, "a", "y")],
        After(new DomMutation(DomOperation.AddClass, "a", "x"), Attribute("a", "class", "y"), new DomMutation(DomOperation.AddClass, "a", "y"), new DomMutation(DomOperation.RemoveClass, "a", "y")));

    [Fact]
    public void Structure_StaysInOrder()
    {
        DomMutation[] all = [Html("l", "1"), Html("l", "2", HtmlPlace.AfterBegin), new DomMutation(DomOperation.Remove, "x"), Html("l", "3", HtmlPlace.AfterEnd)];
        Assert.Equal(all, After(all));
    }

    [Fact]
    public void Contents_Replaced_FormerOnesDoNotCount() => Assert.Equal(
        [Text("l", ""), Attribute("k", "x", "1"), Html("l", "3", HtmlPlace.Inner)],
        After(Html("l", "1"), Html("l", "2"), Attribute("k", "x", "1"), Html("l", "3", HtmlPlace.Inner)));

    [Fact]
    public void Contents_ReplacedAgainAndAgain_TakeNoMoreRoom()
    {
        for (var i = 0; i < 1000; i++) After(Html("l", $"<b id=k>{i}</b>", HtmlPlace.Inner), Text("k", $"{i}"));
        Assert.InRange(_log.Mutations.Count, 2, 4);
        Assert.Equal(Text("k", "999"), _log.Mutations.Last());
    }

    [Fact]
    public void Remove_ForgetsWhatWasSetOnTheElement() => Assert.Equal(
        [new DomMutation(DomOperation.Remove, "a")],
        After(Attribute("a", "x", "1"), new DomMutation(DomOperation.AddClass, "a", "c"), new DomMutation(DomOperation.Scroll, "a") { Y = 1 }, new DomMutation(DomOperation.Remove, "a")));

    [Fact]
    public void Bytes_AreThoseOfWhatIsKept()
    {
        After(Text("a", "long enough"), Attribute("a", "x", "1"), Html("l", "1"), Html("l", "2", HtmlPlace.Inner), Text("a", "b"), new DomMutation(DomOperation.Remove, "a"));
        var again = new DocumentLog();
        foreach (var mutation in _log.Mutations) again.TryAdd(mutation);
        Assert.Equal(again.Bytes, _log.Bytes);
    }

    [Fact]
    public void Capacity_Exceeded_HtmlIsRefusedAllElseGoesOnForAWhile()
    {
        var small = new DocumentLog(1000);
        var taken = 0;
        while (small.TryAdd(Html("l", new string('x', 100)))) taken++;
        Assert.Equal(6, taken);
        Assert.Equal(taken, small.Mutations.Count);
        Assert.True(small.Bytes <= 1000);
        Assert.True(small.TryAdd(Attribute("a", "x", "1")));
        Assert.False(small.TryAdd(Text("t", new string('x', 1000))));
        Assert.True(small.TryAdd(Html("l", "less", HtmlPlace.Inner))); // in place of all that was in it
        Assert.True(small.TryAdd(Html("l", new string('x', 100))));
    }

    [Fact]
    public void Cancel_WhatCameAndWent_LeavesNothing()
    {
        var row = Html("l", "<li id=r><b id=c></b>");
        var remove = new DomMutation(DomOperation.Remove, "r");
        After(Html("l", "first"), row, Text("c", "1"), Html("l", "last"), Attribute("c", "x", "1"), new DomMutation(DomOperation.AddClass, "r", "on"), remove);
        _log.Cancel(row, remove, ["r", "c"]);
        Assert.Equal([Html("l", "first"), Html("l", "last")], _log.Mutations);
        var again = new DocumentLog();
        foreach (var mutation in _log.Mutations) again.TryAdd(mutation);
        Assert.Equal(again.Bytes, _log.Bytes);
        _log.Cancel(row, remove, ["r", "c"]); // by another view
        Assert.Equal(2, _log.Mutations.Count);
    }

    [Theory]
    [InlineData(HtmlPlace.BeforeBegin, 3)]
    [InlineData(HtmlPlace.AfterEnd, 3)]
    [InlineData(HtmlPlace.BeforeEnd, 0)]
    public void Cancel_WhatSomethingStandsBeside_StaysInTheLog(HtmlPlace place, int left)
    {
        var row = Html("l", "<li id=r>");
        var remove = new DomMutation(DomOperation.Remove, "r");
        After(row, Html("r", "<li id=s>", place), remove);
        _log.Cancel(row, remove, ["r"]);
        Assert.Equal(left, _log.Mutations.Count);
    }

    [Fact]
    public void Cancel_RowsThatComeAndGo_TakeNoMoreRoom()
    {
        for (var i = 0; i < 1000; i++)
        {
            var row = Html("l", $"<li id=r{i}>");
            var remove = new DomMutation(DomOperation.Remove, $"r{i}");
            After(row, Text($"r{i}", "x"), remove);
            _log.Cancel(row, remove, [$"r{i}"]);
        }

        Assert.Equal((0, 0L), (_log.Mutations.Count, _log.Bytes));
    }

    [Fact]
    public void Scene_SavedAndLoaded_HasTheSameDocumentAndNames()
    {
        var scene = new Scene();
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        var html = new string('h', 10_000);
        var value = System.Text.Encoding.UTF8.GetBytes(html);
        var request = new DomRequest { Operation = DomOperation.Html, Id = "l"u8, Value = value, Place = HtmlPlace.Inner };
        for (var i = 0; i < DomRecord.Records(value.Length); i++) Assert.True(scene.TryApplyDom(payload[..DomRecord.Encode(payload, request, i)], out _, out _));
        Assert.True(scene.TryApplyName(payload[..SceneRecord.EncodeSurfaceName(payload, new NamedSurface("plot", true, RegionName.Parse("s1")))], out _, out _));
        var saved = new byte[1 << 16];
        var length = scene.Save(saved);
        Assert.True(length > 10_000);
        var loaded = new Scene();
        Assert.True(loaded.Load(saved.AsSpan(0, length)));
        Assert.Equal(scene.Document.Mutations, loaded.Document.Mutations);
        Assert.Equal(scene.Names, loaded.Names);
        Assert.Equal(-1, scene.Save(new byte[5000]));
    }
}
