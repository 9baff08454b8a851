using PipAi.Cli.Errors;

namespace PipAi.Cli.Files;

/// <summary>The folder of rehearsals and their state, and those in it.</summary>
internal static class HomeFolder
{
    /// <summary>Makes a folder in it, and sees whether it can be written: only a write tells.</summary>
    /// <param name="home">The folder of rehearsals.</param>
    /// <param name="folder">The folder that is needed; it, or one in it.</param>
    /// <returns>The folder's full path.</returns>
    /// <exception cref="CliException">Nothing can be written there.</exception>
    public static string Require(string home, string folder)
    {
        try
        {
            var made = Directory.CreateDirectory(folder).FullName;
            using var probe = new FileStream(
                Path.Combine(made, $".probe.{Environment.ProcessId}"),
                new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return made;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCode.Configuration,
                $"Rehearsals and their state are kept in '{home}' (PIPAI_HOME, else .pipai in the checkout), and nothing can be written "
                    + $"there: {refused.Message}",
                "export PIPAI_HOME=\"$HOME/.pipai\"", refused);
        }
    }
}
