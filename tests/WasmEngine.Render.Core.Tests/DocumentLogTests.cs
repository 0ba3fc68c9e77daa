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
        foreach (var mutation in mutations) _log.Add(mutation);
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
        foreach (var mutation in _log.Mutations) again.Add(mutation);
        Assert.Equal(again.Bytes, _log.Bytes);
    }

    [Fact]
    public void Capacity_Exceeded_IsSaid()
    {
        var small = new DocumentLog(1000);
        for (var i = 0; i < 20; i++) small.Add(Html("l", new string('x', 100)));
        Assert.True(small.IsOverflowed);
        Assert.True(small.Bytes <= 1000);
    }

    [Fact]
    public void Scene_SavedAndLoaded_HasTheSameDocumentAndNames()
    {
        var scene = new Scene();
        Span<byte> payload = stackalloc byte[SceneRecord.MaxPayload];
        var html = new string('h', 10_000);
        var value = System.Text.Encoding.UTF8.GetBytes(html);
        var request = new DomRequest { Operation = DomOperation.Html, Id = "l"u8, Value = value, Place = HtmlPlace.Inner };
        for (var i = 0; i < DomRecord.Records(value.Length); i++) Assert.True(scene.TryApplyDom(payload[..DomRecord.Encode(payload, request, i)], out _));
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
