namespace WasmEngine.Render.Layout;

/// <summary>
/// State of a block formatting context on entry of a box that takes part in it: pending margins, the position as far as it is known, floats so far.
/// Defined by block layout, which alone makes and reads it (inline layout gets the exclusions and the position from it).
/// </summary>
public sealed record BlockFlowInput;

/// <summary>State of a block formatting context on leaving a box. Defined by block layout.</summary>
public sealed record BlockFlowOutput;
