using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PipAi.LocalCloud.S3.Buckets;
using PipAi.LocalCloud.S3.Listings;
using PipAi.LocalCloud.S3.Multipart;
using PipAi.LocalCloud.S3.Objects;
using PipAi.LocalCloud.S3.Offered;
using PipAi.LocalCloud.S3.Permissions;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.S3.Storage;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.S3;

/// <summary>From method, path, query and headers to the row of the table, and from there to what carries the request out.</summary>
internal sealed class S3Router
{
    private static readonly ImmutableArray<S3Operation> Rows =
        [.. S3Table.Offered.Concat(S3Table.Refused).OrderByDescending(row => row.Precision)];

    private readonly S3Store store;
    private readonly RolePermissions permissions;
    private readonly FrozenDictionary<string, S3Handler> handlers;

    /// <summary>Joins the table with the handlers of its rows.</summary>
    /// <exception cref="InvalidOperationException">A row has no handler, or a handler no row.</exception>
    public S3Router(S3Store store, RolePermissions permissions, TimeProvider time)
    {
        (this.store, this.permissions) = (store, permissions);
        handlers = new[]
        {
            new BucketOperations(store).Handlers,
            ConfigurationOperations.Handlers(store),
            UnconfiguredOperations.Handlers,
            ListingOperations.Handlers,
            ObjectOperations.Handlers,
            AclOperations.Handlers,
            DeleteOperations.Handlers,
            new TaggingOperations(time).Handlers,
            new CopyOperations(store).Handlers,
            new MultipartOperations(store, time).Handlers,
            new PartOperations(store, time).Handlers,
            new UploadListing(store).Handlers,
        }.SelectMany(group => group).ToFrozenDictionary();
        var unlike = S3Table.Offered.Select(row => row.Name).Concat(handlers.Keys).GroupBy(name => name).Where(group => group.Count() != 2);
        if (unlike.FirstOrDefault() is { } odd)
            throw new InvalidOperationException($"{odd.Key} is in the table or among the handlers, not in both.");
    }

    /// <summary>The row of a request.</summary>
    /// <exception cref="AwsException">There is none, or it is one of those that are not offered.</exception>
    public static S3Operation Find(HttpRequest request, S3Target target)
    {
        var level = target.Bucket.Length == 0 ? S3Level.Service : target.Key.Length == 0 ? S3Level.Bucket : S3Level.Object;
        var found = Rows.FirstOrDefault(row => row.Level == level
            && row.Method == request.Method
            && row.Needs.All(name => target.Raw[name] is not null)
            && (row.NeedsHeader is null || HoistedHeaders.Has(request, target.Raw, row.NeedsHeader)));
        var isRefused = found is not null && S3Table.Refused.Contains(found);
        if (found is null || (isRefused && found.Needs.IsEmpty && target.Raw.Query.Count > 0))
            throw S3Errors.MethodNotAllowed(
                $"{request.Method} {target.Raw.Path}?{string.Join('&', target.Raw.Query.Select(parameter => parameter.Key))}");
        return isRefused ? throw S3Errors.NotImplemented($"{found.Name} ({found.Call})") : found;
    }

    /// <summary>Carries a verified request out.</summary>
    /// <exception cref="AwsException">It is refused.</exception>
    public Task HandleAsync(S3Request request, CancellationToken cancellation)
    {
        permissions.Verify(request.Caller, request);
        if (request.Operation.Level != S3Level.Service)
        {
            request.Found = store.Find(request.BucketName);
            request.VerifyOwner("x-amz-expected-bucket-owner");
            if (!request.Operation.AnyBucket) VerifyRegion(request);
        }

        return handlers[request.Operation.Name](request, cancellation);
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
