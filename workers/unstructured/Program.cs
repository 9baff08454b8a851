using PipAi.Workers.Unstructured.Hosting;
using PipAi.Workers.Unstructured.Partitioning;
using PipAi.Workers.Unstructured.Processes;
using PipAi.Workers.Unstructured.Settings;

if (args is [PartitionWorker.Argument])
{
    // Standard output is the pipe to the service; what there is to say goes where its log goes.
    using var logs = LoggerFactory.Create(logging => LogLines.Write(logging)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
    return await PartitionWorker.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), logs.CreateLogger<Partitioner>());
}

try
{
    var options = ServiceOptions.Load(Environment.GetEnvironmentVariable);
    await UnstructuredService.Create(options, args).RunAsync();
    return 0;
}
catch (FormatException mistake)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
