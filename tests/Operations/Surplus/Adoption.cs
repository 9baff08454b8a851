using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;
using PipAi.Plugins.Requests;
using PipAi.Plugins.Values;
using PipAi.Providers.Fly;
using PipAi.ProviderTesting;

namespace PipAi.Operations.Tests.Surplus;

/// <summary>What becomes of surplus that is declared, as it is advised.</summary>
internal static partial class Adoption
{
    /// <summary>As the state's document has them.</summary>
    public static ImmutableArray<DeclaredResource> DeclaredAs(params IEnumerable<(string Type, string Id)> resources) =>
        DeclaredResource.Parse(JsonSerializer.SerializeToElement(
            new
            {
                deployment = new
                {
                    resources = resources.Select(
                resource => new { urn = $"urn:{resource.Id}", type = resource.Type, id = resource.Id })
                }
            }));

    /// <summary>Does what is advised, as an engine does it: the provider reads what the import id names, and its id is kept.</summary>
    public static async Task<ImmutableArray<DeclaredResource>> OfAsync(RunningCloud cloud, IEnumerable<string> advice)
    {
        var provider = FlyPlugin.Create(new ListeningEngine(), ".");
        var settings = Props.Of(("token", cloud.Endpoints.Tokens.Fly), ("endpoint", cloud.Endpoints.AddressOf(VendorNames.Fly).ToString()));
        await provider.ConfigureAsync(
            new ConfigureRequest(
                ImmutableDictionary<string, string>.Empty, settings, acceptSecrets: true, acceptResources: true, sendsOldInputs: true,
                sendsOldInputsToDelete: true), CancellationToken.None);
        var (adopted, none) = (new List<(string, string)>(), ImmutableDictionary<string, PropertyValue>.Empty);
        foreach (var words in advice)
        {
            var named = Advice().Match(words);
            var (type, id) = (named.Groups["type"].Value, named.Groups["id"].Value);
            var read = await provider.ReadAsync(new ReadRequest(ProviderRun.Urn(type, "adopted"), id, none, none), CancellationToken.None);
            Assert.NotEmpty(read.Inputs!);
            adopted.Add((type, read.Id!));
        }

        return DeclaredAs(adopted);
    }

    [GeneratedRegex("as (?<type>[^ ]+) with ImportId = \"(?<id>[^\"]+)\"")]
    private static partial Regex Advice();
}
