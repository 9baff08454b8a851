using System.Text.Json;

namespace PipAi.Providers.Aws.Handlers;

/// <summary>Checks that the schema has no words for.</summary>
internal static class InputRules
{
    /// <summary>A text must be one of a few; one that is absent or unknown is not looked at.</summary>
    public static IEnumerable<CheckFailure> Values(string property, string? value, params string[] allowed)
    {
        if (value is not null && !allowed.Contains(value, StringComparer.Ordinal))
            yield return new CheckFailure(property, $"it is '{value}', and must be one of: {string.Join(", ", allowed)}.");
    }

    /// <summary>A number must lie in a range; one that is absent or unknown is not looked at.</summary>
    public static IEnumerable<CheckFailure> Range(string property, int? value, int least, int most)
    {
        if (value < least || value > most)
            yield return new CheckFailure(property, $"it is {value}, and must be from {least} to {most}.");
    }

    /// <summary>A text must be a JSON object, as every policy is.</summary>
    public static IEnumerable<CheckFailure> Policy(string property, string? value)
    {
        if (value is null) yield break;
        var problem = PolicyProblem(value);
        if (problem is not null) yield return new CheckFailure(property, problem);
    }

    private static string? PolicyProblem(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("Statement", out _)
                ? null
                : "it is no policy: a JSON object with a 'Statement'.";
        }
        catch (JsonException broken)
        {
            return $"it is not valid JSON: {broken.Message}";
        }
    }
}
