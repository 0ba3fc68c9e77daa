using Xunit.Sdk;
using Xunit.v3;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Parallelization(Mode = ParallelMode.None)]
