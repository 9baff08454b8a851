namespace PipAi.Infra.ExitCodes;

/// <summary>
/// Turns a refusal into the process's exit code, so that nobody has to read its sentences. Pulumi's language host knows one code for all
/// that was reported, and gets that; an engine that knows more says so in the environment.
/// </summary>
internal sealed class Refusals(Func<string, string?> environment)
{
    private IRefusal? refusal;

    /// <summary>Declares the stack, and notes why it was refused if it was.</summary>
    public async Task<T> NotedAsync<T>(Func<Task<T>> declare)
    {
        try
        {
            return await declare();
        }
        catch (Exception exception) when (exception is IRefusal reason)
        {
            refusal = reason;
            throw;
        }
    }

    /// <summary>The exit code, from the one that Pulumi's SDK gives.</summary>
    public int ExitCode(int given) =>
        given != 0 && refusal is not null && environment("PULUMI_ENGINE_READS_EXIT_CODES") == "true" ? refusal.ExitCode : given;
}
