using System.Buffers.Text;
using System.Text;

namespace WasmEngine.Render.Pages;

/// <summary>data: URLs (RFC 2397, as the Fetch standard reads them).</summary>
internal static class DataUrl
{
    internal const string Scheme = "data:";

    internal static bool Is(string url) => url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Its content; null when it is malformed or longer than the limit.</summary>
    internal static Resource? Read(string url, long limit)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || url.Length - comma > (limit * 3) + 16) return null;
        var type = url.AsSpan(Scheme.Length, comma - Scheme.Length).Trim(' ');
        const string mark = "base64";
        var isBase64 = type.EndsWith(mark, StringComparison.OrdinalIgnoreCase) && type[..^mark.Length].TrimEnd(' ').EndsWith(";");
        var semicolon = type.IndexOf(';');
        var mediaType = (semicolon < 0 ? type : type[..semicolon]).Trim(' ').ToString().ToLowerInvariant();
        var bytes = Unescape(url.AsSpan(comma + 1));
        if (isBase64 && Decode(bytes) is not { } decoded) return null;
        else if (isBase64) bytes = Decode(bytes)!;
        return bytes.Length > limit ? null : new Resource(url, bytes, mediaType.Length == 0 ? "text/plain" : mediaType);
    }

    private static byte[]? Decode(byte[] text)
    {
        var kept = new byte[text.Length + 2];
        var count = 0;
        foreach (var b in text)
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'=')) kept[count++] = b;
        }

        while (count % 4 != 0 && count < kept.Length) kept[count++] = (byte)'=';
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(count)];
        return Base64.DecodeFromUtf8(kept.AsSpan(0, count), decoded, out _, out var written) == System.Buffers.OperationStatus.Done ? decoded[..written] : null;
    }

    private static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var raw = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, raw);
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '%' && i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                raw[count++] = Convert.ToByte(Encoding.ASCII.GetString(raw, i + 1, 2), 16);
                i += 2;
            }
            else
            {
                raw[count++] = raw[i];
            }
        }

        return raw[..count];
    }
}
