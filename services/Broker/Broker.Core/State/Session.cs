using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WasmEngine.Broker;

/// <summary>SHA-256 of a session's token. Equality is good for looking up; the last word has <see cref="Matches"/>.</summary>
/// <param name="A">Bytes 0 to 7, big-endian.</param>
/// <param name="B">Bytes 8 to 15.</param>
/// <param name="C">Bytes 16 to 23.</param>
/// <param name="D">Bytes 24 to 31.</param>
public readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    /// <summary>Hashes what a token is made of.</summary>
    public static TokenHash Of(ReadOnlySpan<byte> token)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(token, hash);
        return FromBytes(hash);
    }

    /// <summary>Takes 32 bytes.</summary>
    public static TokenHash FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    /// <summary>Compares in a time that does not depend on where they differ.</summary>
    public bool Matches(TokenHash other)
    {
        var mine = this;
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(new ReadOnlySpan<TokenHash>(in mine)),
            MemoryMarshal.AsBytes(new ReadOnlySpan<TokenHash>(in other)));
    }

    /// <inheritdoc/>
    public override int GetHashCode() => A.GetHashCode(); // a cryptographic hash is spread well enough

    /// <inheritdoc/>
    public override string ToString() => "(hash)"; // never into logs
}

/// <summary>A client's session.</summary>
/// <param name="Id">For example "s1"; not a secret.</param>
/// <param name="Number">Order of opening.</param>
/// <param name="ClientName">Name for people.</param>
/// <param name="Token">Hash of its token; the token itself is kept nowhere.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastUsedAt">When it was last used, to the hour.</param>
public sealed record Session(string Id, long Number, string ClientName, TokenHash Token, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);
