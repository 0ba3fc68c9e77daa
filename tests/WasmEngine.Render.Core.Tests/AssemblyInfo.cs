using Xunit.Sdk;
using Xunit.v3;

// Teardown looks at this process's mappings, descriptors and children: one test at a time.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: Parallelization(Mode = ParallelMode.None)]
