using PipAi.Workers.Pipeline.Hosting;

try
{
    var settings = PipelineSettings.Load(Environment.GetEnvironmentVariable);
    await PipelineService.Create(settings, args).RunAsync();
    return Environment.ExitCode;
}
catch (InvalidEnvironmentException mistakes)
{
    await Console.Error.WriteLineAsync(mistakes.Message);
    return InvalidEnvironmentException.ExitCode;
}
