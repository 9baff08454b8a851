using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Operations;
using PipAi.LocalCloud.S3.Permissions;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3;

/// <summary>The table of operations: from method, path, query and headers to what carries the request out.</summary>
internal sealed class S3Router
{
    // Sub-resources that S3 has and this service does not: they must not be taken for the bucket or object itself.
    private static readonly string[] Unknown =
    [
        "analytics", "intelligent-tiering", "inventory", "legal-hold", "metadataConfiguration", "metadataTable", "restore",
        "retention", "select", "session", "torrent",
    ];

    private readonly S3Store store;
    private readonly RolePermissions permissions;
    private readonly IReadOnlyList<S3Route> routes;

    /// <summary>Builds the table; the more a route asks for, the earlier it is tried.</summary>
    public S3Router(S3Store store, RolePermissions permissions, TimeProvider time)
    {
        (this.store, this.permissions) = (store, permissions);
        routes =
        [
            .. new IEnumerable<S3Route>[]
            {
                new BucketOperations(store).Routes,
                ConfigurationOperations.Routes(store),
                ListingOperations.Routes,
                ObjectOperations.Routes,
                DeleteOperations.Routes,
                new TaggingOperations(time).Routes,
                new CopyOperations(store).Routes,
                new MultipartOperations(store, time).Routes,
                new PartOperations(store, time).Routes,
            }.SelectMany(group => group).OrderByDescending(route => route.Queries.Count + (route.Header is null ? 0 : 1)),
        ];
    }

    /// <summary>The route of a request.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public S3Route Find(HttpRequest request, S3Target target)
    {
        var level = target.Bucket.Length == 0 ? S3Level.Service : target.Key.Length == 0 ? S3Level.Bucket : S3Level.Object;
        if (Array.Find(Unknown, name => target.Raw[name] is not null) is { } unknown) throw S3Errors.NotImplemented($"?{unknown}");
        return routes.FirstOrDefault(route => route.Level == level
            && route.Method == request.Method
            && route.Queries.All(name => target.Raw[name] is not null)
            && (route.Header is null || request.Headers.ContainsKey(route.Header))) ?? throw S3Errors.MethodNotAllowed();
    }

    /// <summary>Carries a verified request out.</summary>
    /// <exception cref="AwsException">It is refused.</exception>
    public Task HandleAsync(S3Route route, S3Request request, CancellationToken cancellation)
    {
        permissions.Verify(request.Caller, route, request);
        if (route.Level != S3Level.Service)
        {
            request.Found = store.Find(request.BucketName);
            if (!route.AnyBucket) VerifyRegion(request);
        }

        return route.Handle(request, cancellation);
    }

    private static void VerifyRegion(S3Request request)
    {
        var region = request.Bucket.Settings.Region;
        request.Answer["x-amz-bucket-region"] = region;
        if (region == request.Region) return;
        throw new AwsException(301, "PermanentRedirect",
            $"The bucket {request.BucketName} is in region {region}; the request was signed for {request.Region}.");
    }
}
