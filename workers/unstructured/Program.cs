using PipAi.Workers.Unstructured.Hosting;

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
