using System.Globalization;
using System.Runtime.InteropServices;
using WasmEngine.Platform;

namespace WasmEngine.MemoryPeer.Roles;

/// <summary>
/// wait FILE WAITER ACCESS: wait SEEN OFFSET... | change OFFSET VALUE. Waits or wakes on words of a mapped file; "wait"
/// announces itself before it sleeps and answers when a word has changed.
/// </summary>
internal sealed class WaiterRole : IRole
{
    private readonly IWaiter _waiter;
    private readonly SharedFile _file;
    private readonly MappedFile _map;

    public WaiterRole(string path, string[] arguments)
    {
        _waiter = arguments[0] == "polling" ? new PollingWaiter() : Waiter.System;
        _file = SharedFile.Open(path);
        _map = MappedFile.Map(_file, _file.Length, Enum.Parse<PageAccess>(arguments[1]));
    }

    public string Execute(string[] command)
    {
        if (command[0] == "change")
        {
            var address = _map.Address + Number(command[1]);
            Marshal.WriteInt32(address, Number(command[2]));
            _waiter.Wake(address);
            return "changed";
        }

        var seen = Number(command[1]);
        var targets = command[2..].Select(offset => new WaitTarget(_map.Address + Number(offset), (uint)seen)).ToArray();
        Console.Out.WriteLine("waiting");
        while (targets.All(t => Marshal.ReadInt32(t.Address) == seen)) _waiter.WaitAny(targets, -1);
        return "woken";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _map.Dispose();
        _file.Dispose();
    }
}
