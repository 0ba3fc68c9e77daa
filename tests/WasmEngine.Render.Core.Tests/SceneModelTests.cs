using System.Text;
using CsCheck;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests;

public sealed class SceneModelTests
{
    private static readonly Gen<float> Finite = Gen.Float[-1e6f, 1e6f];

    private static readonly Gen<(SceneRecordType Type, byte[] Payload)> Mutation = Gen.OneOf(
        Gen.UInt.Select(argb => (SceneRecordType.Background, Background(argb))),
        Gen.Select(Gen.UInt[0, 20], Finite, Finite, Finite, Finite, Gen.Bool, Gen.Int[1, 9]).Select((n, x, y, w, h, o, s) =>
            (SceneRecordType.Surface, Surface(new SurfaceNode(n, x, y, w, h, o, RegionName.Parse($"s{s}"))))),
        Gen.Select(Gen.UInt[0, 20], Finite, Finite, Gen.Float[0.1f, 1000], Gen.UInt, Gen.String[0, 40]).Select((n, x, y, size, argb, text) =>
            (SceneRecordType.Text, Text(new TextNode(n, x, y, size, argb, text)))),
        Gen.UInt[0, 20].Select(n => (SceneRecordType.Remove, Background(n))));

    private readonly Scene _scene = new();

    [Fact]
    public void TryApply_Background_ChangesIt()
    {
        Assert.True(_scene.IsEmpty);
        Assert.True(Apply(SceneRecordType.Background, Background(0x80402010), out var replaced, out var current));
        Assert.Equal(0x80402010u, _scene.Background);
        Assert.Null(replaced);
        Assert.Null(current);
        Assert.False(_scene.IsEmpty);
    }

    [Fact]
    public void TryApply_NodesOfBothKinds_AreInOrderOfTheirNumbers()
    {
        var text = new TextNode(5, 1, 2, 12, 0xFF00FF00, "Füße 漢");
        var surface = new SurfaceNode(uint.MaxValue, 1.5f, -2, 30, 40, true, RegionName.Parse("one"));
        var below = surface with { Node = 0, Opaque = false };
        Assert.True(Apply(SceneRecordType.Surface, Surface(surface), out _, out var first));
        Assert.True(Apply(SceneRecordType.Text, Text(text), out _, out _));
        Assert.True(Apply(SceneRecordType.Surface, Surface(below), out _, out _));
        Assert.Equal([new SceneNode(0, below, null), new SceneNode(5, null, text), new SceneNode(uint.MaxValue, surface, null)], _scene.Nodes.ToArray());
        Assert.Equal(new SceneNode(uint.MaxValue, surface, null), first);
    }

    [Fact]
    public void TryApply_SameNumber_ReplacesAndTellsBoth()
    {
        var text = new TextNode(1, 0, 0, 10, 0, "a");
        var surface = new SurfaceNode(1, 0, 0, 1, 1, false, RegionName.Parse("s"));
        Apply(SceneRecordType.Text, Text(text), out _, out _);
        Assert.True(Apply(SceneRecordType.Surface, Surface(surface), out var replaced, out var current));
        Assert.Equal(text, replaced!.Text);
        Assert.Equal(surface, current!.Surface);
        Assert.Equal([current], _scene.Nodes.ToArray());
    }

    [Fact]
    public void TryApply_Remove_TellsWhatWent()
    {
        Apply(SceneRecordType.Text, Text(new TextNode(1, 0, 0, 10, 0, "a")), out _, out _);
        Assert.True(Apply(SceneRecordType.Remove, Background(1), out var replaced, out var current));
        Assert.Equal(1u, replaced!.Id);
        Assert.Null(current);
        Assert.Equal(0, _scene.Nodes.Length);
        Assert.True(Apply(SceneRecordType.Remove, Background(1), out replaced, out _));
        Assert.Null(replaced);
    }

    [Fact]
    public void TryApply_OneNodeTooMany_ChangesNothing()
    {
        for (uint i = 0; i < 4096; i++) Assert.True(Apply(SceneRecordType.Text, Text(new TextNode(i, 0, 0, 10, 0, "a")), out _, out _));
        Assert.False(Apply(SceneRecordType.Text, Text(new TextNode(4096, 0, 0, 10, 0, "a")), out _, out _));
        Assert.Equal(4096, _scene.Nodes.Length);
        Assert.True(Apply(SceneRecordType.Text, Text(new TextNode(7, 0, 0, 10, 0, "b")), out _, out _), "a node may still be replaced");
    }

