using Amazon.Runtime;
using PipAi.Cli.Errors;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Live;

/// <summary>
/// The vendors as the environment names them: the variables that the providers take, so that who can deploy can operate. In a shell with
/// `cloud env` they name a rehearsal.
/// </summary>
internal static class VendorEnvironment
{
    /// <summary>How the vendors are reached.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    /// <exception cref="CliException">Credentials are missing; all of them are named.</exception>
    public static PlatformAccess Access(Func<string, string?> variable)
    {
        var missing = new List<(string Name, string How)>();
        string Token(string how, params string[] names)
        {
            var found = names.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
            if (found is null) missing.Add((names[0], how));
            return found ?? "";
        }

        Uri? Address(string name, string? otherwise) => variable(name) is { Length: > 0 } given ? Absolute(name, given)
            : otherwise is null ? null : new Uri(otherwise);
        var access = new PlatformAccess
        {
            FlyApi = Address("FLY_FLAPS_BASE_URL", "https://api.machines.dev")!,
            FlyPlatformApi = Address("FLY_API_BASE_URL", "https://api.fly.io")!,
            FlyToken = Token("$(fly tokens create org)", "FLY_API_TOKEN", "FLY_ACCESS_TOKEN"),
            VercelApi = Address("VERCEL_BASE_URL", "https://api.vercel.com")!,
            VercelToken = Token("<token of vercel.com/account/tokens>", "VERCEL_API_TOKEN", "VERCEL_TOKEN"),
            TemporalCloudApi = variable("TEMPORAL_CLOUD_ENDPOINT") is { Length: > 0 } endpoint ? endpoint : "saas-api.tmprl.cloud:443",
            TemporalCloudKey = Token("<key of cloud.temporal.io>", "TEMPORAL_CLOUD_API_KEY"),
            S3Endpoint = Address("AWS_ENDPOINT_URL_S3", null),
            AwsCredentials = Aws(variable),
            PublicProxy = Address("PIPAI_PROXY", null),
        };
        return missing.Count == 0 ? access : throw Missing(missing);
    }

    /// <summary>Keys in the environment; null leaves it to the SDK's own chain: profiles, SSO, roles.</summary>
    private static AWSCredentials? Aws(Func<string, string?> variable) =>
        (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN")) switch
        {
            ({ Length: > 0 } id, { Length: > 0 } secret, { Length: > 0 } session) => new SessionAWSCredentials(id, secret, session),
            ({ Length: > 0 } id, { Length: > 0 } secret, _) => new BasicAWSCredentials(id, secret),
            _ => null,
        };

    private static Uri Absolute(string name, string value) => Uri.TryCreate(value, UriKind.Absolute, out var address)
        ? address
        : throw new CliException(ExitCode.Configuration, $"{name} is '{value}', and must be an absolute URL.", $"unset {name}");

    private static CliException Missing(IReadOnlyList<(string Name, string How)> missing) => new(
        ExitCode.Credentials,
        $"With --live the vendors are asked with your credentials, and these are not set: {string.Join(
            ", ", missing.Select(one => one.Name))}.",
        string.Join(" ", missing.Select(one => $"export {one.Name}={one.How}")));
}
