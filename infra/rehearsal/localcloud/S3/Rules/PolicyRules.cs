using System.Collections.Frozen;
using System.Text.Json;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3.Rules;

/// <summary>What S3 refuses in a bucket policy before it keeps it: text that is no policy, and fields that no policy has.</summary>
internal static class PolicyRules
{
    private static readonly FrozenSet<string> Fields = new[] { "Version", "Id", "Statement" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> StatementFields = new[]
    {
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Looks a policy over.</summary>
    /// <exception cref="AwsException"><c>MalformedPolicy</c>.</exception>
    public static void Verify(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var policy = document.RootElement;
            if (policy.ValueKind != JsonValueKind.Object || !policy.TryGetProperty("Statement", out var statements))
                throw Malformed("Policies must be valid JSON and must have a Statement.");
            VerifyFields(policy, Fields);
            foreach (var statement in statements.ValueKind == JsonValueKind.Array ? [.. statements.EnumerateArray()] : new[] { statements })
            {
                if (statement.ValueKind != JsonValueKind.Object) throw Malformed("A statement must be an object.");
                VerifyFields(statement, StatementFields);
            }
        }
        catch (JsonException)
        {
            throw Malformed("Policies must be valid JSON and the first byte must be '{'.");
        }
    }

    private static void VerifyFields(JsonElement element, FrozenSet<string> known)
    {
        foreach (var field in element.EnumerateObject())
            if (!known.Contains(field.Name)) throw Malformed($"Unknown field {field.Name}");
    }

    private static AwsException Malformed(string message) => new(400, "MalformedPolicy", message);
}
