using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PipAi.LocalCloud.Faults;
using PipAi.LocalCloud.S3.Buckets;
using PipAi.LocalCloud.S3.Offered;
using PipAi.LocalCloud.S3.Permissions;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Replication;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Signatures;
using PipAi.LocalCloud.Sts;

namespace PipAi.LocalCloud.S3;

/// <summary>
/// Amazon S3 for unmodified clients: all regions on one port, told apart by the region that a request is signed for.
/// Everything is on disk before it is acknowledged.
/// </summary>
public sealed class S3Service : IVendorService
{
    private readonly LocalCloudContext surroundings;
    private readonly AccessKeys keys;
    private readonly SignatureVerifier signatures;
    private readonly FaultInjection gate;
    private readonly ILogger log;
    private S3Store? store;
    private S3Router? router;
    private Replicator? replicator;
    private LoopbackServer? server;

    /// <summary>Makes the service; its buckets are read when it starts.</summary>
    public S3Service(LocalCloudContext surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        this.surroundings = surroundings;
        keys = AccessKeys.Of(surroundings);
        signatures = new SignatureVerifier("s3", keys, surroundings.Time);
        gate = new FaultInjection(surroundings.Faults, surroundings.Time);
        log = surroundings.Loggers.CreateLogger<S3Service>();
    }

    /// <inheritdoc/>
    public string Name => VendorNames.S3;

    /// <inheritdoc/>
    public int Port => server?.Port ?? 0;

    /// <inheritdoc/>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        store = new S3Store(surroundings.FolderOf(Name), surroundings.Time);
        var roles = new RoleStore(surroundings.FolderOf(VendorNames.Sts));
        router = new S3Router(store, new RolePermissions(roles), surroundings.Time);
        replicator = new Replicator(
            store,
            new ReplicationPermissions(roles),
            surroundings.Faults,
            surroundings.Time,
            surroundings.Loggers.CreateLogger<Replicator>());
        replicator.Start();
        var options = new LoopbackServerOptions
        {
            Service = Name,
            Port = port,
            Loggers = surroundings.Loggers,
            HasOpaqueHeaders = true,
        };
        server = await LoopbackServer.StartAsync(options, _ => { }, application => application.Run(ServeAsync), cancellation);
    }

    /// <inheritdoc/>
    public JsonNode? Describe() => store is null ? null : new JsonObject
    {
        ["waitingCopies"] = replicator?.Waiting ?? 0,
        ["buckets"] = new JsonArray([.. store.Buckets.Select(bucket => (JsonNode)new JsonObject
        {
            ["name"] = bucket.Name,
            ["region"] = bucket.Settings.Region,
            ["versioning"] = bucket.Settings.Versioning,
            ["objects"] = bucket.Objects.Count,
        })]),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        if (replicator is not null) await replicator.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        context.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N")[..16].ToUpperInvariant();
        context.Response.Headers["x-amz-id-2"] = "local";
        try
        {
            var target = S3Target.Of(RawTarget.Of(context));
            var bucket = store!.Find(target.Bucket);
            // A browser asks without a signature whether its page may ask.
            var isAsked = HttpMethods.IsOptions(context.Request.Method);
            var operation = isAsked ? null : S3Router.Find(context.Request, target);
            var signature = RequestSignature.Read(context.Request, target.Raw);
            var fault = surroundings.Faults.MatchAny(
                Name, [signature?.Scope.Region ?? bucket?.Settings.Region, keys.PlaceOf(signature?.SessionToken)],
                operation?.Name ?? "OptionsObject");
            await gate.PassAsync(
                context,
                fault,
                () =>
                    operation is null ? CrossOrigin.AnswerAsync(context, bucket, target) : HandleAsync(context, target, operation, bucket),
                status => RefuseAsync(context, Scripted(status)));
        }
        catch (AwsException refusal)
        {
            await RefuseAsync(context, refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody waits for an answer.
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            log.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await RefuseAsync(context, new AwsException(500, "InternalError", "We encountered an internal error. Please try again."));
        }
    }

    private Task HandleAsync(HttpContext context, S3Target target, S3Operation operation, Bucket? bucket)
    {
        CrossOrigin.Allow(context, bucket);
        return router!.HandleAsync(Verify(context, target, operation), context.RequestAborted);
    }

    private S3Request Verify(HttpContext context, S3Target target, S3Operation operation)
    {
        var verified = signatures.Verify(context.Request, target.Raw);
        HoistedHeaders.Lower(context.Request, target.Raw);
        UnofferedParts.Verify(operation, target.Raw, context.Request.Headers);
        return new S3Request(context, target, operation, verified);
    }

    private static AwsException Scripted(FaultEffect.Status status) => status.Code switch
    {
        _ when status.Error is { } error => new(status.Code, error, "The request is refused by a scripted fault."),
        503 => new(503, "SlowDown", "Please reduce your request rate."),
        429 => new(429, "TooManyRequests", "Please reduce your request rate."),
        403 => new(403, "AccessDenied", "Access Denied"),
        >= 500 => new(status.Code, "InternalError", "We encountered an internal error. Please try again."),
        _ => new(status.Code, "InvalidRequest", "The request is refused by a scripted fault."),
    };

    private static async Task RefuseAsync(HttpContext context, AwsException refusal)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        response.StatusCode = refusal.Status;
        response.ContentLength = null;
        foreach (var (name, value) in refusal.Headers) response.Headers[name] = value;
        if (HttpMethods.IsHead(context.Request.Method) || refusal.Status == 304) return;

        var error = new XElement(
            "Error",
            new XElement("Code", refusal.Code),
            new XElement("Message", refusal.Message),
            new XElement("Resource", context.Request.Path.Value),
            new XElement("RequestId", response.Headers["x-amz-request-id"].ToString()),
            new XElement("HostId", "local"));
        var body = S3Xml.Write(error);
        response.ContentType = "application/xml";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }
}
