using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Handlers;

namespace PipAi.Providers.Vercel.Domains;

/// <summary>A domain name of a project.</summary>
internal sealed class DomainHandler(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelHandler("vercel:index/projectDomain:ProjectDomain", client, settings, schema)
{
    private static readonly string[] Changeable = ["gitBranch", "customEnvironmentId", "redirect", "redirectStatusCode"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["projectId", "domain", "teamId"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ["id", "verified", "verifications"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("domain") is { } domain
            && (!domain.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(domain) != UriHostNameType.Dns))
            yield return new CheckFailure("domain", $"'{domain}' is no domain name.");
        if (inputs.Whole("redirectStatusCode") is { } status and not (301 or 302 or 307 or 308))
            yield return new CheckFailure("redirectStatusCode", $"it is {status}, and must be one of: 301, 302, 307, 308.");
        if (inputs.Has("redirectStatusCode") && !inputs.Has("redirect"))
            yield return new CheckFailure("redirectStatusCode", "it is of no use without 'redirect'.");
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellation) =>
        Client.DeleteAsync(Path(request.OldInputs), TeamOf(request.OldInputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)> CreateAsync(
        string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var domain = inputs.RequiredText("domain");
        var body = Body(
            [("name", domain), .. Changeable.Select(name => (name, Json.Write(inputs.GetValueOrDefault(name, PropertyValue.Null))))]);
        try
        {
            return (domain, Outputs(
                await Client.CallAsync(HttpMethod.Post, $"v10/{ProjectPath(inputs)}/domains", TeamOf(inputs), body, cancellation), inputs));
        }
        catch (VercelException taken) when (taken.Status == 409)
        {
            // A domain that this very project has already is one whose creation was not heard of.
            var mine = await Client.FindAsync(Path(inputs), TeamOf(inputs), cancellation);
            if (mine is null) throw;
            await Log.TakenOverAsync($"domain '{domain}' of project '{inputs.Text("projectId")}'", urn);
            return (domain, await ChangeAsync(inputs, cancellation));
        }
    }

    /// <inheritdoc/>
    protected override Task<PropertyMap> ApplyAsync(UpdateRequest request, CancellationToken cancellation) =>
        ChangeAsync(request.NewInputs, cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Outputs)?> FetchAsync(ReadRequest request, CancellationToken cancellation)
    {
        // An import names the project before the domain.
        var parts = request.Id.Split('/');
        var known = (parts.Length == 2 ? request.Inputs.With("projectId", parts[0]) : request.Inputs).With("domain", parts[^1]);
        return await Client.FindAsync(Path(known), TeamOf(known), cancellation) is { } answer ? (parts[^1], Outputs(answer, known)) : null;
    }

    private async Task<PropertyMap> ChangeAsync(PropertyMap inputs, CancellationToken cancellation)
    {
        var body = new JsonObject(Changeable.Select(name =>
            KeyValuePair.Create(name, Json.Write(inputs.GetValueOrDefault(name, PropertyValue.Null)))));
        return Outputs(await Client.CallAsync(HttpMethod.Patch, Path(inputs), TeamOf(inputs), body, cancellation), inputs);
    }

    private static string Path(PropertyMap inputs) =>
        $"v9/{ProjectPath(inputs)}/domains/{Uri.EscapeDataString(inputs.RequiredText("domain"))}";

    private PropertyMap Outputs(JsonObject answer, PropertyMap inputs)
    {
        var outputs = PropertyMap.Empty
            .With("domain", (string?)answer["name"])
            .With("projectId", (string?)answer["projectId"])
            .With("teamId", TeamShown(inputs))
            .With("waitForReady", inputs.Flag("waitForReady"))
            .SetItem("verified", Json.Read(answer["verified"]))
            .SetItem("verifications", Json.Read(answer["verification"] ?? new JsonArray()));
        return Changeable.Aggregate(outputs, (all, name) => all.With(name, Json.Read(answer[name])));
    }
}
