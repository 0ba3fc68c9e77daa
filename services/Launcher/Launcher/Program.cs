using WasmEngine.Hosting;
using WasmEngine.Launcher;

var handover = new Handover();
var exitCode = await LayerHost.RunAsync(LayerNames.Launcher, args, builder => LauncherComposition.Configure(builder, handover), LauncherComposition.OwnOptions);
return exitCode == ExitCodes.Success && handover.IsRequested ? ExitCodes.Handover : exitCode;
