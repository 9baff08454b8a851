namespace PipAi.Workers.Pipeline.Storage;

/// <summary>One region's copy of the documents.</summary>
/// <param name="Region">The AWS region, such as <c>us-east-1</c>.</param>
/// <param name="Bucket">The bucket's name in that region.</param>
internal sealed record RegionBucket(string Region, string Bucket);
