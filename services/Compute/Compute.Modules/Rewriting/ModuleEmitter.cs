using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>Writes the rewritten module: the original with the guard memory, the patches of bodies and the injected functions.</summary>
internal sealed class ModuleEmitter
{
    /// <summary>Wasmtime's own limit for a function body.</summary>
    private const int MaxBodyBytes = 7_654_321;

    private readonly ModuleScan _scan;
    private readonly ModuleShape _shape;
    private readonly CallGraph _graph;
    private readonly PatchList _guarded;
    private readonly byte[] _guard;
    private readonly WasmWriter _scratch = new(64);

    internal ModuleEmitter(ModuleScan scan, CallGraph graph, PatchList guarded)
    {
        _scan = scan;
        _shape = scan.Shape;
        _graph = graph;
        _guarded = guarded;
        _guard = GuardMemory.Access(GuardIndex);
    }

    internal uint GuardIndex => (uint)_shape.Memories.Count;

    internal int GuardCount { get; private set; }

    private BulkFunctions Bulk => _scan.Bulk;

    private ReadOnlySpan<Patch> PatchesOf(int function) => _graph.Guarded[function] ? _guarded.Of(function) : _scan.Patches.Of(function);

    internal (byte[] Bytes, OffsetMap Map) Emit(ReadOnlySpan<byte> module, ModuleLimits limits)
    {
        var sizes = Measure(module, out var growth);
        const int injectedBytes = 1024; // at most, each
        var expected = module.Length + growth + ((long)injectedBytes * Bulk.Count) + injectedBytes;
        if (expected > limits.RewrittenBytes) throw new ModuleFormatException($"{expected} bytes with guard accesses, the limit is {limits.RewrittenBytes}", 0);
        var editor = new ModuleEditor(module, (int)expected, _guard.Length);
        var memoryDone = false;
        foreach (var section in _shape.Sections)
        {
            if (!memoryDone && section.Id != SectionId.Custom && IsBehindMemories(section.Id))
            {
                AddMemorySection(ref editor, section.Start);
                memoryDone = true;
            }

            memoryDone |= section.Id == SectionId.Memory;
            EmitSection(ref editor, module, section, sizes);
        }

        if (!memoryDone) AddMemorySection(ref editor, module.Length);
        return editor.Finish();
    }

    private static bool IsBehindMemories(SectionId id) => Array.IndexOf(ModuleParser.Order, id) > Array.IndexOf(ModuleParser.Order, SectionId.Memory);

    /// <summary>The new length of each body that changes, else 0.</summary>
    private int[] Measure(ReadOnlySpan<byte> module, out long growth)
    {
        var sizes = new int[_shape.DefinedFunctions];
        growth = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            var patches = PatchesOf(i);
            if (patches.Length == 0) continue;
            var body = _shape.Bodies[i];
            var change = 0L;
            foreach (var patch in patches) change += patch.IsGuard ? _guard.Length : Replacement(patch, module).Length - patch.Removed;
            var size = body.End - body.Content + change;
            if (size > MaxBodyBytes) throw new ModuleFormatException($"function {_shape.ImportedFunctions + i} has {size} bytes with guard accesses, the limit is {MaxBodyBytes}", body.Start);
            sizes[i] = (int)size;
            growth += change + 4;
        }

