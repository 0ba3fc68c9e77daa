using WasmEngine.Memory;
using WasmEngine.MemoryPeer.Roles;

// MemoryPeer ROLE DIRECTORY ...: plays one role, a command per line of standard input, an answer per line of standard output.
// Ends when standard input does, so that it never outlives the test.
if (args is not [var role, var directory, .. var rest]) return 2;
using IRole? actor = role switch
{
    "write" => new ChainWriterRole(new RegionDirectory(directory), rest),
    "read" => new ChainReaderRole(new RegionDirectory(directory), rest),
    "produce" => new RingProducerRole(new RegionDirectory(directory), rest),
    "consume" => new RingConsumerRole(new RegionDirectory(directory), rest),
    "wait" => new WaiterRole(directory, rest),
    "process" => new ProcessRole(directory),
    _ => null,
};
if (actor is null) return 2;
while (Console.In.ReadLine() is { } line)
{
    string answer;
    try
    {
        answer = actor.Execute(line.Split(' '));
    }
    catch (RegionException exception)
    {
        answer = $"fault {exception.Fault}";
    }

    Console.Out.WriteLine(answer);
}

return 0;
