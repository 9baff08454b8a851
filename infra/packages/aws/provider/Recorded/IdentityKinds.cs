using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Kinds;
using static PipAi.Providers.Aws.Kinds.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>IAM beside roles and their own policies: identity providers, and policies of AWS that are attached to roles.</summary>
internal static class IdentityKinds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsKind> All(AwsSettings settings) =>
    [
        new RecordedKind("aws:iam/openIdConnectProvider:OpenIdConnectProvider", settings, OpenIdConnectProvider)
        {
            IsGlobal = true,
            ReplaceOn = ["url"],
            NameProperty = "url",
            Rules = CheckUrl,
        },
        new RecordedKind("aws:iam/rolePolicyAttachment:RolePolicyAttachment", settings, call =>
            Resource(call, Join($"{call.Inputs.Text("role")}-{call.Inputs.Text("policyArn")}")))
        {
            IsGlobal = true,
            ReplaceOn = ["role", "policyArn"],
        },
    ];

    private static Resource OpenIdConnectProvider(ResourceCall call)
    {
        var host = call.Inputs.Text("url")?.Replace("https://", "", StringComparison.Ordinal).TrimEnd('/');
        var arn = Join($"arn:aws:iam::{Account.Id}:oidc-provider/{host}");
        return Resource(call, arn, ("arn", Text(arn)), ("thumbprintLists", Nothing));
    }

    private static IEnumerable<CheckFailure> CheckUrl(PropertyMap inputs)
    {
        if (inputs.Text("url") is { } url && !url.StartsWith("https://", StringComparison.Ordinal))
            yield return new CheckFailure("url", $"'{url}' must begin with https://.");
    }
}