        return sizes;
    }

    /// <summary>What takes the place of a bulk operation. Inline, the flag's load is the guard access.</summary>
    private ReadOnlySpan<byte> Replacement(Patch patch, ReadOnlySpan<byte> module)
    {
        const byte ifOpcode = 0x04, elseOpcode = 0x05, subtract = 0x6B;
        _scratch.Clear();
        if (patch.IsSize)
        {
            GuardMemory.Load(_scratch, GuardIndex, GuardMemory.HiddenPagesOffset);
            return _scratch.Byte(subtract).Written;
        }

        var function = (uint)(_shape.Functions + patch.Injected);
        if (!patch.IsInline) return _scratch.Byte(Opcodes.Call).U32(function).Written;
        GuardMemory.Load(_scratch, GuardIndex, GuardMemory.WindowsFlagOffset);
        _scratch.Byte(ifOpcode).Signed(_shape.Types + patch.Injected); // the operands are its parameters
        _scratch.Byte(Opcodes.Call).U32(function).Byte(elseOpcode);
        return _scratch.Bytes(module.Slice(patch.Offset, patch.Removed)).Byte(Opcodes.End).Written;
    }

    private void EmitSection(ref ModuleEditor editor, ReadOnlySpan<byte> module, Section section, int[] sizes)
    {
        _scratch.Clear();
        switch (section.Id)
        {
            case SectionId.Type when Bulk.Count > 0:
                Bulk.WriteTypes(_scratch);
                Append(ref editor, section, _shape.Types + Bulk.Count);
                break;
            case SectionId.Function when Bulk.Count > 0:
                for (var i = 0; i < Bulk.Count; i++) _scratch.U32((uint)(_shape.Types + i));
                Append(ref editor, section, _shape.DefinedFunctions + Bulk.Count);
                break;
            case SectionId.Memory:
                WriteGuardMemory(_scratch);
                Append(ref editor, section, (int)new WasmReader(module, section.Content).ReadU32() + 1);
                break;
            case SectionId.Code:
                EmitCode(ref editor, module, section, sizes);
                break;
            case SectionId.Custom when Bulk.Count > 0 && NameMap.Find(module, section) is { } names:
                EmitNames(ref editor, names);
                break;
            case SectionId.Custom when IsCodeMetadata(module, section):
                // Hints about branches name offsets within bodies, which are others now.
                editor.CopyTo(section.Start);
                editor.Replace(section.End - section.Start, []);
                break;
            default:
                editor.CopyTo(section.End);
                break;
        }
    }

    private static bool IsCodeMetadata(ReadOnlySpan<byte> module, Section section) =>
        new WasmReader(module[..section.End], section.Content).ReadName(int.MaxValue).StartsWith("metadata.code."u8);

    /// <summary>Appends what was written to the scratch to a vector.</summary>
    private void Append(ref ModuleEditor editor, Section section, int count)
    {
        editor.BeginSection(section);
        editor.ReplaceU32((uint)count);
        editor.EndSection(section, _scratch.Written);
    }

    /// <summary>32-bit addresses, not shared, one page, which is the most.</summary>
    private static void WriteGuardMemory(WasmWriter output) => output.Bytes(1, 1, 1);

    private void AddMemorySection(ref ModuleEditor editor, int offset)
    {
        _scratch.Clear();
        _scratch.Bytes((byte)SectionId.Memory, 4, 1);
        WriteGuardMemory(_scratch);
        editor.CopyTo(offset);
        editor.Replace(0, _scratch.Written);
    }

    private void EmitCode(ref ModuleEditor editor, ReadOnlySpan<byte> module, Section section, int[] sizes)
    {
        editor.BeginSection(section);
        if (Bulk.Count > 0) editor.ReplaceU32((uint)(_shape.DefinedFunctions + Bulk.Count));
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0) continue;
            editor.CopyTo(_shape.Bodies[i].Start);
            editor.ReplaceU32((uint)sizes[i]);
            foreach (var patch in PatchesOf(i))
            {
                editor.CopyTo(patch.Offset);
                if (patch.IsGuard)
                {
                    editor.Replace(0, _guard);
                    GuardCount++;
                    continue;
                }

                editor.Replace(patch.Removed, Replacement(patch, module));
            }
        }

        _scratch.Clear();
        Bulk.WriteBodies(_scratch, GuardIndex);
        editor.EndSection(section, _scratch.Written);
    }

    private void EmitNames(ref ModuleEditor editor, NameMap names)
    {
        Bulk.WriteNames(_scratch, (uint)_shape.Functions);
        var count = names.Count + (uint)Bulk.Count;
        editor.BeginSection(names.Section);
        editor.CopyTo(names.LengthAt);
        editor.ReplaceU32((uint)(WasmWriter.SizeOfU32(count) + names.End - names.EntriesAt + _scratch.Length));
        editor.CopyTo(names.CountAt);
        editor.ReplaceU32(count);
        editor.CopyTo(names.End);
        editor.Replace(0, _scratch.Written);
        editor.EndSection(names.Section, []);
    }
}
