using System.Collections.Immutable;
using System.Text;
using EmbeddedPulumi.Engine.Stacks;
using EmbeddedPulumi.Protocol;
using Google.Protobuf;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>
/// Which plugin a program asks for. It is kept in the inputs of the provider resource: the version in the open, the rest below a key
/// that no plugin ever sees. Names and keys are those of Pulumi's own engine, so that a stack changes hands without a change.
/// </summary>
/// <param name="Plugin">Name of the plugin: of the package, but for a parameterized one.</param>
/// <param name="Version">Version of the plugin; null for any.</param>
internal sealed record PluginRequest(string Plugin, SemanticVersion? Version)
{
    private const string Internal = "__internal";
    private const string VersionKey = "version";
    private const string UrlKey = "pluginDownloadURL";
    private const string ChecksumsKey = "pluginChecksums";
    private const string NameKey = "name";
    private const string ParameterKey = "parameterization";
    private const string VariablesKey = "envVarMappings";

    /// <summary>The server that has the plugin; empty for Pulumi's own.</summary>
    public string Url { get; init; } = "";

    /// <summary>Checksum by platform, in hexadecimal digits.</summary>
    public ImmutableSortedDictionary<string, string> Checksums { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Environment variables by the name they have here, with the name under which the plugin gets their values.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What makes the package out of the plugin; null where they are one.</summary>
    public PackageParameter? Parameter { get; init; }

    /// <summary>Name of the package, which its types begin with.</summary>
    public string Package => Parameter?.Name ?? Plugin;

    /// <summary>Tells default providers apart: there is one for each.</summary>
    public string Key => $"{Package}-{Parameter?.Version ?? Version}-{Url}";

    /// <summary>Name of the default provider.</summary>
    public string DefaultName
    {
        get
        {
            var name = new StringBuilder("default");
            if ((Parameter?.Version ?? Version) is { } version)
            {
                name.Append('_').AppendJoin('_', version.Major, version.Minor, version.Patch);
                foreach (var part in version.Pre.Concat(version.Build)) name.Append('_').Append(part);
            }

            return Url.Length == 0 ? name.ToString() : name.Append('_').Append(Qualified(Url)).ToString();
        }
    }

    /// <summary>The request of a resource or a function.</summary>
    /// <exception cref="FormatException">The version is none.</exception>
    public static PluginRequest Of(string package, string version, string url, IEnumerable<KeyValuePair<string, ByteString>> checksums) =>
        new(package, version.Length == 0 ? null : Exact(package, version))
        {
            Url = url.EndsWith('/') ? url[..^1] : url,
            Checksums = checksums.ToImmutableSortedDictionary(
                entry => entry.Key, entry => Convert.ToHexStringLower(entry.Value.Span), StringComparer.Ordinal),
        };

    /// <summary>The request that a provider resource keeps.</summary>
    /// <exception cref="FormatException">A version is none.</exception>
    public static PluginRequest OfProvider(string type, PropertyMap inputs)
    {
        var package = type[TypeTokens.ProviderPrefix.Length..];
        // States of old engines have all of it in the open.
        var hidden = inputs.Get(Internal) is PropertyValue.Map map ? map.Entries : inputs;
        var parameter = Text(hidden, ParameterKey);
        var version = Text(parameter is null ? inputs : hidden, VersionKey);
        return new PluginRequest(
            Text(hidden, NameKey) ?? package,
            version is null ? null : SemanticVersion.ParseTolerant(version) ?? throw NoVersion(package, version))
        {
            Url = Text(hidden, UrlKey) ?? "",
            Variables = hidden.Get(VariablesKey) is PropertyValue.Map variables
                ? variables.Entries.Keys.ToImmutableSortedDictionary(
                    name => name, name => Text(variables.Entries, name) ?? "", StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, string>.Empty,
            Parameter = parameter is null
                ? null
                : new PackageParameter(package, Exact(package, Text(inputs, VersionKey) ?? ""), ByteString.FromBase64(parameter)),
        };
    }

    /// <summary>A provider's inputs with the request in them.</summary>
    public PropertyMap AddTo(PropertyMap inputs)
    {
        if (this is { Version: null, Url.Length: 0, Checksums.IsEmpty: true, Variables.IsEmpty: true, Parameter: null }) return inputs;
        var hidden = PropertyMap.Empty;
        if (Version is not null) inputs = inputs.With(VersionKey, Version.ToString());
        if (Url.Length > 0) hidden = hidden.With(UrlKey, Url);
        if (!Checksums.IsEmpty) hidden = hidden.With(ChecksumsKey, Texts(Checksums));
        if (!Variables.IsEmpty) hidden = hidden.With(VariablesKey, Texts(Variables));
        if (Parameter is not null)
        {
            hidden = hidden.With(NameKey, Plugin).With(VersionKey, Version?.ToString() ?? "").With(
                ParameterKey, Parameter.Value.ToBase64());
            inputs = inputs.With(VersionKey, Parameter.Version.ToString());
        }

        return inputs.With(Internal, new PropertyValue.Map(hidden));
    }

    /// <summary>What the plugin itself sees of a provider's inputs: its settings, and the version.</summary>
    public static PropertyMap Visible(PropertyMap inputs) => inputs.Without(Internal);

    /// <summary>A plugin's answer about its inputs, with what it did not see or left out.</summary>
    public static PropertyMap Restore(PropertyMap answer, PropertyMap inputs)
    {
        if (inputs.Get(VersionKey) is { } version && !answer.ContainsKey(VersionKey)) answer = answer.With(VersionKey, version);
        return inputs.Get(Internal) is { } hidden ? answer.With(Internal, hidden) : answer;
    }

    private static SemanticVersion Exact(string package, string version) =>
        SemanticVersion.Parse(version) ?? throw NoVersion(package, version);

    private static FormatException NoVersion(string package, string version) =>
        new($"The package '{package}' is asked for in version '{version}', which is no semantic version such as 1.2.3.");

    private static PropertyValue.Map Texts(ImmutableSortedDictionary<string, string> texts) =>
        new(PropertyMap.Of(texts.Select(entry => (entry.Key, (PropertyValue)entry.Value))));

    private static string? Text(PropertyMap map, string key) => (map.Get(key)?.WithoutSecrets() as PropertyValue.Text)?.Value;

    /// <summary>A text as a qualified name: other characters than those of names are <c>_</c>, empty parts are left out.</summary>
    private static string Qualified(string text)
    {
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part =>
            string.Concat(
                Encoding.UTF8.GetBytes(part).Select(
                    octet =>
                        octet < 128 && (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'_' or (byte)'.' or (byte)'-')
                            ? (char)octet : '_')));
        return string.Join('/', parts) is { Length: > 0 } name ? name : "_";
    }
}
