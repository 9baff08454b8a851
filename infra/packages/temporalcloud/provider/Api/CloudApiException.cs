using Temporalio.Exceptions;

namespace PipAi.Providers.TemporalCloud.Api;

/// <summary>A call to Temporal Cloud failed. The message says what, why and what to do.</summary>
internal sealed class CloudApiException(string purpose, RpcException failure) : Exception(Text(purpose, failure), failure)
{
    public RpcException.StatusCode Code { get; } = failure.Code;

    /// <summary>Temporal's own words.</summary>
    public string Said { get; } = failure.Message;

    public bool IsMissing => Code == RpcException.StatusCode.NotFound;

    /// <summary>An update that changes nothing is refused; for us that is success.</summary>
    public bool IsNothingToChange =>
        Code == RpcException.StatusCode.InvalidArgument && Said.Contains("nothing to change", StringComparison.OrdinalIgnoreCase);

    /// <summary>Somebody else changed it, or an operation on it is still running.</summary>
    public bool IsConflict => Code is RpcException.StatusCode.Aborted
        || (Code is RpcException.StatusCode.FailedPrecondition or RpcException.StatusCode.InvalidArgument
            && (Said.Contains("resource_version", StringComparison.OrdinalIgnoreCase)
                || Said.Contains("resource version", StringComparison.OrdinalIgnoreCase)));

    private static string Text(string purpose, RpcException failure) =>
        $"Temporal Cloud could not {purpose} ({failure.Code}): {failure.Message.TrimEnd('.')}. {Fix(failure.Code)}";

    private static string Fix(RpcException.StatusCode code) => code switch
    {
        RpcException.StatusCode.Unauthenticated =>
            "The API key is missing, wrong, disabled or expired; create one and run again.\n    export TEMPORAL_CLOUD_API_KEY=<key>",
        RpcException.StatusCode.PermissionDenied => "The API key's owner needs the role developer, global admin or account owner.",
        RpcException.StatusCode.ResourceExhausted =>
            "A limit of the account is reached, or too many changes run at once: wait, or ask Temporal to raise it.",
        RpcException.StatusCode.Unavailable or RpcException.StatusCode.DeadlineExceeded =>
            "There was no answer; check the network and the endpoint (TEMPORAL_CLOUD_ENDPOINT) and run again.",
        RpcException.StatusCode.NotFound => "Bring the state up to date and run again.\n    pulumi refresh",
        RpcException.StatusCode.Aborted or RpcException.StatusCode.FailedPrecondition =>
            "It was changed meanwhile, or a change of it is still running; run again.",
        _ => "Correct the values and run again.",
    };
}
