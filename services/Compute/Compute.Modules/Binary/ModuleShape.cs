namespace WasmEngine.Compute.Modules.Binary;

/// <summary>Sections by their id in the file.</summary>
internal enum SectionId : byte
{
    Custom,
    Type,
    Import,
    Function,
    Table,
    Memory,
    Global,
    Export,
    Start,
    Element,
    Code,
    Data,
    DataCount,
    Tag,
}

/// <summary>One section.</summary>
/// <param name="Id">Which.</param>
/// <param name="Start">Offset of its id.</param>
/// <param name="Content">Offset behind its length.</param>
/// <param name="End">Offset behind its last byte.</param>
internal readonly record struct Section(SectionId Id, int Start, int Content, int End);

/// <summary>One function body.</summary>
/// <param name="Start">Offset of its length.</param>
/// <param name="Content">Offset behind its length: the declarations of locals.</param>
/// <param name="Code">Offset of its first instruction.</param>
/// <param name="End">Offset behind its last byte.</param>
internal readonly record struct FunctionBody(int Start, int Content, int Code, int End);

/// <summary>What instructions may refer to, and where everything is in the file.</summary>
internal sealed class ModuleShape
{
    internal List<Section> Sections { get; } = [];

    internal int Types { get; set; }

    internal int ImportedFunctions { get; set; }

    internal int DefinedFunctions { get; set; }

    internal int Functions => ImportedFunctions + DefinedFunctions;

    internal int Globals { get; set; }

    internal int Tables { get; set; }

    internal int Tags { get; set; }

    /// <summary>Whether each memory has 64-bit addresses.</summary>
    internal List<bool> Memories { get; } = [];

    /// <summary>What the data count section says; -1 without one.</summary>
    internal int DeclaredData { get; set; } = -1;

    /// <summary>Bytes of each data segment.</summary>
    internal int[] DataLengths { get; set; } = [];

    internal FunctionBody[] Bodies { get; set; } = [];

    internal Section? Find(SectionId id)
    {
        foreach (var section in Sections)
        {
            if (section.Id == id) return section;
        }

        return null;
    }
}
