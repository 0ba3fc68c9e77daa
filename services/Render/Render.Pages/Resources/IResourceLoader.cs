namespace WasmEngine.Render.Pages;

/// <summary>What loading gave.</summary>
/// <param name="Url">Absolute address, after whatever the loader made of it: what relative addresses within refer to.</param>
/// <param name="Bytes">The content.</param>
/// <param name="MediaType">Type without parameters, lower case; empty when unknown.</param>
public sealed record Resource(string Url, ReadOnlyMemory<byte> Bytes, string MediaType);

/// <summary>Where documents get sheets, images and fonts from. Never the network. Thread-safe.</summary>
public interface IResourceLoader
{
    /// <summary>Loads a resource.</summary>
    /// <param name="url">Absolute, or relative to <paramref name="baseUrl"/>.</param>
    /// <param name="baseUrl">Address of what names it; empty when it has none.</param>
    /// <param name="limit">Bytes that it may have at most.</param>
    /// <param name="problem">Why there is none, one clause; empty on success.</param>
    /// <returns>Null when it is not there, too large, or not allowed.</returns>
    Resource? Load(string url, string baseUrl, long limit, out string problem);
}
