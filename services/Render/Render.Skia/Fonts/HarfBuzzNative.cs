using System.Runtime.InteropServices;
using WasmEngine.Render.Text.Fonts;
using HarfBuzz = HarfBuzzSharp;

namespace WasmEngine.Render.Skia;

/// <summary>What HarfBuzz can do and its binding does not offer.</summary>
internal static partial class HarfBuzzNative
{
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Variation(uint tag, float value)
    {
        private readonly uint _tag = tag;
        private readonly float _value = value;
    }

    /// <summary>Sets the axes of a variable font; to be called before anybody shapes with it.</summary>
    internal static void SetVariations(HarfBuzz.Font font, ReadOnlySpan<FontVariation> variations)
    {
        var native = new Variation[variations.Length];
        for (var i = 0; i < native.Length; i++) native[i] = new Variation(variations[i].Axis.Value, variations[i].Value);
        SetVariations(font.Handle, native, (uint)native.Length);
    }

    [LibraryImport("libHarfBuzzSharp", EntryPoint = "hb_font_set_variations")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void SetVariations(nint font, Variation[] variations, uint count);
}
