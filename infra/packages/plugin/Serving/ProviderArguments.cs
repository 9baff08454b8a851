namespace PipAi.Plugins.Serving;

/// <summary>What an engine puts on a plugin's command line.</summary>
internal sealed record ProviderArguments(string? EngineAddress)
{
    /// <exception cref="ArgumentException">There is more than the engine's address.</exception>
    public static ProviderArguments Parse(string[] args)
    {
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--logtostderr" or "--logflow" || arg.StartsWith("-v", StringComparison.Ordinal)) continue;
            if (arg == "--tracing") i++; // its value
            else rest.Add(arg);
        }

        return rest.Count <= 1
            ? new ProviderArguments(rest.FirstOrDefault())
            : throw new ArgumentException(
                $"A provider takes one argument, the engine's address, and was given {rest.Count}: {string.Join(' ', rest)}");
    }
}
