using Amazon.S3;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using PipAi.Providers.Aws.S3;

namespace PipAi.Providers.Aws.Buckets;

/// <summary>A setting of a bucket that is a resource of its own: one of each kind per bucket, with the bucket's name as id.</summary>
internal abstract class BucketSettingHandler : AwsHandler
{
    private readonly string setting;
    private readonly S3Clients clients;

    /// <summary>Makes the kind: it goes with its bucket, and another bucket has another one.</summary>
    /// <param name="token">The type token.</param>
    /// <param name="setting">What it is, for messages: <c>encryption</c>.</param>
    /// <param name="clients">The local S3.</param>
    /// <param name="settings">The provider's settings.</param>
    protected BucketSettingHandler(string token, string setting, S3Clients clients, AwsSettings settings)
        : base(token, settings)
    {
        (this.setting, this.clients) = (setting, clients);
        ReplaceOn = ["bucket", "region"];
        NameProperty = "bucket";
    }

    /// <summary>Outputs that the vendor answers where the program gives nothing.</summary>
    protected virtual PropertyMap Defaults => PropertyMap.Empty;

    /// <summary>Puts the setting.</summary>
    protected abstract Task PutAsync(AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>Looks at the setting: null when it is not there, else the inputs as they are in S3, as far as they can be told.</summary>
    protected abstract Task<PropertyMap?> FindAsync(
        AmazonS3Client client, string bucket, PropertyMap inputs, CancellationToken cancellation);

    /// <summary>Takes the setting away.</summary>
    protected abstract Task RemoveAsync(AmazonS3Client client, string bucket, PropertyMap state, CancellationToken cancellation);

    /// <inheritdoc/>
    protected sealed override Resource Describe(ResourceCall call) =>
        new(call.Inputs.Text("bucket"), Defaults.RemoveRange(call.Inputs.WithoutNulls().Keys));

    /// <inheritdoc/>
    protected sealed override Task<Resource> CreateAsync(ResourceCall call, CancellationToken cancellation) =>
        ApplyAsync(call, cancellation);

    /// <inheritdoc/>
    protected sealed override Task<Resource> UpdateAsync(ResourceCall call, CancellationToken cancellation) =>
        ApplyAsync(call, cancellation);

    /// <inheritdoc/>
    protected sealed override async Task<Resource?> ReadAsync(ResourceCall call, CancellationToken cancellation)
    {
        var client = clients.For(call.Region!);
        var found = await FindAsync(client, call.Id, call.Inputs, cancellation);
        return found is null
            ? null
            : Describe(call with { Inputs = call.Inputs.With("bucket", call.Id) }) with
            {
                Found = found.With("bucket", call.Id),
            };
    }

    /// <inheritdoc/>
    protected sealed override async Task DeleteAsync(ResourceCall call, CancellationToken cancellation)
    {
        var client = clients.For(call.Region!);
        await S3Failures.WrapAsync(What(call.Id), async () =>
        {
            try
            {
                await RemoveAsync(client, call.Id, call.State, cancellation);
            }
            catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchBucket")
            {
                // The bucket went with all its settings.
            }

            return true;
        });
    }

    /// <summary>What a call is about, for its error.</summary>
    protected string What(string bucket) => $"the {setting} of bucket '{bucket}'";

    private async Task<Resource> ApplyAsync(ResourceCall call, CancellationToken cancellation)
    {
        var bucket = call.Inputs.RequiredText("bucket");
        await S3Failures.WrapAsync(What(bucket), async () =>
        {
            await PutAsync(clients.For(call.Region!), bucket, call.Inputs, cancellation);
            return true;
        });
        return Describe(call);
    }
}
