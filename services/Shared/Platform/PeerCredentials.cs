using System.Net.Sockets;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>Who is at the other end of a Unix socket, as the kernel noted at connect.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="UserId">Effective user id.</param>
public readonly record struct PeerCredentials(int Pid, uint UserId)
{
    /// <summary>Effective user id of this process.</summary>
    public static uint CurrentUserId => LibC.EffectiveUserId();

    /// <summary>Reads SO_PEERCRED.</summary>
    public static unsafe PeerCredentials Of(Socket socket)
    {
        LibC.SocketCredentials credentials;
        var length = (uint)sizeof(LibC.SocketCredentials);
        if (LibC.GetSocketOption(socket.Handle, LibC.SolSocket, LibC.SoPeerCred, &credentials, &length) != 0)
            throw LibC.Failure("reading peer credentials", "a Unix socket");
        return new PeerCredentials(credentials.Pid, credentials.Uid);
    }
}
