using WasmEngine.Bench.Engine;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Demo;

/// <summary>
/// How many bytes of a surface's pixels had to be copied between the guest's memory and the raster stage: all those that the
/// two processes do not map from the same pages of the same file, as the kernel lists them.
/// </summary>
/// <param name="Region">The surface's region.</param>
/// <param name="GuestAddress">Where its pixels lie in the compute process (the guest's linear memory).</param>
/// <param name="RenderAddress">Where they lie in the render process.</param>
/// <param name="FrameBytes">Bytes of one frame.</param>
/// <param name="CopiedBytes">Bytes of one frame that are not shared.</param>
internal sealed record SharedPages(string Region, ulong GuestAddress, ulong RenderAddress, long FrameBytes, long CopiedBytes)
{
    internal static async Task<SharedPages> FindAsync(EngineUnderTest engine, string appId, ViewOptions size)
    {
        var compute = await engine.ProcessOfAsync("compute");
        var render = await engine.ProcessOfAsync("render");
        var prefix = Path.Combine(engine.Client.Regions.DirectoryPath, $"app.{appId}.g");
        // The guest's window is the mapping that begins with the pixels; compute maps the whole region beside it.
        var window = ProcessMemory.FileMappings(compute.Pid, prefix).Where(IsSurface).FirstOrDefault(m => m.FileOffset > 0 && m.Permissions.StartsWith("rw-s", StringComparison.Ordinal))
            ?? throw new BenchException($"compute maps no surface of {appId} into a guest");
        var frame = (long)((size.Width * 4) + 63 & ~63) * size.Height;
        var seen = ProcessMemory.FileMappings(render.Pid, prefix).Where(m => m.Inode == window.Inode && m.Path == window.Path).ToArray();
        var shared = seen.Sum(m => (long)Overlap(m, window));
        var first = seen.OrderBy(m => m.FileOffset).LastOrDefault(m => m.FileOffset <= window.FileOffset);
        var renderAddress = first is null ? 0 : first.Start + (window.FileOffset - first.FileOffset);
        return new SharedPages(Path.GetFileName(window.Path), window.Start, renderAddress, frame, Math.Max(0, frame - shared));
    }

    private static bool IsSurface(FileMapping mapping) => Path.GetFileName(mapping.Path).Split('.') is [.., var last] && last.StartsWith('s');

    private static ulong Overlap(FileMapping a, FileMapping b)
    {
        ulong start = Math.Max(a.FileOffset, b.FileOffset), end = Math.Min(a.FileOffset + (a.End - a.Start), b.FileOffset + (b.End - b.Start));
        return end > start ? end - start : 0;
    }
}
