using EmbeddedPulumi.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace EmbeddedPulumi.Engine.Plugins;

/// <summary>Reads what a provider's error status says.</summary>
internal static class ProviderErrors
{
    private const string DetailsKey = "grpc-status-details-bin";

    /// <summary>Whether the connection or the process went away; an error that the provider reports has another code.</summary>
    public static bool IsLost(RpcException error) => !IsUnreadable(error)
        && (error.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded
            || error.Status.DebugException is HttpRequestException or IOException);

    /// <summary>The error of a call.</summary>
    /// <param name="package">The provider's package.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="error">What came instead of an answer.</param>
    /// <param name="why">Why no answer came, where that is known better than <paramref name="error"/> says it.</param>
    public static ProviderException Read(string package, string call, RpcException error, string why = "")
    {
        var (lost, unreadable) = (IsLost(error), IsUnreadable(error));
        var message = error switch
        {
            _ when unreadable => Unreadable(package, call, error.Status.Detail),
            _ when lost => $"The provider '{package}' went away during {call}: {(why.Length > 0 ? why : error.Status.Detail)}",
            { Status.Detail.Length: > 0 } => error.Status.Detail,
            _ => $"{call} failed with {error.StatusCode}",
        };
        return new ProviderException(message, error)
        {
            OutcomeUnknown = lost || unreadable,
            NotOffered = error.StatusCode == StatusCode.Unimplemented,
            Partial = Partial(error),
        };
    }

    /// <summary>What is said of an answer that cannot be read.</summary>
    public static string Unreadable(string package, string call, string why) =>
        $"The provider '{package}' gave an answer to {call} that cannot be read: {why}";

    /// <summary>The settings that a failed Configure asks for, one line each; empty when it asks for none.</summary>
    public static string MissingSettings(RpcException error) =>
        Detail<ConfigureErrorMissingKeys>(error) is { } missing
            ? string.Concat(missing.MissingKeys.Select(key => $"\n  {key.Name}: {key.Description}"))
            : "";

    /// <summary>Whether an answer came that cannot be read; an error that the provider reports has no exception of this side.</summary>
    private static bool IsUnreadable(RpcException error) => error is { StatusCode: StatusCode.DataLoss, Status.DebugException: not null };

    private static PartialResource? Partial(RpcException error)
    {
        if (Detail<ErrorResourceInitFailed>(error) is not { } partial) return null;
        return new PartialResource(
            partial.Id,
            PropertyWire.Decode(partial.Properties),
            partial.Inputs is null ? null : PropertyWire.Decode(partial.Inputs),
            [.. partial.Reasons]);
    }

    private static T? Detail<T>(RpcException error) where T : class, IMessage<T>, new()
    {
        try
        {
            if (error.Trailers.GetValueBytes(DetailsKey) is not { } bytes) return null;
            var descriptor = new T().Descriptor;
            var any = Protocol.Wire.Status.Parser.ParseFrom(bytes).Details.FirstOrDefault(detail => detail.Is(descriptor));
            return any?.Unpack<T>();
        }
        catch (InvalidProtocolBufferException)
        {
            // A detail that cannot be read is no reason to hide the error it came with.
            return null;
        }
    }
}
