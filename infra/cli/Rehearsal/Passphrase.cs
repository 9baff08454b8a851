using System.Security.Cryptography;
using PipAi.Cli.Errors;
using PipAi.Cli.Files;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// The passphrase of the state's secrets: Pulumi's own variables first, else one that is made once and kept beside the
/// state, so that a rehearsal needs no credential and its state still holds no secret in clear.
/// </summary>
internal sealed class Passphrase(string home, Func<string, string?> environment)
{
    private string KeptFile => Path.Combine(home, "passphrase");

    /// <summary>Reads it.</summary>
    /// <exception cref="CliException">The file that PULUMI_CONFIG_PASSPHRASE_FILE names can't be read.</exception>
    public string Read()
    {
        if (environment("PULUMI_CONFIG_PASSPHRASE") is { } given) return given;
        if (environment("PULUMI_CONFIG_PASSPHRASE_FILE") is { Length: > 0 } file) return ReadGiven(file);
        return File.Exists(KeptFile) ? File.ReadAllText(KeptFile).Trim() : Create();
    }

    /// <summary>The file that holds it, made when there is none: for who reads it himself, as the stock CLI does.</summary>
    public string RequireFile()
    {
        if (environment("PULUMI_CONFIG_PASSPHRASE_FILE") is { Length: > 0 } file) return Path.GetFullPath(file);
        if (!File.Exists(KeptFile)) Create();
        return KeptFile;
    }

    private static string ReadGiven(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCode.Credentials, $"PULUMI_CONFIG_PASSPHRASE_FILE names '{file}', which can't be read: {exception.Message}",
                "unset PULUMI_CONFIG_PASSPHRASE_FILE", exception);
        }
    }

    private string Create()
    {
        HomeFolder.Require(home, home);
        var passphrase = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(KeptFile, options);
        writer.WriteLine(passphrase);
        return passphrase;
    }
}
