using WasmEngine.Compute.Modules;
using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Fuzz.Rewriter;

/// <summary>Changes a module in ways of which some leave it well-formed: lengths are put right after bytes were added or removed.</summary>
internal sealed class ModuleMutation(byte[] module)
{
    private readonly ModuleShape _shape = ModuleParser.Parse(module, ModuleLimits.Default);

    internal byte[] Next(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                var anywhere = module.ToArray();
                Mutation.Apply(random, anywhere);
                return anywhere;
            case 1:
                return module[..random.Next(module.Length + 1)];
            case 2 when _shape.Sections.Count > 0:
                return SwapSections(random);
            case 3 or 4 when _shape.Sections.Count > 0:
                return ChangeSection(random, _shape.Sections[random.Next(_shape.Sections.Count)]);
            default:
                return _shape.Bodies.Length > 0 ? ChangeBody(random) : ChangeSectionOrAll(random);
        }
    }

    private byte[] ChangeSectionOrAll(Random random) =>
        _shape.Sections.Count > 0 ? ChangeSection(random, _shape.Sections[random.Next(_shape.Sections.Count)]) : [.. module, .. Some(random)];

    private byte[] SwapSections(Random random)
    {
        var (one, other) = (_shape.Sections[random.Next(_shape.Sections.Count)], _shape.Sections[random.Next(_shape.Sections.Count)]);
        var copy = new WasmWriter(module.Length * 2);
        copy.Bytes(module.AsSpan(0, 8));
        foreach (var section in _shape.Sections)
        {
            var from = section == one ? other : section == other && random.Next(2) == 0 ? one : section;
            copy.Bytes(module.AsSpan(from.Start, from.End - from.Start));
        }

        return copy.ToArray();
    }

    private byte[] ChangeSection(Random random, Section section) => WithSection(section, Change(random, module.AsSpan(section.Content, section.End - section.Content)));

    private byte[] WithSection(Section section, ReadOnlySpan<byte> content) => new WasmWriter(module.Length + content.Length)
        .Bytes(module.AsSpan(0, section.Start + 1)).U32((uint)content.Length).Bytes(content).Bytes(module.AsSpan(section.End)).ToArray();

    private byte[] ChangeBody(Random random)
    {
        var body = _shape.Bodies[random.Next(_shape.Bodies.Length)];
        var section = _shape.Find(SectionId.Code)!.Value;
        var changed = Change(random, module.AsSpan(body.Content, body.End - body.Content));
        var content = new WasmWriter(section.End - section.Content + changed.Length)
            .Bytes(module.AsSpan(section.Content, body.Start - section.Content)).U32((uint)changed.Length).Bytes(changed)
            .Bytes(module.AsSpan(body.End, section.End - body.End));
        return WithSection(section, content.Written);
    }

    /// <summary>Replaces, adds or removes a few bytes, often those of whole instructions.</summary>
    private static byte[] Change(Random random, ReadOnlySpan<byte> bytes)
    {
        var at = random.Next(bytes.Length + 1);
        var removed = random.Next(3) == 0 ? Math.Min(random.Next(1, 6), bytes.Length - at) : 0;
        switch (random.Next(4))
        {
            case 0:
                var flipped = bytes.ToArray();
                if (flipped.Length > 0) flipped[Math.Min(at, flipped.Length - 1)] = (byte)random.Next(256);
                return flipped;
            case 1:
                return [.. bytes[..at], .. bytes[(at + removed)..]];
            case 2:
                var from = random.Next(bytes.Length + 1);
                return [.. bytes[..at], .. bytes.Slice(from, Math.Min(random.Next(1, 12), bytes.Length - from)), .. bytes[(at + removed)..]];
            default:
                return [.. bytes[..at], .. Some(random), .. bytes[(at + removed)..]];
        }
    }

    private static byte[] Some(Random random) => random.Next(16) switch
    {
        0 => [0x03, 0x40, 0x0B],
        1 => [0x02, 0x40, 0x0B],
        2 => [0x01],
        3 => [0x41, 0x00, 0x1A],
        4 => [0x41, 0x00, 0x04, 0x40, 0x05, 0x0B],
        5 => [0x10, (byte)random.Next(12)],
        6 => [0x41, 0, 0x41, 0, 0x41, 0, 0xFC, 0x0B, (byte)random.Next(4)],
        7 => [0x41, 0, 0x41, 0, 0x41, 0, 0xFC, 0x0A, (byte)random.Next(4), (byte)random.Next(4)],
        8 => [0x41, 0, 0x28, (byte)(random.Next(8) | 0x40), (byte)random.Next(4), 0, 0x1A],
        9 => [0x00],
        10 => [0x3F, (byte)random.Next(4), 0x1A],
        11 => [0x0C, (byte)random.Next(5)],
        12 => [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(32)],
        13 => [0xD2, (byte)random.Next(12), 0x1A],
        14 => [(byte)random.Next(0xFB, 0xFF), (byte)random.Next(256)],
        _ => [(byte)random.Next(256), (byte)random.Next(256)],
    };
}
