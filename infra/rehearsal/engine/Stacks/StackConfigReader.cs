using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmbeddedPulumi.Engine.Errors;
using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Engine.Secrets;
using EmbeddedPulumi.Protocol;

namespace EmbeddedPulumi.Engine.Stacks;

/// <summary>
/// Joins the project's declarations with the stack's values. All mistakes are collected and reported together, each with its key,
/// its place and what would be right.
/// </summary>
internal sealed class StackConfigReader(ProjectFile project, StackFile stack, string stackName, string commandName)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableSortedDictionary<string, string>.Builder values =
        ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    private readonly ImmutableSortedSet<string>.Builder secretKeys = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
    private readonly List<(string Key, string Text)> mistakes = [];

    /// <summary>Whether a value is encrypted, so that reading the configuration needs the passphrase.</summary>
    public bool HasSecureValues => HasSecure(stack.Config);

    /// <summary>Whether a `config` block has an encrypted value.</summary>
    public static bool HasSecure(YamlMapping config) => config.Entries.Any(entry => IsSecure(entry.Value));

    /// <summary>The values, and all that is wrong with them; a value of a wrong type is there as it stands.</summary>
    /// <exception cref="EngineException">A secure value cannot be decrypted.</exception>
    public StackConfig Read(PassphraseCipher? cipher)
    {
        foreach (var entry in stack.Config.Entries) ReadEntry(entry, cipher);
        foreach (var key in project.Declarations.Keys.Order(StringComparer.Ordinal)) ApplyDefault(key, project.Declarations[key]);
        return new StackConfig(values.ToImmutable(), secretKeys.ToImmutable()) { Mistakes = [.. mistakes], Stored = Stored() };
    }

    private ImmutableSortedDictionary<string, YamlValue> Stored()
    {
        var stored = ImmutableSortedDictionary.CreateBuilder<string, YamlValue>(StringComparer.Ordinal);
        foreach (var entry in stack.Config.Entries)
        {
            var key = ProjectFile.FullKey(project.Name, entry.Key);
            if (values.ContainsKey(key) && (IsSecure(entry.Value) || !secretKeys.Contains(key))) stored[key] = entry.Value;
        }

        return stored.ToImmutable();
    }

    private static bool IsSecure(YamlValue value) => value switch
    {
        YamlMapping { Entries: [{ Key: "secure", Value: YamlScalar }] } => true,
        YamlMapping mapping => mapping.Entries.Any(entry => IsSecure(entry.Value)),
        YamlSequence sequence => sequence.Items.Any(IsSecure),
        _ => false,
    };

    private void ReadEntry(YamlEntry entry, PassphraseCipher? cipher)
    {
        var key = ProjectFile.FullKey(project.Name, entry.Key);
        var declaration = project.Declarations.GetValueOrDefault(key);
        if (declaration is null && IsUnknown(key))
        {
            mistakes.Add((key, $"line {entry.Line}: '{key}' is not declared in {Path.GetFileName(project.Path)}{Suggestion(key)}"));
            return;
        }

        var secure = IsSecure(entry.Value);
        if (Mismatch(entry.Value, declaration, secure) is { } mismatch) mistakes.Add((key, $"line {entry.Line}: '{key}' {mismatch}"));

        values[key] = Text(entry.Value, cipher);
        if (secure || declaration is { Secret: true }) secretKeys.Add(key);
    }

    /// <summary>A project that declares its keys declares all of them; other namespaces are the providers' own.</summary>
    private bool IsUnknown(string key)
    {
        var prefix = project.Name + ":";
        return key.StartsWith(prefix, StringComparison.Ordinal)
            && project.Declarations.Keys.Any(declared => declared.StartsWith(prefix, StringComparison.Ordinal));
    }

    private string Suggestion(string key)
    {
        var nearest = project.Declarations.Keys
            .Select(declared => (declared, Distance: EditDistance.Between(declared, key)))
            .Where(candidate => candidate.Distance <= 3)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.declared, StringComparer.Ordinal)
            .Select(candidate => candidate.declared)
            .FirstOrDefault();
        return nearest is null ? "." : $"; did you mean '{nearest}'?";
    }

    private static string? Mismatch(YamlValue value, ConfigDeclaration? declaration, bool secure)
    {
        if (declaration?.Type is not { } type || (secure && value is YamlMapping { Entries: [{ Key: "secure" }] })) return null;
        if (IsOfType(value, type))
        {
            var wrong = value is YamlSequence items && declaration.ItemType is { } itemType
                ? items.Items.FirstOrDefault(item => !IsOfType(item, itemType))
                : null;
            return wrong is null ? null : $"must be an array of type '{declaration.ItemType}', but has the item {Shown(wrong)}.";
        }

        return $"must be of type '{type}', but is {Shown(value)}.";
    }

    private static bool IsOfType(YamlValue value, string type) => type switch
    {
        "string" => value is YamlScalar,
        "integer" => value is YamlScalar scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "boolean" => value is YamlScalar { Text: "true" or "false" },
        "array" => value is YamlSequence,
        "object" => value is YamlMapping,
        _ => true,
    };

    private static string Shown(YamlValue value) => value switch
    {
        YamlScalar scalar => $"'{scalar.Text}'",
        YamlSequence => "a list",
        _ => "an object",
    };

    private void ApplyDefault(string key, ConfigDeclaration declaration)
    {
        if (values.ContainsKey(key)) return;
        if (declaration.Default is { } value)
        {
            values[key] = Text(value, null);
            if (declaration.Secret) secretKeys.Add(key);
        }
        else if (declaration.Type is not null)
        {
            mistakes.Add((key, $"'{key}' is not set; it must be of type '{declaration.Type}'.\n"
                + $"      {commandName} config set {key} <value> --stack {stackName}"));
        }
    }

    private static string Text(YamlValue value, PassphraseCipher? cipher)
    {
        if (value is YamlScalar scalar) return scalar.Text;
        var json = Decrypted(value, cipher);
        // As Pulumi writes it, to the byte: a plan says what the program gets.
        return value is YamlMapping { Entries: [{ Key: "secure" }] } ? json!.GetValue<string>() : json!.ToJsonString(Plain)
            .Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace(
                "&", "\\u0026", StringComparison.Ordinal);
    }

    private static JsonNode? Decrypted(YamlValue value, PassphraseCipher? cipher) => value switch
    {
        YamlMapping { Entries: [{ Key: "secure", Value: YamlScalar secret }] } => JsonValue.Create(cipher!.Decrypt(secret.Text)),
        YamlMapping mapping => new JsonObject(
            mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(
                entry => KeyValuePair.Create(entry.Key, Decrypted(entry.Value, cipher)))),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(item => Decrypted(item, cipher))]),
        _ => value.ToJson(),
    };
}
