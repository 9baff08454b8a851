using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PipAi.Infra.Policies;

/// <summary>
/// Writes down what a program declares while no cloud is there: every resource exists at once, and what only a cloud would
/// know stands in braces (<c>{documents.arn}</c>); where that is a secret, it says so.
/// </summary>
internal sealed class DeclarationRecorder : IMocks
{
    // What the program reads of resources; strings, but for the version of a Fly secret.
    private static readonly string[] Learned =
    [
        "alias", "arn", "digest", "domainName", "grpcEndpoint", "hostname", "namespaceId", "reference", "serviceAccountId", Secret,
    ];

    /// <summary>Ends what stands for a secret.</summary>
    public const string SecretMark = "[secret]";

    private const string Secret = "token";

    private readonly ConcurrentQueue<(Resource Resource, ResourceOptions Options)> _constructed = new();
    private readonly ConcurrentDictionary<(string Type, string Name), ImmutableDictionary<string, object>> _inputs = new();

    /// <summary>Notes how a resource was declared; given to every component as a transformation, it changes nothing.</summary>
    public ResourceTransformationResult? Note(ResourceTransformationArgs args)
    {
        _constructed.Enqueue((args.Resource, args.Options));
        return null;
    }

    /// <inheritdoc/>
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var name = args.Name ?? "";
        _inputs[(args.Type ?? "", name)] = args.Inputs;
        var state = Learned.Where(property => !args.Inputs.ContainsKey(property))
            .Aggregate(
                args.Inputs,
                (known, property) => known.SetItem(property, $"{{{name}.{property}}}{(property == Secret ? $" {SecretMark}" : "")}"));
        if (args.Type == "fly:index:Secret") state = AsFlySecret(name, state);
        if (args.Type == "vercel:index/deployment:Deployment")
            state = state.SetItem("domains", ImmutableArray.Create<object>($"{{{name}.domain}}"));
        return Task.FromResult<(string? id, object state)>(($"{{{name}.id}}", state));
    }

    /// <inheritdoc/>
    public Task<object> CallAsync(MockCallArgs args) =>
        throw new InvalidOperationException($"The program calls {args.Token}: it is to declare, not to ask.");

    /// <summary>Everything that was declared, in the order of the program.</summary>
    public async Task<ImmutableArray<PolicyResource>> ReadAsync()
    {
        var declared = ImmutableArray.CreateBuilder<PolicyResource>();
        foreach (var (resource, options) in _constructed)
        {
            var (type, name) = (resource.GetResourceType(), resource.GetResourceName());
            var dependsOn = await OutputUtilities.GetValueAsync(options.DependsOn.ToOutput());
            declared.Add(new PolicyResource(
                type, name, options.Parent?.GetResourceName() ?? "", options.Protect ?? false,
                [.. dependsOn.IsDefault ? [] : dependsOn.Select(Title)],
                _inputs.GetValueOrDefault((type, name), ImmutableDictionary<string, object>.Empty)));
        }

        return declared.ToImmutable();
    }

    // Its value is known where the program gives it; another one is made.
    private static ImmutableDictionary<string, object> AsFlySecret(string name, ImmutableDictionary<string, object> state) =>
        (state.ContainsKey("value") ? state : state.SetItem("value", $"{{{name}.value}} {SecretMark}")).SetItem("version", 1);

    private static string Title(Resource resource) => $"{resource.GetResourceType().Split(':')[^1]} {resource.GetResourceName()}";
}
