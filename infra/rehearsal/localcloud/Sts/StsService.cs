using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.Sts;

/// <summary>
/// AWS Security Token Service for unmodified clients: machines trade Fly's identity tokens for sessions that the local S3
/// accepts, as far as the role's trust policy lets them.
/// </summary>
public sealed class StsService : IVendorService
{
    private const int LargestRequest = 1 << 16;

    private readonly LocalCloudContext surroundings;
    private readonly SignatureVerifier signatures;
    private readonly AccessKeys keys;
    private readonly WebIdentityTokens webIdentities;
    private readonly FaultInjection gate;
    private RoleStore? roles;
    private StsActions? actions;
    private LoopbackServer? server;

    /// <summary>Makes the service; its roles are read when it starts.</summary>
    /// <param name="surroundings">Surroundings.</param>
    /// <param name="provider">Whose tokens are traded for sessions.</param>
    public StsService(LocalCloudContext surroundings, IdentityProvider provider)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        webIdentities = new WebIdentityTokens(provider, surroundings.Time);
        this.surroundings = surroundings;
        keys = AccessKeys.Of(surroundings);
        signatures = new SignatureVerifier("sts", keys, surroundings.Time);
        gate = new FaultInjection(surroundings.Faults, surroundings.Time);
    }

    /// <inheritdoc/>
    public string Name => VendorNames.Sts;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        roles = new RoleStore(surroundings.FolderOf(Name));
        actions = new StsActions(roles, webIdentities, keys);
        var registration = new RoleRegistration(roles, surroundings.Tokens);
        var options = new LoopbackServerOptions
        {
            Service = Name,
            Port = port,
            Loggers = surroundings.Loggers,
            HasOpaqueHeaders = true,
            MaxRequestBodyBytes = LargestRequest,
        };
        server = await LoopbackServer.StartAsync(
            options,
            _ => { },
            application => application.Run(context =>
                RoleRegistration.Serves(context.Request.Path.Value!)
                    ? registration.ServeAsync(context)
                    : ServeAsync(context)),
            cancellation);
    }

    /// <inheritdoc/>
    public JsonNode? Describe() => roles is null
        ? null
        : new JsonObject { ["roles"] = new JsonArray([.. roles.Arns.Select(arn => (JsonNode)arn)]) };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var target = RawTarget.Of(context);
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var parameters = Parameters(target, body);
        var action = parameters.GetValueOrDefault("Action", "");
        try
        {
            var region = RequestSignature.Read(context.Request, target)?.Scope.Region;
            await gate.PassAsync(
                context,
                surroundings.Faults.MatchAny(Name, [region, actions!.RegionOf(parameters)], action),
                () => AnswerAsync(context, 200, Act(context, target, action, parameters, body)),
                status =>
                    RefuseAsync(
                        context, new AwsException(status.Code, status.Error ?? "ServiceUnavailable", "Refused by a scripted fault.")));
        }
        catch (AwsException refusal)
        {
            await RefuseAsync(context, refusal);
        }
    }

    private XElement Act(HttpContext context, RawTarget target, string action, Dictionary<string, string> parameters, string body)
    {
        StsTable.Verify(context.Request.Method, target.Path, parameters);
        return action switch
        {
            "AssumeRoleWithWebIdentity" => actions!.AssumeRoleWithWebIdentity(parameters),
            "GetCallerIdentity" => StsActions.GetCallerIdentity(signatures.Verify(context.Request, target, Hash(body)).Caller),
            _ => throw new InvalidOperationException($"The table offers {action}, and nothing carries it out."),
        };
    }

    private static Dictionary<string, string> Parameters(RawTarget target, string body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in target.Query) parameters[name] = value;
        foreach (var (name, value) in QueryHelpers.ParseQuery(body)) parameters[name] = value.ToString();
        return parameters;
    }

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static Task RefuseAsync(HttpContext context, AwsException refusal) =>
        AnswerAsync(context, refusal.Status, StsActions.Error(refusal));

    private static async Task AnswerAsync(HttpContext context, int status, XElement document)
    {
        var body = Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
