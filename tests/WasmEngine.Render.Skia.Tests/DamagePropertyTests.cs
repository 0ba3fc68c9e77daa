using CsCheck;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia.Tests;

/// <summary>However a frame comes about, its pixels are the same. A failure prints the seed of its scene.</summary>
public sealed class DamagePropertyTests : SkiaTest
{
    private const int Width = 300, Height = 290;
    private static readonly string[] Texts = ["Hello", "Füße x̂ 12", "שלום", "سلام", "Wj|gÅ"];
    private static readonly PixelRect All = new(0, 0, Width, Height);

    private static readonly Gen<PixelRect> Rect = Gen.Select(Gen.Int[0, Width - 1], Gen.Int[0, Height - 1], Gen.Int[1, 200], Gen.Int[1, 200])
        .Select((x, y, w, h) => new PixelRect(x, y, w, h).Intersect(All));

    private static readonly Gen<Node> AnyNode = Gen.OneOf(
        Gen.Select(Gen.Int[-50, Width], Gen.Int[-50, Height], Gen.Int[1, 200], Gen.Int[1, 200], Gen.Bool, Gen.UInt)
            .Select((x, y, w, h, opaque, seed) => new Node(x, y, w, h, w, h, opaque, seed, null)),
        Gen.Select(Gen.Float[-50, Width], Gen.Float[-50, Height], Gen.Float[0.5f, 400], Gen.Float[0.5f, 400], Gen.Int[1, 100], Gen.Int[1, 100], Gen.UInt)
            .Select((x, y, w, h, sw, sh, seed) => new Node(x, y, w, h, sw, sh, seed % 2 == 0, seed, null)),
        Gen.Select(Gen.Float[-50, Width], Gen.Float[0, Height + 20], Gen.Float[4, 120], Gen.UInt, Gen.Int[0, 4].Select(i => Texts[i]))
            .Select((x, y, size, argb, text) => new Node(x, y, size, 0, 0, 0, false, argb, text)));

    [Fact]
    public void Draw_DamagedPartsOnly_GivesTheSamePixelsAsAFullDraw() =>
        Gen.Select(Gen.UInt, AnyNode.Array[0, 6], AnyNode.Array[0, 6], Rect.Array[1, 8]).Sample(
            (background, before, after, rects) =>
            {
                using var scene = new Pictures(this);
                var partial = scene.Target();
                var full = scene.Target();
                var parts = default(DamageList);
                foreach (var rect in rects) parts.Add(rect);
                var canvas = scene.Canvas(partial, Pool);
                canvas.Draw(0, partial.Address, scene.List(background ^ 0x1234, before), [All]);
                var old = partial.Copy();
                var list = scene.List(background, after);
                canvas.Draw(0, partial.Address, list, parts.Rectangles);
                scene.Canvas(full, Pool).Draw(0, full.Address, list, [All]);
                partial.AssertGuards();
                full.AssertGuards();
                Compare(old, full.Copy(), partial.Copy(), parts);
            },
            iter: 150, threads: 1);

    [Fact]
    public void Draw_TilesInParallel_GiveTheSamePixelsAsOneThread()
    {
        using var alone = new TilePool(1);
        Gen.Select(Gen.UInt, AnyNode.Array[1, 8]).Sample(
            (background, nodes) =>
            {
                using var scene = new Pictures(this);
                var one = scene.Target();
                var many = scene.Target();
                var list = scene.List(background, nodes);
                scene.Canvas(one, alone).Draw(0, one.Address, list, [All]);
                scene.Canvas(many, Pool).Draw(0, many.Address, list, [All]);
                Assert.Equal(one.Copy(), many.Copy());
            },
            iter: 100, threads: 1);
    }

    [Fact]
    public void Draw_WhatIsOutsideOfTheBounds_NeverChangesAPixel() =>
        AnyNode.Where(n => n.Text is not null).Sample(
            node =>
            {
                using var scene = new Pictures(this);
                var target = scene.Target();
                var list = scene.List(0xFF000000, [node with { Seed = node.Seed | 0xFF808080 }]);
                scene.Canvas(target, Pool).Draw(0, target.Address, list, [All]);
                var bounds = list.Items[0].Text!.Bounds;
                for (var y = 0; y < Height; y++)
                {
                    for (var x = 0; x < Width; x++)
                    {
                        if (target[x, y] != 0xFF000000) Assert.False(bounds.Intersect(new PixelRect(x, y, 1, 1)).IsEmpty, $"{x},{y} is outside of {bounds}");
                    }
                }
            },
            iter: 60, threads: 1);

    private static void Compare(uint[] old, uint[] full, uint[] partial, in DamageList parts)
    {
        var damaged = new bool[Width * Height];
        foreach (var part in parts.Rectangles)
        {
            for (var y = part.Y; y < part.Bottom; y++) damaged.AsSpan((y * Width) + part.X, part.Width).Fill(true);
        }

        for (var i = 0; i < full.Length; i++)
        {
            // Beside the damage the canvas may leave a pixel or draw it as a full draw would.
            var isRight = partial[i] == full[i] || (!damaged[i] && partial[i] == old[i]);
            Assert.True(isRight, $"pixel {i % Width},{i / Width} is {partial[i]:x8}, {full[i]:x8} is right (damaged: {damaged[i]})");
        }
    }

    /// <summary>A node of a random scene.</summary>
    internal sealed record Node(float X, float Y, float Width, float Height, int SurfaceWidth, int SurfaceHeight, bool Opaque, uint Seed, string? Text);

    /// <summary>What one random scene needs, freed at its end.</summary>
    private sealed class Pictures(DamagePropertyTests test) : IDisposable
    {
        private readonly List<IDisposable> _owned = [];
        private ulong _generation;

        internal PixelBuffer Target() => Add(new PixelBuffer(Width, Height));

        internal SkiaFrameCanvas Canvas(PixelBuffer target, TilePool pool) => Add(new SkiaFrameCanvas(target.Geometry, pool));

        internal DisplayList List(uint background, Node[] nodes)
        {
            var list = new DisplayList { Background = background };
            foreach (var node in nodes) list.Add(node.Text is null ? new DisplayItem(Picture(node), null) : new DisplayItem(default, Text(node)));
            return list;
        }

        private IShapedText Text(Node node) => Add(test.Shaper.Shape(new TextNode(1, node.X, node.Y, node.Width, node.Seed, node.Text!)));

        private Picture Picture(Node node)
        {
            var surface = Add(new PixelBuffer(node.SurfaceWidth, node.SurfaceHeight, RegionKind.Surface));
            surface.FillPattern(node.Seed, node.Opaque);
            return surface.At(node.X, node.Y, node.Width, node.Height, node.Opaque, ++_generation);
        }

        private T Add<T>(T owned)
            where T : IDisposable
        {
            _owned.Add(owned);
            return owned;
        }

        public void Dispose()
        {
            for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        }
    }
}
