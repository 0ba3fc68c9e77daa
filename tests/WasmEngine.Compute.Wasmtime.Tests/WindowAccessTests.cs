using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>What guests and host functions may do to windows that are read-only or were released.</summary>
public sealed class WindowAccessTests : IDisposable
{
    private const long Page = 65536;

    private static readonly string Text = $$"""
        (module
          (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
          (import "wasmengine_v1" "job_key" (func $key (param i32 i32) (result i32)))
          (memory (export "memory") 2) {{Guarded.Memory}}
          (func $load (export "load") (param i32) (result i32) (i32.load (local.get 0)))
          (func $store (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
          (func (export "log") (param i32 i32) (call $log (i32.const 1) (local.get 0) (local.get 1)))
          (func (export "key") (param i32) (result i32) (call $key (local.get 0) (i32.const 1000)))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
          (func (export "flag") (result i32) (i32.atomic.load $guard (i32.const 64))))
        """;

    private readonly TempDirectory _directory = new();
    private readonly SharedFile _file;
    private readonly WasmtimeModule _module = Guarded.Load(Text, 1);
    private readonly KeyCalls _calls = new();
    private readonly IFunctionInstance _instance;

    public WindowAccessTests()
    {
        _file = SharedFile.Create(_directory["pixels"], 16 * Page);
        _instance = _module.InstantiateFunctions(new GuestSetup(_calls, new InstanceLimits { MemoryBytes = Guests.Limit, OpenWindows = 4 }, new StopSignal()));
    }

    private IGuestMemory Memory => _instance.Memory!;

    public void Dispose()
    {
        _instance.Dispose();
        _module.Dispose();
        _file.Dispose();
        _directory.Dispose();
    }

    private uint Map(long length = Page, PageAccess access = PageAccess.ReadWrite, long offset = 0)
    {
        Assert.True(Memory.TryMapWindow(_file, offset, length, access, out var address));
        return address;
    }

    private string Failure(string export, params WasmValue[] arguments) => Assert.Throws<GuestException>(() => _instance.Call(export, arguments)).Message;

    private static WasmValue I(long value) => WasmValue.FromI32((int)value);

