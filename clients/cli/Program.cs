return await WasmEngine.Cli.CliHost.RunAsync(args);
