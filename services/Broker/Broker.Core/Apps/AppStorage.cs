using System.Security.Cryptography;
using System.Text;
using WasmEngine.Platform;

namespace WasmEngine.Broker;

/// <summary>
/// A directory for each app to keep its data in. An app is a folder with a manifest: whoever launches it again finds its data,
/// and another folder whose manifest has the same id has its own. Nothing is deleted here: it is the user's data. Thread-safe.
/// </summary>
/// <param name="root">Absolute path of what holds them all.</param>
public sealed class AppStorage(string root)
{
    /// <summary>Guest name of an app's own directory.</summary>
    public const string GuestPath = "/data";

    private const int DigestCharacters = 16;

    /// <summary>The directory of an app, made when it is not there.</summary>
    /// <exception cref="BrokerException">STORAGE_FAILED: it can't be made.</exception>
    internal AppDirectory Of(AppFolder app)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AppFolder.RealPath(app.Directory))))[..DigestCharacters];
        var directory = Path.Combine(root, $"{app.Manifest.Id}-{digest}");
        try
        {
            InstancePaths.CreatePrivate(directory);
            return new AppDirectory(directory, GuestPath, Writable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(FaultKind.FailedPrecondition, "STORAGE_FAILED", $"the app's own directory {directory} can't be made: {e.Message}", e);
        }
    }
}
