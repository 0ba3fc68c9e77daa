using System.Text.Json;
using System.Text.Json.Serialization;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Client.Transport;

/// <summary>A session on disk, so that the next client can go on with it. The file is this user's alone.</summary>
internal sealed class SessionFile(string path)
{
    /// <summary>The session; null when there is none that can be used.</summary>
    public Session? TryRead()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!FileOwnership.IsPrivateFile(stream.SafeFileHandle)) return null; // somebody else may have written it
            var kept = JsonSerializer.Deserialize(stream, SessionJson.Default.KeptSession);
            return kept is { Id.Length: > 0, Token.Length: > 0, RegionDirectory.Length: > 0 }
                ? new Session(kept.Id, kept.Token, kept.Instance, new RegionDirectory(kept.RegionDirectory), kept.EngineVersion)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it in one step; if that fails the next client has a session of its own.</summary>
    public void TryWrite(Session session)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, options))
                JsonSerializer.Serialize(stream, new KeptSession(session.Id, session.Token, session.Instance, session.Regions.DirectoryPath, session.EngineVersion), SessionJson.Default.KeptSession);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
        }
    }
}

internal sealed record KeptSession(string Id, string Token, string Instance, string RegionDirectory, string EngineVersion);

[JsonSerializable(typeof(KeptSession))]
internal sealed partial class SessionJson : JsonSerializerContext;
