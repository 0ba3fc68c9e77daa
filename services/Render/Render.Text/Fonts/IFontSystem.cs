namespace WasmEngine.Render.Text.Fonts;

/// <summary>
/// The fonts that a document sees: its own (@font-face) before the machine's. Thread-safe. There is always a font: a machine
/// without any has the family that comes with the build.
/// </summary>
public interface IFontSystem
{
    /// <summary>Grows when fonts are added or removed: what was resolved before has to be resolved again, and text shaped anew.</summary>
    int Generation { get; }

    /// <summary>Finds the fonts of a description; cached, without allocation for one that is known.</summary>
    ResolvedFont Resolve(FontDescription description);
}
