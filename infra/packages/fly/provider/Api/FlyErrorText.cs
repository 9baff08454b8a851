using System.Net;

namespace PipAi.Providers.Fly.Api;

/// <summary>Text of an error: which thing, what Fly said, why, how to mend it, and the id to give to Fly's support.</summary>
internal static class FlyErrorText
{
    public static string For(FlyRequest request, FlyFailure failure, string said, HttpStatusCode? status, string? requestId)
    {
        var code = status is { } number ? $" (HTTP {(int)number})" : "";
        var words = string.IsNullOrWhiteSpace(said) ? "" : $": {said.Trim().TrimEnd('.')}";
        var id = requestId is null ? "" : $"\nfly-request-id: {requestId}";
        return $"Fly could not {request.Purpose}{code}{words}. {Fix(failure)}{id}";
    }

    private static string Fix(FlyFailure failure) => failure switch
    {
        FlyFailure.Unauthenticated =>
            "The API token is missing, wrong or expired; set a new one and run again.\n    export FLY_API_TOKEN=$(fly tokens create org)",
        FlyFailure.Forbidden =>
            "The API token may not do this: it belongs to another organisation or to one app only.\n    fly tokens create org",
        FlyFailure.Quota =>
            "The organisation's quota is used up, and waiting does not help: ask Fly to raise it, or ask for less in the stack's settings.",
        FlyFailure.Capacity =>
            "This region or host has no room for the machine now: run again later, choose another region, or a smaller size.",
        FlyFailure.NotFound => "It does not exist (any more). Bring the state up to date and run again.\n    pulumi refresh",
        FlyFailure.NameTaken => "Names are unique; choose another one, or import what exists if it is yours.",
        FlyFailure.LeaseHeld =>
            "Somebody else is changing the machine now (a deployment, or one that was interrupted): wait a minute and run again.",
        FlyFailure.Stale => "It was changed by somebody else in the meantime; run again.",
        FlyFailure.TimedOut => "It took longer than Fly waits; run again to go on from where it stands.",
        FlyFailure.RateLimited => "Too many requests for longer than this tool waits; run again in a minute.",
        FlyFailure.Server => "Fly itself failed; run again, and see https://status.flyio.net if it stays.",
        FlyFailure.Unreachable => "There was no answer; check the network and the endpoint (FLY_FLAPS_BASE_URL) and run again.",
        FlyFailure.Invalid => "Fly refuses these values; correct them and run again.",
    };
}
