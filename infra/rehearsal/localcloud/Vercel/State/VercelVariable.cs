using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PipAi.LocalCloud.Vercel.State;

/// <summary>An environment variable of a project.</summary>
internal sealed record VercelVariable
{
    /// <summary>The type whose value nobody can read back.</summary>
    public const string Sensitive = "sensitive";

    /// <summary>16 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Key { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; init; }

    /// <summary><c>plain, encrypted, sensitive, system</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>production, preview, development</c>.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>Git branch it is for; null for all.</summary>
    public string? GitBranch { get; init; }

    /// <summary>Note for people; null when none.</summary>
    public string? Comment { get; init; }

    /// <summary><c>config</c> or <c>secret</c>; null for what follows from the type.</summary>
    public string? Visibility { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Whether two variables would answer for the same name in the same place.</summary>
    public bool Collides(VercelVariable other) =>
        Id != other.Id && Key == other.Key && GitBranch == other.GitBranch && Targets.Intersect(other.Targets).Any();

    /// <summary>The variable as the API shows it: an encrypted value only when decryption is asked for, a sensitive one never.</summary>
    public JsonObject Show(bool decrypt) => new()
    {
        ["id"] = Id,
        ["key"] = Key,
        ["value"] = Type == Sensitive || (Type == "encrypted" && !decrypt) ? "" : Value,
        ["type"] = Type,
        ["target"] = new JsonArray([.. Targets.Select(target => JsonValue.Create(target))]),
        ["gitBranch"] = GitBranch,
        ["comment"] = Comment ?? "",
        ["visibility"] = Visibility ?? (Type == Sensitive ? "secret" : "config"),
        ["customEnvironmentIds"] = new JsonArray(),
        ["configurationId"] = null,
        ["securityIssues"] = new JsonArray(),
        ["decrypted"] = decrypt && Type != Sensitive,
        ["createdAt"] = CreatedAt,
        ["updatedAt"] = UpdatedAt,
    };
}
