using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>Sheets that are written into their address (RFC 2397).</summary>
internal static class DataUrl
{
    /// <summary>The text of a data: address; false when it is none.</summary>
    public static bool TryDecode(string url, out string text)
    {
        text = "";
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return false;
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return false;
        var payload = Uri.UnescapeDataString(url[(comma + 1)..]);
        if (!url[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            text = payload;
            return true;
        }

        var bytes = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, bytes, out var count)) return false;
        text = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }
}
