using System.Text.Json;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Buckets;

/// <summary>
/// The block on public policies. Policies are recorded, not evaluated: a rehearsal has one account, and its TLS-only
/// statements would refuse every loopback request.
/// </summary>
internal static class PublicAccess
{
    /// <summary>Refuses a policy that lets everybody in, where the bucket blocks such policies.</summary>
    /// <exception cref="AwsException"><c>AccessDenied</c>.</exception>
    public static void VerifyPolicy(BucketSettings settings, string policy)
    {
        if (!settings.Configurations.TryGetValue("publicAccessBlock", out var block)) return;
        if (S3Xml.Parse(block).Text("BlockPublicPolicy") != "true") return;
        using var document = JsonDocument.Parse(policy);
        var statements = document.RootElement.GetProperty("Statement");
        var list = statements.ValueKind == JsonValueKind.Array ? statements.EnumerateArray().ToList() : [statements];
        if (list.Any(IsPublic))
            throw new AwsException(403, "AccessDenied",
                $"The policy of {settings.Name} is public, and its public access block forbids public policies.");
    }

    private static bool IsPublic(JsonElement statement) =>
        statement.TryGetProperty("Effect", out var effect) && effect.ValueEquals("Allow")
        && !statement.TryGetProperty("Condition", out _)
        && statement.TryGetProperty("Principal", out var principal)
        && (IsEverybody(principal)
            || (principal.ValueKind == JsonValueKind.Object && principal.TryGetProperty("AWS", out var aws) && IsEverybody(aws)));

    private static bool IsEverybody(JsonElement principal) => principal.ValueKind switch
    {
        JsonValueKind.String => principal.ValueEquals("*"),
        JsonValueKind.Array => principal.EnumerateArray().Any(IsEverybody),
        _ => false,
    };
}
