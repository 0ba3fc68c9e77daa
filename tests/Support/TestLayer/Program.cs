using WasmEngine.Hosting;
using WasmEngine.TestLayer;

if (args is ["probe", var socket]) return await Probe.RunAsync(socket);
// Which layer to play: the launcher finds layers by the names of executables, and the tests give it scripts that set this.
var layer = Environment.GetEnvironmentVariable("WASMENGINE_TEST_LAYER") ?? LayerNames.Render;
var behaviour = Behaviour.FromEnvironment(layer, standby: args.Contains("--standby"));
behaviour.BeforeStart();
return await LayerHost.RunAsync(layer, args, builder => behaviour.Configure(builder));
