using WasmEngine.Memory;

namespace WasmEngine.Fuzz;

/// <summary>Scene and input records: what decodes must be in range and encode again.</summary>
internal static class RecordTarget
{
    internal static void Run(Random random, SortedDictionary<string, int> outcomes)
    {
        Span<byte> bytes = stackalloc byte[SceneRecord.MaxPayload];
        var length = Encode(random, bytes, out var kind);
        Mutation.Apply(random, bytes[..length]);
        if (random.Next(4) == 0) length = Math.Clamp(length + random.Next(-9, 10), 0, bytes.Length);
        var accepted = Decode(bytes[..length], kind);
        MemoryFuzzer.Count(outcomes, accepted ? $"{kind} decoded" : $"{kind} refused");
    }

    private static int Encode(Random random, Span<byte> bytes, out string kind)
    {
        switch (random.Next(5))
        {
            case 0:
                kind = "input";
                InputRecord.Encode(bytes, (InputEventKind)random.Next(1, 9), random.NextSingle() * 100, random.NextSingle() * 100, 1, 2, 3);
                return InputRecord.Size;
            case 1:
                kind = "document";
                var html = new byte[random.Next(0, 200)];
                return DomRecord.Encode(bytes, new DomRequest { Operation = (DomOperation)random.Next(1, 9), Id = "id"u8, Name = "name"u8, Value = html, Place = (HtmlPlace)random.Next(5) }, 0);
            case 2:
                kind = "name";
                return SceneRecord.EncodeSurfaceName(bytes, new NamedSurface(new string('n', random.Next(1, 257)), true, RegionName.Parse("s1")));
            case 3:
                kind = "surface";
                return SceneRecord.EncodeSurface(bytes, new SurfaceNode(1, 2, 3, 4, 5, true, RegionName.Parse(new string('n', random.Next(1, 121)))));
            default:
                kind = "text";
                return SceneRecord.EncodeText(bytes, new TextNode(1, 2, 3, 16, 0xFFFFFFFF, new string('t', random.Next(0, 200))));
        }
    }

    private static bool Decode(ReadOnlySpan<byte> bytes, string kind)
    {
        switch (kind)
        {
            case "input":
                if (!InputRecord.TryDecode(bytes, out var input)) return false;
                Require(Enum.IsDefined(input.Kind) && float.IsFinite(input.X) && float.IsFinite(input.Y));
                return true;
            case "document":
                if (!new DomReader().TryTake(bytes, out var mutation)) return false;
                Require(mutation is null || (Enum.IsDefined(mutation.Operation) && Enum.IsDefined(mutation.Place) && float.IsFinite(mutation.X)));
                return true;
            case "name":
                if (SceneRecord.TryDecodeSurfaceName(bytes) is not { } named) return false;
                Require(named.Name.Length is > 0 and <= SceneRecord.MaxSurfaceName);
                return true;
            case "surface":
                if (SceneRecord.TryDecodeSurface(bytes) is not { } surface) return false;
                Require(float.IsFinite(surface.X) && float.IsFinite(surface.Height) && RegionName.TryParse(surface.Region.Value, out _));
                return true;
            default:
                if (SceneRecord.TryDecodeText(bytes) is not { } text) return false;
                Require(float.IsFinite(text.X) && text.Size is > 0 and <= 1000 && text.Text.Length <= SceneRecord.MaxText);
                return true;
        }
    }

    private static void Require(bool inRange)
    {
        if (!inRange) throw new InvalidOperationException("a decoder let a value out of range through");
    }
}
