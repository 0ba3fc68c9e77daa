using System.Globalization;
using System.Text;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasi.Tests.Support;

/// <summary>
/// Real directories and a guest that has two of them: "granted" as descriptor 3, writable, and "readonly" as 4. "outside" is
/// what nothing may reach.
/// </summary>
internal sealed class World : IDisposable
{
    public const uint Granted = 3, ReadOnlyGrant = 4;
    public const string Secret = "the secret";
    private readonly string _root;

    public World(Func<WasiSetup, WasiSetup>? change = null, WasiFactory? factory = null, string? under = null)
    {
        var place = under ?? (Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath());
        _root = Path.Combine(place, "we-wasi-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
        foreach (var name in (string[])["granted", "readonly", "outside"]) Directory.CreateDirectory(Path.Combine(_root, name));
        File.WriteAllText(Outside("secret.txt"), Secret);
        File.WriteAllText(Host("../readonly/fixed.txt"), "fixed");
        var setup = new WasiSetup
        {
            Stop = Stop,
            Directories = [new WasiDirectory(Path.Combine(_root, "granted"), "/data", Writable: true), new WasiDirectory(Path.Combine(_root, "readonly"), "/ro", Writable: false)],
            OnOutputLine = (stream, line) => Lines.Add((stream, Encoding.UTF8.GetString(line))),
        };
        try
        {
            Wasi = (factory ?? new WasiFactory()).Create(change is null ? setup : change(setup));
        }
        catch
        {
            Directory.Delete(_root, recursive: true); // nobody will dispose it
            throw;
        }
    }

    public StopSignal Stop { get; } = new();

    public List<(WasiStream Stream, string Line)> Lines { get; } = [];

    public IWasi Wasi { get; }

    public GuestRam Ram { get; } = new();

    /// <summary>Path on this machine of something in the granted directory.</summary>
    public string Host(string name) => Path.Combine(_root, "granted", name);

    public string ReadOnlyHost(string name) => Path.Combine(_root, "readonly", name);

    public string Outside(string name) => Path.Combine(_root, "outside", name);

    /// <summary>path_open; throws when it fails.</summary>
    public uint Open(string path, uint flags = 0, ulong rights = Rights.File, uint descriptorFlags = 0, uint directory = Granted)
    {
        Assert.Equal(Errno.Success, TryOpen(path, out var fd, flags, rights, descriptorFlags, directory));
        return fd;
    }

    public int TryOpen(string path, out uint fd, uint flags = 0, ulong rights = Rights.File, uint descriptorFlags = 0, uint directory = Granted, uint lookup = 1)
    {
        Ram.Reset();
        var (address, length) = Ram.Place(path);
        var result = Ram.Take(4);
        var error = Wasi.PathOpen(Ram, directory, lookup, address, length, flags, rights, ulong.MaxValue, descriptorFlags, result);
        fd = Ram.U32(result);
        return error;
    }

    public int Write(uint fd, ReadOnlySpan<byte> bytes, out uint written)
    {
        Ram.Reset();
        var vectors = Ram.Vectors((Ram.Place(bytes), (uint)bytes.Length));
        var result = Ram.Take(4);
        var error = Wasi.FdWrite(Ram, fd, vectors, 1, result);
        written = Ram.U32(result);
        return error;
    }

    public void Write(uint fd, string text)
    {
        Assert.Equal(Errno.Success, Write(fd, Encoding.UTF8.GetBytes(text), out var written));
        Assert.Equal((uint)Encoding.UTF8.GetByteCount(text), written);
    }

    public byte[] Read(uint fd, uint length)
    {
        Ram.Reset();
        var buffer = Ram.Take(length);
        var vectors = Ram.Vectors((buffer, length));
        var result = Ram.Take(4);
        Assert.Equal(Errno.Success, Wasi.FdRead(Ram, fd, vectors, 1, result));
        return Ram.Copy(buffer, Ram.U32(result));
    }

    public string ReadText(uint fd) => Encoding.UTF8.GetString(Read(fd, 65536));

    public ulong Seek(uint fd, long offset, uint whence = 0)
    {
        var result = Ram.Take(8);
        Assert.Equal(Errno.Success, Wasi.FdSeek(Ram, fd, offset, whence, result));
        return Ram.U64(result);
    }

    public void Close(uint fd) => Assert.Equal(Errno.Success, Wasi.FdClose(Ram, fd));

    /// <summary>A call that takes one path.</summary>
    public int With(string path, Func<uint, uint, int> call)
    {
        Ram.Reset();
        var (address, length) = Ram.Place(path);
        return call(address, length);
    }

    /// <summary>A call that takes two paths.</summary>
    public int With(string first, string second, Func<uint, uint, uint, uint, int> call)
    {
        Ram.Reset();
        var (address, length) = Ram.Place(first);
        var (other, otherLength) = Ram.Place(second);
        return call(address, length, other, otherLength);
    }

    public int MakeDirectory(string path, uint directory = Granted) => With(path, (a, l) => Wasi.PathCreateDirectory(Ram, directory, a, l));

    public int Unlink(string path, uint directory = Granted) => With(path, (a, l) => Wasi.PathUnlinkFile(Ram, directory, a, l));

    public int RemoveDirectory(string path, uint directory = Granted) => With(path, (a, l) => Wasi.PathRemoveDirectory(Ram, directory, a, l));

    public int Rename(string from, string to, uint fromDirectory = Granted, uint toDirectory = Granted) =>
        With(from, to, (a, l, b, m) => Wasi.PathRename(Ram, fromDirectory, a, l, toDirectory, b, m));

    public int Link(string from, string to, uint fromDirectory = Granted, uint toDirectory = Granted, uint lookup = 0) =>
        With(from, to, (a, l, b, m) => Wasi.PathLink(Ram, fromDirectory, lookup, a, l, toDirectory, b, m));

    public int Symlink(string target, string path, uint directory = Granted) => With(target, path, (a, l, b, m) => Wasi.PathSymlink(Ram, a, l, directory, b, m));

    public int SetTimes(string path, ulong accessed, ulong modified, uint flags, uint directory = Granted, uint lookup = 1) =>
        With(path, (a, l) => Wasi.PathFilestatSetTimes(Ram, directory, lookup, a, l, accessed, modified, flags));

    public int ReadLink(string path, out string target, uint directory = Granted, uint capacity = 4096)
    {
        var found = "";
        var error = With(path, (a, l) =>
        {
            var buffer = Ram.Take(capacity);
            var result = Ram.Take(4);
            var failed = Wasi.PathReadlink(Ram, directory, a, l, buffer, capacity, result);
            if (failed == Errno.Success) found = Encoding.UTF8.GetString(Ram.Copy(buffer, Ram.U32(result)));
            return failed;
        });
        target = found;
        return error;
    }

    public int Stat(string path, out Filestat stat, uint directory = Granted, uint lookup = 1)
    {
        var at = 0u;
        var error = With(path, (a, l) =>
        {
            at = Ram.Take(64);
            return Wasi.PathFilestatGet(Ram, directory, lookup, a, l, at);
        });
        stat = new Filestat((FileType)Ram.Bytes[(int)at + 16], Ram.U64(at + 24), Ram.U64(at + 32), Ram.U64(at + 40), Ram.U64(at + 48), Ram.U64(at + 8));
        return error;
    }

    /// <summary>All entries, read with a buffer of that size.</summary>
    public List<(string Name, FileType Type, ulong Next)> ReadDirectory(uint fd, uint bufferSize, ulong cookie = 0)
    {
        var entries = new List<(string, FileType, ulong)>();
        while (true)
        {
            Ram.Reset();
            var buffer = Ram.Take(bufferSize);
            var result = Ram.Take(4);
            Assert.Equal(Errno.Success, Wasi.FdReaddir(Ram, fd, buffer, bufferSize, cookie, result));
            var used = Ram.U32(result);
            var before = entries.Count;
            for (var at = buffer; at + 24 <= buffer + used;)
            {
                var length = Ram.U32(at + 16);
                if (at + 24 + length > buffer + used) break; // did not fit
                cookie = Ram.U64(at);
                entries.Add((Encoding.UTF8.GetString(Ram.Copy(at + 24, length)), (FileType)Ram.Bytes[(int)at + 20], cookie));
                at += 24 + length;
            }

            if (used < bufferSize) return entries;
            Assert.True(entries.Count > before, "the buffer is too small for an entry");
        }
    }

    public void Dispose()
    {
        Wasi.Dispose();
        Stop.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

/// <summary>Attributes as a guest sees them.</summary>
internal readonly record struct Filestat(FileType Type, ulong Links, ulong Size, ulong Accessed, ulong Modified, ulong Inode);