    [Fact]
    public void TryApply_AnyBytes_NeverThrowAndChangeNothingWhenRefused() =>
        Gen.Select(Mutation.Array[0, 20], Gen.UInt[0, 6], Gen.Byte.Array[0, 60]).Sample((mutations, type, payload) =>
        {
            var scene = Build(mutations);
            var before = Saved(scene);
            if (!scene.TryApply(type, payload, out var replaced, out _))
            {
                Assert.Null(replaced);
                Assert.Equal(before, Saved(scene));
            }
        });

    [Fact]
    public void TryApply_CutRecord_ChangesNothing() =>
        Gen.Select(Mutation.Array[0, 20], Mutation, Gen.Int[1, 8]).Sample((mutations, next, cut) =>
        {
            var scene = Build(mutations);
            var before = Saved(scene);
            Assert.False(scene.TryApply((uint)next.Type, next.Payload.AsSpan(0, Math.Max(0, next.Payload.Length - cut)), out _, out _));
            Assert.Equal(before, Saved(scene));
        });

    [Fact]
    public void Load_SavedScene_IsTheSameScene() => Mutation.Array[0, 60].Sample(mutations =>
    {
        var scene = Build(mutations);
        var loaded = new Scene();
        Assert.True(loaded.Load(Saved(scene)));
        Assert.Equal(scene.Background, loaded.Background);
        Assert.Equal(scene.Nodes.ToArray(), loaded.Nodes.ToArray());
        Assert.Equal(Saved(scene), Saved(loaded));
    });

    [Fact]
    public void Load_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(bytes => { new Scene().Load(bytes); });

    [Fact]
    public void Load_CutState_KeepsWhatCameBefore()
    {
        Apply(SceneRecordType.Background, Background(1), out _, out _);
        Apply(SceneRecordType.Text, Text(new TextNode(1, 0, 0, 10, 0, "one")), out _, out _);
        Apply(SceneRecordType.Text, Text(new TextNode(2, 0, 0, 10, 0, "two")), out _, out _);
        var loaded = new Scene();
        Assert.False(loaded.Load(Saved(_scene).AsSpan()[..^1]));
        Assert.Equal("one", Assert.Single(loaded.Nodes.ToArray()).Text!.Text);
    }

    [Fact]
    public void Load_Nothing_IsAnEmptyScene()
    {
        Assert.True(_scene.Load([]));
        Assert.True(_scene.IsEmpty);
    }

    [Fact]
    public void Save_NoRoom_SaysSo()
    {
        Apply(SceneRecordType.Text, Text(new TextNode(1, 0, 0, 10, 0, "one")), out _, out _);
        var needed = Saved(_scene).Length;
        Assert.Equal(-1, _scene.Save(new byte[needed - 1]));
        Assert.Equal(needed, _scene.Save(new byte[needed]));
    }

    [Fact]
    public void Save_AcceptedTextOfMalformedBytes_HasRoom()
    {
        // Each malformed byte becomes a replacement character of three bytes.
        var payload = Text(new TextNode(1, 0, 0, 10, 0, new string('a', SceneRecord.MaxText)));
        payload.AsSpan(^SceneRecord.MaxText..).Fill(0xFF);
        if (Apply(SceneRecordType.Text, payload, out _, out _)) Assert.NotEmpty(Saved(_scene));
        Assert.Equal(Saved(_scene), Saved(Reloaded()));
    }

    private Scene Reloaded()
    {
        var loaded = new Scene();
        Assert.True(loaded.Load(Saved(_scene)));
        return loaded;
    }

    private bool Apply(SceneRecordType type, byte[] payload, out SceneNode? replaced, out SceneNode? current) =>
        _scene.TryApply((uint)type, payload, out replaced, out current);

    private static Scene Build((SceneRecordType Type, byte[] Payload)[] mutations)
    {
        var scene = new Scene();
        foreach (var (type, payload) in mutations) Assert.True(scene.TryApply((uint)type, payload, out _, out _));
        return scene;
    }

    private static byte[] Saved(Scene scene)
    {
        var buffer = new byte[1 << 16];
        return buffer[..scene.Save(buffer)];
    }

    private static byte[] Background(uint argb) => BitConverter.GetBytes(argb);

    private static byte[] Surface(SurfaceNode node)
    {
        var buffer = new byte[SceneRecord.MaxPayload];
        return buffer[..SceneRecord.EncodeSurface(buffer, node)];
    }

    private static byte[] Text(TextNode node)
    {
        // What a guest says goes through UTF-8, where lone surrogates become replacement characters.
        var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(node.Text));
        var buffer = new byte[SceneRecord.MaxPayload];
        return buffer[..SceneRecord.EncodeText(buffer, node with { Text = clean })];
    }
}
