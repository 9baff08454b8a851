using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>
/// The settings of the stack under one namespace, by default the project's. Get answers null for a missing key, Require fails
/// with the command that sets it; the Secret twins give outputs that are never shown.
/// </summary>
public sealed class Config
{
    private readonly string name;

    /// <summary>The settings of a namespace.</summary>
    public Config(string? name = null)
    {
        const string longForm = ":config";
        name ??= Deployment.Instance.ProjectName;
        this.name = name.EndsWith(longForm, StringComparison.Ordinal) ? name[..^longForm.Length] : name;
    }

    /// <summary>A text.</summary>
    public string? Get(string key) => Deployment.Running.GetConfig(FullKey(key));

    /// <summary>A secret text.</summary>
    public Output<string>? GetSecret(string key) => Secret(Get(key));

    /// <summary>A truth value: <c>true</c> or <c>false</c>.</summary>
    public bool? GetBoolean(string key) => Get(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw NotA(key, text, nameof(Boolean)),
    };

    /// <summary>A secret truth value.</summary>
    public Output<bool>? GetSecretBoolean(string key) => Secret(GetBoolean(key));

    /// <summary>A whole number.</summary>
    public int? GetInt32(string key) => Get(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw NotA(key, text, nameof(Int32)),
    };

    /// <summary>A secret whole number.</summary>
    public Output<int>? GetSecretInt32(string key) => Secret(GetInt32(key));

    /// <summary>A number.</summary>
    public double? GetDouble(string key) => Get(key) switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw NotA(key, text, nameof(Double)),
    };

    /// <summary>A secret number.</summary>
    public Output<double>? GetSecretDouble(string key) => Secret(GetDouble(key));

    /// <summary>An object or list, from JSON.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key) => Parse<T>(key, Get(key), null);

    /// <summary>An object or list, from JSON read with options.</summary>
    [return: MaybeNull]
    public T GetObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, Get(key), options);

    /// <summary>A secret object or list.</summary>
    public Output<T>? GetSecretObject<T>(string key) => Get(key) is null ? null : Output.CreateSecret(GetObject<T>(key)!);

    /// <summary>A secret object or list, read with options.</summary>
    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options) =>
        Get(key) is null ? null : Output.CreateSecret(GetObject<T>(key, options)!);

    /// <summary>A text that has to be set.</summary>
    public string Require(string key) => Get(key) ?? throw Missing(key);

    /// <summary>A secret text that has to be set.</summary>
    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    /// <summary>A truth value that has to be set.</summary>
    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    /// <summary>A secret truth value that has to be set.</summary>
    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    /// <summary>A whole number that has to be set.</summary>
    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    /// <summary>A secret whole number that has to be set.</summary>
    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    /// <summary>A number that has to be set.</summary>
    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    /// <summary>A secret number that has to be set.</summary>
    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    /// <summary>An object or list that has to be set.</summary>
    public T RequireObject<T>(string key) => Parse<T>(key, Require(key), null)!;

    /// <summary>An object or list that has to be set, read with options.</summary>
    public T RequireObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, Require(key), options)!;

    /// <summary>A secret object or list that has to be set.</summary>
    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    /// <summary>A secret object or list that has to be set, read with options.</summary>
    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) =>
        Output.CreateSecret(RequireObject<T>(key, options));

    private static Output<T>? Secret<T>(T? value)
        where T : struct => value is { } known ? Output.CreateSecret(known) : null;

    private static Output<string>? Secret(string? value) => value is null ? null : Output.CreateSecret(value);

    private T? Parse<T>(string key, string? json, JsonSerializerOptions? options)
    {
        try
        {
            return json is null ? default : JsonSerializer.Deserialize<T>(json, options);
        }
        catch (JsonException failure)
        {
            throw NotA(key, json!, typeof(T).FullName!, failure);
        }
    }

    private string FullKey(string key) => $"{name}:{key}";

    private RunException Missing(string key) => new(
        $"Missing Required configuration variable '{FullKey(key)}'\n"
        + $"\tplease set a value using the command `pulumi config set {FullKey(key)} <value>`");

    private RunException NotA(string key, string value, string type, Exception? cause = null)
    {
        var shown = Deployment.Running.IsConfigSecret(FullKey(key)) ? "[secret]" : value;
        return new RunException($"Configuration '{FullKey(key)}' value '{shown}' is not a valid {type}", cause);
    }
}
