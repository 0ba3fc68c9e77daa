namespace WasmEngine.Broker;

/// <summary>Sizes that views and apps may have.</summary>
internal static class ViewSizes
{
    public const int MaxSide = 16384;
    public const long MaxPixels = 64L * 1024 * 1024;

    /// <summary>
    /// 
    /// </summary>
    /// <exception cref="BrokerException">SIZE_OUT_OF_RANGE.</exception>
    public static void Check(long width, long height)
    {
        if (width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide && width * height <= MaxPixels) return;
        throw Faults.Invalid("SIZE_OUT_OF_RANGE", $"{width}x{height} is no size for a view: width and height must be 1 to {MaxSide} pixels each, and at most {MaxPixels} pixels (64 Mpixel) together");
    }
}
