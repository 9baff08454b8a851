namespace PipAi.LocalCloud.S3.Requests;

/// <summary>Carries out an operation of the table.</summary>
internal delegate Task S3Handler(S3Request request, CancellationToken cancellation);
