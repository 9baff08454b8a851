using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using static PipAi.Providers.Aws.Handlers.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>IAM beside roles and their own policies: identity providers, policies, and those of AWS that are attached to roles.</summary>
internal static class IdentityKinds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> All(AwsSettings settings) =>
    [
        new StateOnlyResource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", settings, OpenIdConnectProvider)
        {
            IsGlobal = true,
            ReplaceOn = ["url"],
            NameProperty = "url",
            Rules = CheckUrl,
        },
        new StateOnlyResource("aws:iam/policy:Policy", settings, Policy)
        {
            IsGlobal = true,
            ReplaceOn = ["description", "name", "namePrefix", "path"],
            NameProperty = "name",
            PrefixProperty = "namePrefix",
            IsAutoNamed = true,
            Rules = inputs => InputRules.Policy("policy", inputs.Text("policy")),
        },
        new StateOnlyResource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", settings, call =>
            Resource(call, Join($"{call.Inputs.Text("role")}-{call.Inputs.Text("policyArn")}")))
        {
            IsGlobal = true,
            ReplaceOn = ["role", "policyArn"],
        },
    ];

    private static Resource OpenIdConnectProvider(ResourceCall call)
    {
        var host = call.Inputs.Text("url")?.Replace("https://", "", StringComparison.Ordinal).TrimEnd('/');
        var arn = Join($"arn:aws:iam::{RehearsalAccount.Id}:oidc-provider/{host}");
        return Resource(call, arn, ("arn", Text(arn)), ("thumbprintLists", Nothing));
    }

    private static Resource Policy(ResourceCall call)
    {
        var arn = Join($"arn:aws:iam::{RehearsalAccount.Id}:policy/{call.Name}");
        return Resource(
            call,
            arn,
            ("arn", Text(arn)),
            ("attachmentCount", new PropertyValue(0)),
            ("namePrefix", new PropertyValue("")),
            ("path", new PropertyValue("/")),
            ("policyId", Text(
                call.Urn.Length == 0 ? null : "ANPA" + DeterministicName.Of(call.Urn, call.Name ?? "")[..17].ToUpperInvariant())));
    }

    private static IEnumerable<CheckFailure> CheckUrl(PropertyMap inputs)
    {
        if (inputs.Text("url") is { } url && !url.StartsWith("https://", StringComparison.Ordinal))
            yield return new CheckFailure("url", $"'{url}' must begin with https://.");
    }
}
