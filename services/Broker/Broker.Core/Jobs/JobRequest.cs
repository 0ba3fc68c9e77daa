using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WasmEngine.Broker;

/// <summary>A job that a client submits.</summary>
/// <param name="Call">What to run.</param>
public sealed record JobRequest(FunctionCall Call)
{
    private const ulong MaxDeadlineMs = 365UL * 24 * 3600 * 1000;

    /// <summary>Order.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>Milliseconds until it must have ended; 0: no such time.</summary>
    public ulong DeadlineMs { get; init; }

    /// <summary>How often it is run again after it failed.</summary>
    public uint Retries { get; init; }

    /// <summary>Idempotency key; empty: none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Kept on disk.</summary>
    public bool Durable { get; init; }

    /// <summary>For people; empty takes the export's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Checks all that can be judged without the module.</summary>
    /// <exception cref="BrokerException">CALL_INVALID, LIMITS_INVALID, KEY_INVALID.</exception>
    public void Check()
    {
        CallRules.Check(Call, isJob: true);
        CallRules.CheckKey(Key);
        if (!Enum.IsDefined(Priority)) throw Faults.Invalid("CALL_INVALID", $"priority {(int)Priority} is unknown: use LOW, NORMAL or HIGH");
        if (Retries > 100) throw Faults.Invalid("LIMITS_INVALID", $"retries is {Retries}: it must be 0 to 100");
        if (DeadlineMs > MaxDeadlineMs) throw Faults.Invalid("LIMITS_INVALID", $"deadline_ms is {DeadlineMs}: it must be at most {MaxDeadlineMs}, a year, or 0 for none");
        if (Title.Length > 200) throw Faults.Invalid("CALL_INVALID", $"title has {Title.Length} characters: at most 200 are possible");
    }

    /// <summary>
    /// Digest of the request as it was sent: a repetition has the same, also when the module's file has changed or gone meanwhile.
    /// </summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(Call.Module.Path));
        Add(hash, Encoding.UTF8.GetBytes(Call.Module.Sha256));
        Add(hash, Encoding.UTF8.GetBytes(Title));
        Add(hash, Call.Wire.Span);
        Span<byte> numbers = stackalloc byte[17];
        BinaryPrimitives.WriteUInt64LittleEndian(numbers, DeadlineMs);
        BinaryPrimitives.WriteUInt32LittleEndian(numbers[8..], Retries);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[12..], (int)Priority);
        numbers[16] = Durable ? (byte)1 : (byte)0;
        Add(hash, numbers);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length); // so that no two sequences of parts look alike
        hash.AppendData(length);
        hash.AppendData(part);
    }
}

/// <summary>A job and whether it had been submitted before.</summary>
/// <param name="Job">As it is now.</param>
/// <param name="Existed">Whether it was there already, under the same key.</param>
public sealed record SubmittedJob(Job Job, bool Existed);
