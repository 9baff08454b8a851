using System.Text;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Platform;

namespace PipAi.LocalCloud.Fly.Identity;

/// <summary>Identity tokens of machines, with the claims Fly puts in.</summary>
internal sealed class MachineTokens(OidcIssuer issuer)
{
    /// <summary>The audience AWS expects.</summary>
    public const string AwsAudience = "sts.amazonaws.com";

    /// <summary>Half the life of a token, so that a reader always finds one with time left.</summary>
    public static TimeSpan RenewalInterval => OidcIssuer.Lifetime / 2;

    /// <summary>Signs a token for a machine.</summary>
    public string Issue(MachineRecord machine, AppRecord app, string audience) => issuer.Issue(new Dictionary<string, object>
    {
        ["iss"] = OidcIssuer.IssuerOf(app.Organization),
        ["aud"] = audience,
        ["sub"] = $"{app.Organization}:{app.Name}:{machine.Name}",
        ["app_id"] = app.Id,
        ["app_name"] = app.Name,
        ["org_id"] = app.Organization,
        ["org_name"] = app.Organization,
        ["machine_id"] = machine.Id,
        ["machine_name"] = machine.Name,
        ["machine_version"] = machine.InstanceId,
        ["region"] = machine.Region,
        ["image"] = machine.Settings.Image.Split('@')[0],
        ["image_digest"] = machine.Settings.Image.Split('@')[^1],
    });

    /// <summary>Writes the AWS token of a machine into its file, whole or not at all.</summary>
    public void Write(MachineRecord machine, AppRecord app, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Encoding.ASCII.GetBytes(Issue(machine, app, AwsAudience)));
    }

    /// <summary>Whether a machine asks for AWS credentials.</summary>
    public static bool IsWanted(MachineConfig settings) => settings.Env.ContainsKey("AWS_ROLE_ARN");
}
