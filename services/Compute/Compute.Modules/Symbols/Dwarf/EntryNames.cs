namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>Readable names of functions from their debugging entries: qualified by namespaces and types.</summary>
internal sealed class EntryNames(
    DwarfSections sections,
    Func<ulong, CompileUnit?> unitOf,
    Func<CompileUnit, AbbreviationTable> abbreviationsOf,
    Func<CompileUnit, UnitFrames> framesOf)
{
    /// <summary>Inlined copy -> abstract function -> declaration: more steps than a few are a loop.</summary>
    private const int MaxSteps = 8, MaxScopes = 32;

    /// <summary>The name of the function that an entry is, or stands for; null if it has none.</summary>
    internal string? Of(CompileUnit unit, int entry)
    {
        string? name = null;
        var (scopeUnit, scopeEntry) = (unit, entry);
        for (var step = 0; step < MaxSteps; step++)
        {
            if (Read(unit, entry) is not { } facts) break;
            if (facts.Linkage is { } linkage && RustNames.TryDemangle(linkage, out var rust)) return rust;
            if (facts.Name is not null) name ??= facts.Name;
            (scopeUnit, scopeEntry) = (unit, entry);
            if (Target(unit, facts.Reference) is not { } next) break;
            (unit, entry) = next;
        }

        return name is null ? null : Qualify(scopeUnit, scopeEntry, name);
    }

    private string Qualify(CompileUnit unit, int entry, string name)
    {
        var scopes = framesOf(unit).ScopesOf(entry);
        if (scopes.Count is 0 or > MaxScopes) return name;
        var parts = scopes.Select(s => Read(unit, s)?.Name ?? "(anonymous)").Append(name);
        return string.Join("::", parts);
    }

    private (CompileUnit Unit, int Entry)? Target(CompileUnit unit, FormValue reference)
    {
        switch (reference.Kind)
        {
            case ValueKind.UnitReference when reference.Value < (ulong)(unit.End - unit.Start):
                return (unit, unit.Start + (int)reference.Value);
            case ValueKind.SectionReference when unitOf(reference.Value) is { } other:
                return (other, (int)reference.Value);
            default:
                return null;
        }
    }

    private (string? Name, string? Linkage, FormValue Reference)? Read(CompileUnit unit, int entry)
    {
        if (entry < unit.FirstEntry) return null;
        var cursor = new ByteCursor(sections.Info.Span[..unit.End], entry);
        if (abbreviationsOf(unit)[cursor.Leb()] is not { } shape) return null;
        string? name = null, linkage = null;
        FormValue reference = default;
        foreach (var attribute in shape.Attributes)
        {
            var value = FormValue.Read(ref cursor, attribute.Form, attribute.Constant, unit.AddressSize, unit.Version);
            if (cursor.Failed) return null;
            switch (attribute.Name)
            {
                case Attribute.Name:
                    name = unit.TextOf(sections, value);
                    break;
                case Attribute.LinkageName or Attribute.MipsLinkageName:
                    linkage = unit.TextOf(sections, value);
                    break;
                case Attribute.AbstractOrigin or Attribute.Specification:
                    reference = value;
                    break;
            }
        }

        return (name, linkage, reference);
    }
}
