using WasmEngine.Bench;

return await BenchCommand.Create().Parse(args).InvokeAsync();
