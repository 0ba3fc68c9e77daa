using WasmEngine.Reftests;

return await RunnerCommand.Create().Parse(args).InvokeAsync();