    [Fact]
    public void ReadOnly_GuestReads_SeesTheFile()
    {
        using var writable = new FileStream(_directory["pixels"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        writable.Write([1, 2, 3, 4]);
        writable.Flush();
        var address = Map(access: PageAccess.Read);

        Assert.Equal(0x04030201, _instance.Call("load", I(address))[0].I32);
        Assert.Equal(1, _instance.Call("flag")[0].I32);
    }

    [Fact]
    public void ReadOnly_GuestWrites_TrapsWithTheReason()
    {
        var address = Map(access: PageAccess.Read);

        var failure = Failure("store", I(address + 8), I(1));

        Assert.Contains("wrote to the read-only window of pixels", failure, StringComparison.Ordinal);
        Assert.Contains("at store", failure, StringComparison.Ordinal);
        Assert.Equal(0, File.ReadAllBytes(_directory["pixels"])[8]);
    }

    [Fact]
    public void Released_GuestTouchesIt_TrapsWithTheReason()
    {
        var address = Map();
        _instance.Call("store", I(address), I(7));
        Assert.Equal(0, _instance.Call("flag")[0].I32); // plainly read-write so far
        Memory.UnmapWindow(address, Page);
        Assert.Equal(1, _instance.Call("flag")[0].I32);

        Assert.Contains("touched the window of pixels, which was released", Failure("load", I(address)), StringComparison.Ordinal);
    }

    [Fact]
    public void Released_AddressesServeTheNextWindow()
    {
        var first = Map(2 * Page);
        Memory.UnmapWindow(first, 2 * Page);

        var second = Map(Page, offset: Page);

        Assert.Equal(first, second);
        _instance.Call("store", I(second), I(7));
        Assert.Equal(7, File.ReadAllBytes(_directory["pixels"])[Page]);
        Assert.Contains("released", Failure("load", I(first + Page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Host_AsksFirst_NothingFaults()
    {
        var readOnly = Map(access: PageAccess.Read);
        var readWrite = Map();
        var released = Map();
        Memory.UnmapWindow(released, Page);

        Assert.True(Memory.TryRead(readOnly, Page, out _));
        Assert.False(Memory.TryWrite(readOnly, 1, out _));
        Assert.False(Memory.TryWrite(readOnly - 4, 8, out _)); // into it from below
        Assert.False(Memory.TryWrite(readOnly + (uint)Page - 1, 2, out _)); // out of it
        Assert.True(Memory.TryWrite(readOnly - 4, 4, out _));
        Assert.True(Memory.TryWrite(readWrite, Page, out _));
        Assert.True(Memory.TryRead(readOnly, 2 * Page, out _)); // across both
        Assert.False(Memory.TryRead(released, 1, out _));
        Assert.False(Memory.TryRead(released - 1, 2, out _));
        Assert.True(Memory.TryRead(released - 1, 1, out _));
        Assert.False(Memory.TryRead(released, Page + 1, out _));
        Assert.False(Memory.TryRead(0, -1, out _));
        Assert.False(Memory.TryRead(4, uint.MaxValue, out _));
    }

    [Fact]
    public void HostFunctions_WithPointersIntoForbiddenWindows_ReportAFault()
    {
        var readOnly = Map(access: PageAccess.Read);
        var released = Map();
        Memory.UnmapWindow(released, Page);

        Assert.Equal(-6, _instance.Call("key", I(readOnly))[0].I32);
        Assert.Equal(-6, _instance.Call("key", I(released))[0].I32);
        Assert.Equal(3, _instance.Call("key", I(8))[0].I32);
        _instance.Call("log", I(released), I(4));
        Assert.Contains("outside", Assert.Single(_calls.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_AboveTheLimit_AreRefusedAndItIsSaid()
    {
        for (var i = 0; i < 4; i++) Map();

        Assert.False(Memory.TryMapWindow(_file, 0, Page, PageAccess.ReadWrite, out _));

        _instance.Call("flag"); // news come with the next call
        Assert.Contains("4 open windows", Assert.Single(_calls.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Private_Pages_AreTheGuestsAndCount()
    {
        Assert.True(Memory.TryMapPrivate(2 * Page, out var address));
        Assert.True(Memory.TryWrite(address, 2 * Page, out var bytes));
        bytes.Fill(0xAB);

        Assert.Equal(unchecked((int)0xABABABAB), _instance.Call("load", I(address + Page))[0].I32);
        Assert.False(Memory.TryMapPrivate(13 * Page, out _)); // 2 + 2 + 13 > 16
        Assert.True(Memory.TryMapPrivate(12 * Page, out _));
        Assert.Equal(-1, _instance.Call("grow", I(1))[0].I32);
        Assert.Contains("memory limit", string.Concat(_calls.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Private_AtAFormerWindow_IsZero()
    {
        var window = Map();
        _instance.Call("store", I(window), I(5));
        Memory.UnmapWindow(window, Page);

        Assert.True(Memory.TryMapPrivate(Page, out var address));

        Assert.Equal(window, address);
        Assert.Equal(0, _instance.Call("load", I(address))[0].I32);
        _instance.Call("store", I(address), I(6));
        Assert.Equal(5, BitConverter.ToInt32(File.ReadAllBytes(_directory["pixels"]), 0));
    }

    [Fact]
    public void Unmap_WhatIsNoWindow_IsRefused()
    {
        var address = Map(2 * Page);

        Assert.Throws<ArgumentException>(() => Memory.UnmapWindow(address, Page));
        Assert.Throws<ArgumentException>(() => Memory.UnmapWindow(0, Page));
        Memory.UnmapWindow(address, 2 * Page);
        Assert.Throws<ArgumentException>(() => Memory.UnmapWindow(address, 2 * Page));
    }

    [Fact]
    public void Addresses_OfAnInstanceWithWindows_AreCleanForTheNext()
    {
        for (var i = 0; i < 50; i++)
        {
            using var instance = _module.InstantiateFunctions(Guests.Setup(_calls));
            Assert.True(instance.Memory!.TryRead(0, 2 * Page, out var bytes));
            Assert.False(bytes.ContainsAnyExcept((byte)0));
            Assert.True(instance.Memory.TryMapWindow(_file, 0, Page, PageAccess.Read, out var readOnly));
            Assert.True(instance.Memory.TryMapWindow(_file, 0, Page, PageAccess.ReadWrite, out var window));
            Assert.Equal((2u * 65536, 3u * 65536), (readOnly, window));
            instance.Memory.UnmapWindow(window, Page);
            instance.Call("store", I(8), I(-1));
        }
    }

    [Fact]
    public void Epochs_ReadOnlyWindow_IsRefusedWithTheReason()
    {
        using var module = Guarded.LoadWithEpochs("(module (memory (export \"memory\") 1) (func (export \"load\") (param i32) (result i32) (i32.load (local.get 0))))");
        using var instance = module.InstantiateFunctions(Guests.Setup(_calls));

        Assert.Contains("epochs", Assert.Throws<IOException>(() => instance.Memory!.TryMapWindow(_file, 0, Page, PageAccess.Read, out _)).Message, StringComparison.Ordinal);
        Assert.True(instance.Memory!.TryMapWindow(_file, 0, Page, PageAccess.ReadWrite, out var address));
        instance.Memory.UnmapWindow(address, Page);
        Assert.Equal(0, instance.Call("load", I(address))[0].I32); // zeros: its bulk operations could not trap
    }

    private sealed class KeyCalls : PartialCalls
    {
        public List<string> Lines { get; } = [];

        public override void Log(int level, ReadOnlySpan<byte> text) => Lines.Add(System.Text.Encoding.UTF8.GetString(text));

        public override ReadOnlySpan<byte> JobKey() => "key"u8;
    }
}
