namespace WasmEngine.Render.Style;

/// <summary>What several properties decide together.</summary>
internal static class StyleFixups
{
    internal static void FinishFont(StyleBuilder builder) => _ = builder;

    internal static void Finish(StyleBuilder builder) => _ = builder;
}
